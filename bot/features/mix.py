"""`/mix`: names made of two names, new ones and existing ones, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import Annotated

from discord import app_commands, ui
from discord.app_commands import Range

from bot.features.as_text import AsTextButton
from bot.features.links import names_list
from bot.features.look import Card, NameRow, bearing_label, gender_labels, kind_label
from bot.features.names.wish import DESCRIPTIONS
from bot.features.options import CountryOption, GenderOption
from bot.features.stars import Star, star_buttons
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, requester_of
from bot.interactions.codec import Gender, Letters, MaybeCountries, Name, Number
from bot.interactions.items import Button
from model.domain.condition import Condition
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import NameKind, Provenance
from model.domain.mixture import MOST_LETTERS, MixedCard, Mixture, Piece

_MAX_INPUT_LENGTH = 100
"""Discord's limit is wider than the model's, whose own error explains it."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Two names to mix.

    Attributes:
        countries: the code of the country whose spelling was asked for, or nothing.
        gender: of whom the mixtures are the names; None for any.
        card: which card of them, from 0; no two names have as many.
        first: one of the names.
        second: the other.
    """

    countries: MaybeCountries
    gender: Gender
    card: Annotated[int, Number(0, 999)]
    first: Annotated[str, Letters(MOST_LETTERS)]
    second: Name


@app_commands.command()
@app_commands.describe(
    first="A first name, such as Anna",
    second="A first name to mix it with, such as Peter",
    country="Which country’s spelling to use (one that suits both names if you leave it out)",
    gender=DESCRIPTIONS["gender"],
)
async def mix(
    interaction: NomenInteraction,
    first: Range[str, 1, _MAX_INPUT_LENGTH],
    second: Range[str, 1, _MAX_INPUT_LENGTH],
    country: CountryOption | None = None,
    gender: GenderOption | None = None,
) -> None:
    """Put two names together, such as the parents’: a piece of one, then a piece of the other."""
    codes = () if country is None else (country.code,)
    await _send_mix(interaction, Mix(codes, gender, 0, first, second))


class MixButton(Button[Mix], kind="mix", payload=Mix):
    """Sends a card of the mix in its payload; the old one stays, so that no name is lost."""

    async def press(self, interaction: NomenInteraction, payload: Mix) -> None:
        """Send it."""
        await _send_mix(interaction, payload)


async def _send_mix(interaction: NomenInteraction, asked: Mix) -> None:
    """Mix two names, and answer with their card, which is not for everyone if they are a slur.

    Raises:
        InputError: a name is invalid or blocked, or nothing can be made of the two.
        LimitError: there is no capacity, or it took too long.
    """
    service, requester = interaction.client.name_service, requester_of(interaction)
    country = asked.countries[0] if asked.countries else None
    names = asked.first, asked.second
    mixed = await service.mix(names, country, asked.gender, asked.card, requester)
    asked = replace(asked, first=mixed.names[0], second=mixed.names[1], card=mixed.number)
    if any("." in name for name in mixed.names):
        raise InputError(gettext_noop("I can’t mix names with a dot in them. Leave it out."))
    are_real = all(service.kind_of(name) is not NameKind.NEW for name in names)
    mixtures = _in_turns(mixed)
    # All letters of a mixture are typed, so it counts as typed, unless it is a name that people
    # have, made of two such names.
    stars = [
        Star.of(
            mixture.name,
            Provenance(Condition.for_country(mixture.home, asked.gender))
            if are_real and mixture in mixed.existing
            else None,
        )
        for mixture in mixtures
    ]
    is_private = not service.is_allowed(*names)
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    buttons = await star_buttons(interaction, stars, is_private=is_private)
    rows = [
        NameRow(
            mixture.name,
            " · ".join(
                [
                    _pieces(mixed, mixture),
                    bearing_label(_, mixture.bearing)
                    if asked.countries and mixture.bearing
                    else kind_label(_, service.kind_of(mixture.name)),
                ]
            ),
            star,
        ).to_item()
        for mixture, star in zip(mixtures, buttons, strict=True)
    ]
    found = [mixture.name for mixture in mixtures]
    again = replace(asked, card=(mixed.number + 1) % mixed.cards)
    card = Card(
        ui.Section("\n-# ".join(_heading(_, asked, mixed)), accessory=AsTextButton.labelled(_)),
        *rows,
        ui.ActionRow(names_list(interaction, _, found, [mixed.country])),
        buttons=[MixButton.create(again, label=_("Again"), emoji="🎲")] * (mixed.cards > 1),
    )
    await interaction.response.send_message(view=card, ephemeral=is_private)


def _in_turns(mixed: MixedCard) -> list[Mixture]:
    """Return the best new and the best existing mixture, then the next of both, and so on."""
    pairs = chain.from_iterable(zip_longest(mixed.new, mixed.existing))
    return [mixture for mixture in pairs if mixture is not None]


def _heading(_: Translator, asked: Mix, mixed: MixedCard) -> Sequence[str]:
    labels = [*gender_labels(_, asked.gender)]
    if asked.countries:
        labels.append(_("spelled as in {country}", country=_.country_name(mixed.country)))
    lines = [f"### {' + '.join(map(escape_markdown, mixed.names))}", " · ".join(labels)]
    if mixed.is_last:
        lines.append(
            _(
                "That’s every mix I’d suggest. Try another country, a longer form "
                "of a name, or `/blend` for two countries at once."
            )
        )
    return [*filter(None, lines)]


def _pieces(mixed: MixedCard, mixture: Mixture) -> str:
    """Return which letters are whose."""
    (one, beginning), (other, end) = mixed.pieces(mixture)
    parts = _marked(one, beginning), mixture.between, _marked(other, end), mixture.rest
    return " + ".join(filter(None, parts))


def _marked(name: str, piece: Piece) -> str:
    """Return a name with a piece in bold."""
    before, after = name[: piece.start], name[piece.stop :]
    bold = f"**{escape_markdown(piece.of(name))}**"
    return f"{escape_markdown(before)}{bold}{escape_markdown(after)}"
