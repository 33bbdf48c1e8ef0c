"""`/name`, and the buttons that make a wish of it again."""

from collections.abc import Sequence
from dataclasses import replace

from discord import ButtonStyle, Interaction, app_commands

from bot.cards.names import NameCard
from bot.commands.options import (
    WISH_OPTIONS,
    CountOption,
    CountryOption,
    GenderOption,
    LengthOption,
    SeedOption,
    StartOption,
    StyleOption,
)
from bot.commands.star_button import stars_for
from bot.i18n.discord_locale import translator_for_channel
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenClient
from bot.interactions.custom_ids import SEEDS, Starrable
from bot.interactions.error_handler import OutdatedComponentError
from bot.interactions.persistent_button import PersistentButton
from bot.services.name_service import Shares
from model.domain.condition import Condition
from model.domain.errors import InputError, LazyText, gettext_noop
from model.domain.generation import NameRequest, Style
from model.domain.spelling import normalise

NOTHING_FOUND = gettext_noop(
    "I found no new name like that: {reason}. Try fewer first letters, more room between "
    "shortest and longest, or the bold style."
)
_MIN_LENGTH, _MAX_LENGTH = 2, 16
"""Letters of the shortest and the longest name where a member does not say."""


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
@app_commands.describe(country="Start typing: Netherlands, Iran, Chile …", **WISH_OPTIONS)
async def name(  # noqa: PLR0913, PLR0917 - an option each, and Discord passes them so
    interaction: Interaction[NomenClient],
    country: CountryOption,
    count: CountOption = 5,
    style: StyleOption = Style.PLAIN,
    gender: GenderOption | None = None,
    starts_with: StartOption = "",
    min_length: LengthOption | None = None,
    max_length: LengthOption | None = None,
    seed: SeedOption | None = None,
) -> None:
    """Invent first names that sound as if they came from a country."""
    condition = Condition.for_country(country.code, gender)
    wish = wish_of(condition, count, style, starts_with, (min_length, max_length))
    await show_names(interaction, wish, seed)


class WishButton(PersistentButton, kind="wish"):
    """Makes the wish that it carries, with a fresh seed, for whoever presses it."""

    async def press(self, interaction: Interaction[NomenClient], payload: str) -> None:
        """Post a new card; the old one stays, so that no name is lost."""
        try:
            wish = custom_ids.decode_request(payload)
        except custom_ids.CodecError as error:
            raise OutdatedComponentError from error
        await show_names(interaction, wish)


def wish_of(
    condition: Condition,
    count: int,
    style: Style,
    starts_with: str,
    lengths: tuple[int | None, int | None],
) -> NameRequest:
    """Make a wish of a command's options; a length that is None is the usual one.

    Raises:
        InputError: there is no such wish, or a card and its buttons cannot hold it.
    """
    shortest = _MIN_LENGTH if lengths[0] is None else lengths[0]
    wish = NameRequest(
        condition=condition,
        count=count,
        inverse_temperature=style.inverse_temperature,
        starts_with=normalise(starts_with),
        min_length=shortest,
        max_length=max(_MAX_LENGTH, shortest) if lengths[1] is None else lengths[1],
    )
    custom_ids.check_request(wish)
    return wish


async def show_names(
    interaction: Interaction[NomenClient], wish: NameRequest, seed: int | None = None
) -> None:
    """Make the names wished for and answer with their card.

    Raises:
        InputError: the seed is none, or the wish cannot be met.
        LimitError: there is no room or no time for it.
    """
    naming = interaction.client.name_service
    seed = naming.fresh_seed() if seed is None else seed
    if not 0 <= seed < SEEDS:
        raise InputError(gettext_noop("A seed is a whole number from 0 to {most}."), most=SEEDS - 1)
    shares: Sequence[Shares] = ()
    if len(wish.condition.countries) > 1:
        answer, shares = await naming.blend(wish, seed)
    else:
        answer = await naming.suggest(wish, seed)
    if not answer:
        raise InputError(NOTHING_FOUND, reason=LazyText(answer.reason or ""))
    provenance = wish.provenance(seed)
    stars = await stars_for(interaction, [Starrable(one.name, provenance) for one in answer])
    _ = translator_for_channel(interaction)
    card = NameCard(_, wish, answer, seed, stars, buttons_for(wish, _), shares=shares)
    await interaction.response.send_message(view=card)


def buttons_for(wish: NameRequest, _: Translator) -> list[WishButton]:
    """Make the buttons of a wish's card: the same once more, and a step sharper or softer."""
    label, emoji, other = _next_style(wish.inverse_temperature, _)
    return [
        WishButton.with_payload(
            custom_ids.encode_request(wish),
            label=_("Again"),
            emoji="🎲",
            style=ButtonStyle.primary,
        ),
        WishButton.with_payload(
            custom_ids.encode_request(replace(wish, inverse_temperature=other.inverse_temperature)),
            label=label,
            emoji=emoji,
        ),
    ]


def _next_style(sharpness: float, _: Translator) -> tuple[str, str, Style]:
    sharper = [style for style in Style if style.inverse_temperature > sharpness]
    if sharper:
        return _("Sharper"), "✨", min(sharper, key=lambda style: style.inverse_temperature)
    return _("Softer"), "🪶", Style.PLAIN
