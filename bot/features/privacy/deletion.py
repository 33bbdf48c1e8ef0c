"""Deletes everything stored about a member, when they have confirmed it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from discord import ButtonStyle, ui

from bot.features.look import Card
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.codec import Nothing
from bot.interactions.items import Button
from bot.interactions.live import NO_MENTIONS
from bot.interactions.rate_limit import Bucket
from bot.runtime.log import error_summary
from bot.store.deletion import Scope
from bot.store.errors import StoreError
from bot.store.export import Rows, rows_of

_log = logging.getLogger(__name__)


class AskDeletionButton(Button[Nothing], kind="delete", bucket=Bucket.PERSONAL_DATA):
    """Asks the member to confirm the deletion of everything stored about them."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Show how much would be deleted, and ask."""
        client, _ = interaction.client, translator_for_user(interaction)
        rows = await rows_of(client.store.database, interaction.user.id)
        if not any(rows.values()):
            await interaction.response.send_message(view=_nothing_card(_), ephemeral=True)
            return
        delete, keep = _("Delete everything"), _("Keep everything")
        card = Card(
            f"## {_('Delete everything?')}",
            "\n".join(_consequences(_, _holdings(rows))),
            buttons=[
                ConfirmDeletionButton.create(Nothing(), label=delete, style=ButtonStyle.danger),
                CancelDeletionButton.create(Nothing(), label=keep),
            ],
        )
        await interaction.response.send_message(view=card, ephemeral=True)


class ConfirmDeletionButton(Button[Nothing], kind="delete-all", bucket=Bucket.PERSONAL_DATA):
    """Deletes everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Delete it, and replace the question by what was deleted."""
        # It may take longer than Discord waits for a response.
        await interaction.response.defer()
        card = await _delete_everything(interaction)
        await interaction.edit_original_response(view=card, allowed_mentions=NO_MENTIONS)


class CancelDeletionButton(Button[Nothing], kind="keep", bucket=None):
    """Cancels the deletion."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Replace the question by a confirmation."""
        _ = translator_for_user(interaction)
        card = Card(_("Nothing was deleted. You still have all your stars."))
        await interaction.response.edit_message(view=card)


async def _delete_everything(interaction: NomenInteraction) -> ui.LayoutView:
    """Delete all that is stored about a member, and lay out the outcome."""
    client, member = interaction.client, interaction.user.id
    _ = translator_for_user(interaction)
    try:
        rows = await rows_of(client.store.database, member)
        deleted = await client.store.deletions.delete(Scope(member))
    except StoreError as error:
        _log.error("A member was not deleted: %s: %s", error, error_summary(error.__cause__))
        text = _(
            "I couldn’t finish that. Try again in a moment, and if it keeps failing, tell the "
            "bot’s owner."
        )
        retry = ConfirmDeletionButton.create(
            Nothing(), label=_("Try again"), style=ButtonStyle.danger
        )
        return Card(f"## {_('Not deleted yet')}", text, buttons=[retry])
    _log.info("Rows of a member, deleted by them: %s", dict(deleted))
    if not any(deleted.values()):
        return _nothing_card(_)
    amounts = ", ".join(_amounts(_, _holdings(rows)))
    note = _("That was everything I kept about you. Messages already in the chat stay as they are.")
    return Card(f"## {_('Deleted')}", *([f"✓ {amounts}"] if amounts else []), note)


def _nothing_card(_: Translator) -> Card:
    return Card(_("You have no stars and no shared searches, so there’s nothing to delete."))


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much is stored about a member.

    Attributes:
        stars: of the member.
        servers: those in which they are.
        outside_servers: whether some are outside of servers.
        matches: others with whom the member matches, or one of the two has invited the other.
        likes: names that the member likes in matches.
        takes_invitations: whether others may invite the member.
    """

    stars: int
    servers: int
    outside_servers: bool
    matches: int
    likes: int
    takes_invitations: bool


def _holdings(rows: Rows) -> Holdings:
    groups = {star["guild"] for star in rows["star"]}
    consents = [*rows["consent"], *rows["invited_by"]]
    return Holdings(
        stars=len(rows["star"]),
        servers=len(groups - {None}),
        outside_servers=None in groups,
        matches=len({(consent["guild"], consent["other"]) for consent in consents}),
        likes=len(rows["liking"]),
        takes_invitations=not rows["not_invited"],
    )


def _amounts(_: Translator, holdings: Holdings) -> Iterator[str]:
    if holdings.stars:
        yield _.plural("{number} star", "{number} stars", holdings.stars)
    if holdings.matches:
        yield _.plural("{number} shared search", "{number} shared searches", holdings.matches)
    if holdings.likes:
        yield _.plural("{number} like", "{number} likes", holdings.likes)


def _consequences(_: Translator, holdings: Holdings) -> Iterator[str]:
    if not (holdings.stars or holdings.matches or holdings.likes):
        yield _(
            "You have no stars left. I may still know the day you last used your favourites, and "
            "checksums of names you’ve seen. This deletes that too."
        )
    if holdings.stars:
        yield _(
            "This deletes **{stars}** {where} for good. You can’t undo it.",
            stars=_.plural("{number} star", "{number} stars", holdings.stars),
            where=_location(_, holdings),
        )
    if holdings.matches:
        yield _.plural(
            "{number} shared search will end, for the other person too.",
            "{number} shared searches will end, for the other people too.",
            holdings.matches,
        )
    if holdings.likes:
        yield _.plural(
            "I’ll forget {number} name you like in a shared search.",
            "I’ll forget {number} names you like in shared searches.",
            holdings.likes,
        )
    if not holdings.takes_invitations:
        yield _("Anyone can invite you to a shared search again.")


def _location(_: Translator, holdings: Holdings) -> str:
    servers = holdings.servers
    if not holdings.outside_servers:
        return _.plural("in {number} server", "in {number} servers", servers)
    if not servers:
        return _("in DMs")
    return _.plural("in {number} server and in DMs", "in {number} servers and in DMs", servers)
