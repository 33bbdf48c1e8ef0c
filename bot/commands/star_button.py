"""The star beside a name: everyone has one for it, and may take it back."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from discord import ButtonStyle, Interaction, ui

from bot.cards.layout import Card
from bot.cards.name_row import counted, star_label
from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenClient
from bot.interactions.custom_ids import CodecError, Starrable
from bot.interactions.error_handler import OutdatedComponentError, reply_ephemeral
from bot.interactions.live_messages import MessageLayout
from bot.interactions.persistent_button import PersistentButton

_log = logging.getLogger(__name__)


def guild_of(interaction: Interaction[NomenClient]) -> int:
    """The group that a member acts in, as the favourites know it."""
    return DIRECT_MESSAGES if interaction.guild_id is None else interaction.guild_id


class StarButton(PersistentButton, kind="star"):
    """Stars the name that it carries for whoever presses it."""

    @classmethod
    def of(cls, star: Starrable, members: int, said: str = "") -> "StarButton":
        """Make one that shows how many members have starred its name, and may say more."""
        return cls.with_payload(custom_ids.encode_star(star), label=star_label(members, said))

    async def press(self, interaction: Interaction[NomenClient], payload: str) -> None:
        """Star the name, or offer to take an old star back; a second press so changes nothing."""
        star = _read(payload)
        guild, member = guild_of(interaction), interaction.user.id
        if not await interaction.client.favourites.star(guild, member, star.name, star.provenance):
            await _offer_back(interaction, star.name)
        elif _is_counted(interaction):
            await interaction.client.live.answer(interaction)
        else:
            await reply_ephemeral(interaction, starred(star.name, translator_for_user(interaction)))


class TakeBackButton(PersistentButton, kind="unstar"):
    """Takes a star back; it carries the id of the message with the star, and the name."""

    async def press(self, interaction: Interaction[NomenClient], payload: str) -> None:
        """Take the star back, say so, and draw the card anew where the bot can reach it."""
        message, _dot, name = payload.partition(".")
        if not message.isdecimal() or not name:
            raise OutdatedComponentError
        await interaction.client.favourites.unstar(guild_of(interaction), interaction.user.id, name)
        _ = translator_for_user(interaction)
        said = _(
            "Taken back: **{name}** is no favourite of yours any more.", name=escape_markdown(name)
        )
        await interaction.response.edit_message(view=Card(ui.TextDisplay(said)))
        if _is_counted(interaction):
            await interaction.client.live.refresh(interaction, int(message))


def starred(name: str, _: Translator) -> str:
    """Say that a name is a member's favourite from now on."""
    return _(
        "**{name}** is a favourite of yours now. `/favourites list` shows them all.",
        name=escape_markdown(name),
    )


async def stars_for(
    interaction: Interaction[NomenClient], names: Sequence[Starrable], said: str = ""
) -> list[StarButton]:
    """Make a star button for each name; where the counts cannot be had, they stand without."""
    try:
        counts = await _counts(interaction, [star.name for star in names])
    except StoreError as error:
        _log.warning("A card has no counts: %s", error)
        counts = {}
    return [StarButton.of(star, counts.get(star.name, 0), said) for star in names]


async def recount(interaction: Interaction[NomenClient], card: MessageLayout) -> None:
    """Count the stars of a card's names anew."""
    stars = [
        (_name_in(payload), button)
        for button in card.buttons()
        if (payload := StarButton.payload_of(button.get("custom_id", "")))
    ]
    counts = await _counts(interaction, [name for name, _ in stars])
    for name, button in stars:
        button["label"] = counted(button.get("label", ""), counts.get(name, 0))


async def _counts(interaction: Interaction[NomenClient], names: Sequence[str]) -> Mapping[str, int]:
    if not _is_counted(interaction):
        return {}
    favourites = interaction.client.favourites
    return await favourites.counts(guild_of(interaction), interaction.user.id, names)


def _is_counted(interaction: Interaction[NomenClient]) -> bool:
    # Among friends outside of servers everyone's favourites are their own, and the card is not.
    return not interaction.context.private_channel


async def _offer_back(interaction: Interaction[NomenClient], name: str) -> None:
    message, _ = interaction.message, translator_for_user(interaction)
    button = TakeBackButton.with_payload(
        f"{0 if message is None else message.id}.{name}",
        label=_("Take it back"),
        style=ButtonStyle.danger,
    )
    said = _("You have starred **{name}** already.", name=escape_markdown(name))
    row: ui.ActionRow[Any] = ui.ActionRow(button)
    await interaction.response.send_message(view=Card(ui.TextDisplay(said), row), ephemeral=True)


def _name_in(payload: str) -> str:
    try:
        return custom_ids.parse_name(payload)
    except CodecError as error:
        raise OutdatedComponentError from error


def _read(payload: str) -> Starrable:
    try:
        return custom_ids.decode_star(payload)
    except CodecError as error:
        raise OutdatedComponentError from error
