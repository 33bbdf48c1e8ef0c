"""`/more`: new names near to the taste of the stars, a member's own or a server's."""

from collections.abc import Sequence
from statistics import mode

from discord import ButtonStyle, app_commands

from bot.cards.labels import condition_label
from bot.cards.more import MoreCard
from bot.cards.name_row import NameRow, kind_and_resemblance
from bot.commands.copy_button import CopyButton
from bot.commands.options import KindOption
from bot.commands.star_button import star_buttons
from bot.commands.whose import Whose, WhoseOption, decode_whose, shown_favourites
from bot.favourites.models import Favourite, RankedName, require_group
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import (
    NomenInteraction,
    guild_or_direct_messages,
    requester_of,
)
from bot.interactions.custom_ids import OutdatedComponentError, Starrable
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.persistent_button import PersistentButton
from model.domain.condition import Condition
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import DEFAULT_COUNT, Provenance, RequestedKind

_MAX_GROUP_NAMES = 50
"""Names of a group's board that its taste is learnt from."""


@app_commands.command()
@app_commands.describe(
    whose="Like your favourites (only you see it) or the server’s (everyone does); yours by "
    "default",
    kind="New names, rare real ones, or any; new by default",
)
async def more(
    interaction: NomenInteraction,
    whose: WhoseOption = Whose.MINE,
    kind: KindOption = RequestedKind.NEW,
) -> None:
    """Invent names like those you, or this server, have starred."""
    await send_more(interaction, whose, kind)


class MoreButton(PersistentButton, kind="more"):
    """Invents names like the starred ones; its payload is whose, and the kind unless it is new."""

    @classmethod
    def for_stars_of(cls, whose: Whose, label: str) -> "MoreButton":
        """Create a button."""
        return cls.create(whose.value, label=label, emoji="✨")

    @classmethod
    def again(cls, _: Translator, whose: Whose, kind: RequestedKind) -> "MoreButton":
        """Create the button of a card, for another one like it."""
        payload = whose.value if kind is RequestedKind.NEW else f"{whose.value}.{kind.value}"
        return cls.create(payload, label=_("Again"), emoji="🎲", style=ButtonStyle.primary)

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send a new card; the old one stays, so that no name is lost."""
        whose, dot, kind = payload.partition(".")
        if dot and kind not in {RequestedKind.RARE, RequestedKind.ANY}:
            raise OutdatedComponentError
        wanted = RequestedKind(kind) if dot else RequestedKind.NEW
        await send_more(interaction, decode_whose(whose), wanted)


async def send_more(
    interaction: NomenInteraction, whose: Whose, kind: RequestedKind = RequestedKind.NEW
) -> None:
    """Learn a taste from stars, and answer with names to it; nothing is kept of it.

    Raises:
        NoGroupError: a group's were asked for in direct messages.
        InputError: no name was found.
        LimitError: there is no capacity, or it took too long.
    """
    stars = await _stars(interaction, whose)
    if not stars:
        _ = translator_for_user(interaction)
        await reply_ephemeral(
            interaction,
            _(
                "I learn from stars on names I invented, and there aren’t any yet. Press "
                "☆ next to a few names you like, for example after `/name`."
            ),
        )
        return
    found = await interaction.client.name_service.suggest_to_taste(
        stars, DEFAULT_COUNT, requester_of(interaction), kind
    )
    if not found:
        raise InputError(
            gettext_noop("I couldn’t find any names like these. Star a few others too.")
        )
    starrables = [
        Starrable(suggestion.name, Provenance(condition)) for suggestion, condition in found
    ]
    is_own = whose is Whose.MINE
    _ = translator_for_user(interaction) if is_own else translator_for_channel(interaction)
    rows = [
        NameRow(
            suggestion.name,
            condition_label(_, condition),
            button,
            kind_and_resemblance(_, suggestion),
        )
        for (suggestion, condition), button in zip(
            found, await star_buttons(interaction, starrables), strict=True
        )
    ]
    again = MoreButton.again(_, whose, kind)
    copy = CopyButton.create(label=_("Copy"), emoji="📋")
    card = MoreCard(_, rows, len(stars), [again, copy], is_own=is_own)
    await interaction.response.send_message(view=card, ephemeral=is_own)


async def _stars(interaction: NomenInteraction, whose: Whose) -> list[tuple[str, Condition]]:
    """Return starred names with what they were invented for; none if none was invented.

    Typed names go with what most of the others were invented for.

    Raises:
        NoGroupError: a group's were asked for in direct messages.
    """
    client = interaction.client
    entries: Sequence[Favourite | RankedName]
    if whose is Whose.MINE:
        entries = await shown_favourites(interaction)
    else:
        guild = require_group(guild_or_direct_messages(interaction))
        is_allowed = client.name_service.is_allowed
        entries = await client.favourites.top_of_group(guild, is_allowed, _MAX_GROUP_NAMES)
    conditions = [entry.provenance.condition for entry in entries if entry.provenance]
    if not conditions:
        return []
    usual = mode(conditions)
    return [
        (entry.name, entry.provenance.condition if entry.provenance else usual) for entry in entries
    ]
