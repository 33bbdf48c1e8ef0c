"""The star beside a name: every member has one for it, and may take it back."""

import logging
from collections.abc import Mapping, Sequence

from discord import ButtonStyle

from bot.cards.layout import Card
from bot.cards.name_row import star_label, with_count
from bot.favourites.errors import StoreError
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import (
    NomenInteraction,
    guild_and_member,
    guild_or_direct_messages,
)
from bot.interactions.custom_ids import OutdatedComponentError, Starrable
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.live_messages import MessageLayout
from bot.interactions.persistent_button import PersistentButton

_log = logging.getLogger(__name__)


class StarButton(PersistentButton, kind="star"):
    """Stars the name in its payload for the member who presses it."""

    @classmethod
    def for_name(cls, starrable: Starrable, members: int, text: str = "") -> "StarButton":
        """Create a button that shows how many members starred the name, and an optional text."""
        payload = custom_ids.encode_star(starrable)
        return cls.create(payload, label=star_label(members, text))

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Star the name; if the member has starred it before, offer to take the star back."""
        starrable = custom_ids.decode_star(payload)
        name = starrable.name
        interaction.client.name_service.require_allowed(name)  # the list may be newer than the card
        is_new = await interaction.client.favourites.star(
            *guild_and_member(interaction), name, starrable.provenance
        )
        if not is_new:
            await _offer_unstar(interaction, name)
            return
        is_hidden = await is_hidden_from_board(interaction, name)
        if _shows_counts(interaction):
            await interaction.client.message_updater.respond(interaction)
        if is_hidden or not _shows_counts(interaction):
            _ = translator_for_user(interaction)
            await reply_ephemeral(interaction, starred_message(_, name, is_hidden=is_hidden))

    @classmethod
    async def redraw(cls, interaction: NomenInteraction, layout: MessageLayout) -> MessageLayout:
        """Update the count of every star button on a message."""
        buttons = [
            (custom_ids.parse_name(payload), button)
            for button in layout.buttons()
            if (payload := cls.payload_of(button.get("custom_id", "")))
        ]
        counts = await _star_counts(interaction, [name for name, _ in buttons])
        for name, button in buttons:
            button["label"] = with_count(button.get("label", ""), counts.get(name, 0))
        return layout


class UnstarButton(PersistentButton, kind="unstar"):
    """Takes a star back; its payload is the id of the message with the star, and the name."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Take the star back, confirm it, and redraw the message if the bot has access to it."""
        message_id, _dot, name = payload.partition(".")
        if not message_id.isdecimal() or not name:
            raise OutdatedComponentError
        await interaction.client.favourites.unstar(*guild_and_member(interaction), name)
        _ = translator_for_user(interaction)
        text = _(
            "Star removed: **{name}** is no longer one of your favourites.",
            name=escape_markdown(name),
        )
        await interaction.response.edit_message(view=Card(text))
        if _shows_counts(interaction):
            await interaction.client.message_updater.refresh(interaction, int(message_id))


async def star_buttons(
    interaction: NomenInteraction, starrables: Sequence[Starrable], text: str = ""
) -> list[StarButton]:
    """Create a star button for each name, without counts if the database fails."""
    try:
        counts = await _star_counts(interaction, [starrable.name for starrable in starrables])
    except StoreError as error:
        _log.warning("A card is sent without star counts: %s", error)
        counts = {}
    return [
        StarButton.for_name(starrable, counts.get(starrable.name, 0), text)
        for starrable in starrables
    ]


async def is_hidden_from_board(interaction: NomenInteraction, name: str) -> bool:
    """Return whether the group has hidden a name."""
    guild = guild_or_direct_messages(interaction)
    return bool(await interaction.client.favourites.board.hidden_among(guild, [name]))


def starred_message(_: Translator, name: str, *, is_hidden: bool = False) -> str:
    """Confirm that a name is now a favourite, and say if the group's top five leaves it out."""
    if is_hidden:
        return _(
            "**{name}** is now one of your favourites, but only for you: the people who manage "
            "this server have hidden it from its top five. See them all with `/favourites list`.",
            name=escape_markdown(name),
        )
    return _(
        "**{name}** is now one of your favourites. See them all with `/favourites list`.",
        name=escape_markdown(name),
    )


async def _offer_unstar(interaction: NomenInteraction, name: str) -> None:
    message, _ = interaction.message, translator_for_user(interaction)
    button = UnstarButton.create(
        f"{0 if message is None else message.id}.{name}",
        label=_("Remove star"),
        style=ButtonStyle.danger,
    )
    text = _("You’ve already starred **{name}**.", name=escape_markdown(name))
    await interaction.response.send_message(view=Card(text, buttons=[button]), ephemeral=True)


async def _star_counts(interaction: NomenInteraction, names: Sequence[str]) -> Mapping[str, int]:
    if not _shows_counts(interaction):
        return {}
    return await interaction.client.favourites.count_members(*guild_and_member(interaction), names)


def _shows_counts(interaction: NomenInteraction) -> bool:
    # In a group chat everyone's favourites are their own, but the card is shared.
    return not interaction.context.private_channel
