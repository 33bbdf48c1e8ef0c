"""`/mix`: names made of two names."""

from dataclasses import replace
from typing import Any

from discord import app_commands, ui
from discord.app_commands import Range

from bot.cards.mix import MixCard
from bot.commands.copy_button import CopyButton
from bot.commands.generation import DESCRIPTIONS, origins, require_seed
from bot.commands.hear_button import are_said
from bot.commands.names_button import names_button
from bot.commands.options import CountryOption, GenderOption, SeedOption
from bot.commands.star_button import star_buttons
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, requester_of
from bot.interactions.custom_ids import Mix, Starrable
from bot.interactions.persistent_button import PersistentButton
from model.domain.condition import Condition, RequestedGender
from model.domain.generation import NameKind, Provenance
from model.domain.mixture import MixedCard

_MAX_INPUT_LENGTH = 100
"""Discord's limit is wider than the model's, whose own error explains it."""


@app_commands.command()
@app_commands.describe(
    first="A first name, such as Anna",
    second="A first name to mix it with, such as Peter",
    country="Which country’s spelling to use (one that suits both names if you leave it out)",
    gender=DESCRIPTIONS["gender"],
    seed=(
        "To get the same mix again: the seed that “As text” shows (the best one if you leave "
        "it out)"
    ),
)
async def mix(  # noqa: PLR0913, PLR0917 - one for each option
    interaction: NomenInteraction,
    first: Range[str, 1, _MAX_INPUT_LENGTH],
    second: Range[str, 1, _MAX_INPUT_LENGTH],
    country: CountryOption | None = None,
    gender: GenderOption | None = None,
    seed: SeedOption | None = None,
) -> None:
    """Put two names together, such as the parents’: a piece of one, then a piece of the other."""
    code = None if country is None else country.code
    await _send_mix(interaction, (first, second), code, gender, seed or 0)


class MixButton(PersistentButton, kind="mix"):
    """Mixes the two names in its payload."""

    @classmethod
    def again(cls, _: Translator, mixed: MixedCard) -> "MixButton":
        """Create the button of a card, for the next one."""
        following = replace(mix_of(mixed), seed=(mixed.number + 1) % mixed.cards)
        payload = custom_ids.encode_mix(following)
        return cls.create(payload, label=_("Again"), emoji="🎲")

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send a new card; the old one stays, so that no name is lost."""
        asked = custom_ids.decode_mix(payload)
        await _send_mix(interaction, asked.names, asked.country, asked.gender, asked.seed)


def mix_of(mixed: MixedCard) -> Mix:
    """Return what asks for a card again."""
    return Mix(mixed.names, mixed.country, mixed.number, mixed.condition.gender)


async def _send_mix(
    interaction: NomenInteraction,
    names: tuple[str, str],
    country: str | None,
    gender: RequestedGender | None,
    seed: int,
) -> None:
    """Mix two names, and answer with their card, which is not for everyone if they are a slur.

    Raises:
        InputError: a name is invalid or blocked, nothing can be made of the two, or the seed is out
            of bounds.
        LimitError: there is no capacity, or it took too long.
    """
    require_seed(seed)
    service, requester = interaction.client.name_service, requester_of(interaction)
    mixed = await service.mix(names, country, gender, seed, requester)
    are_real = all(service.kind_of(name) is not NameKind.NEW for name in names)
    # All letters of a mixture are typed, so it counts as typed, unless it is a name that people
    # have, made of two such names. A seed would be another card's.
    starrables = [
        Starrable(mixture.name, Provenance(Condition.for_country(mixture.home, gender)))
        if are_real and mixture in mixed.existing
        else Starrable(mixture.name, None)
        for mixture in mixed.mixtures
    ]
    found = [mixture.name for mixture in mixed.mixtures]
    is_private = not service.is_allowed(*names)
    stars = await star_buttons(interaction, starrables, is_private=is_private)
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    buttons: list[ui.Item[Any]] = [MixButton.again(_, mixed)] if mixed.cards > 1 else []
    if mixed.is_last:
        buttons.append(names_button(_, mixed.country))
    is_heard = are_said(interaction, Condition.for_country(mixed.country))
    card = MixCard(
        *(_, mixed, stars, buttons),
        copy=CopyButton.for_mix(_, mix_of(mixed)),
        origins=origins(_, found, are_said=is_heard),
    )
    await interaction.response.send_message(view=card, ephemeral=is_private)
