"""`/privacy`: what is stored about a member, to export or delete."""

import asyncio
import logging
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from discord import ButtonStyle, File, app_commands, ui

from bot.cards.privacy import (
    ConfirmDeletionCard,
    DeletedCard,
    DeletionCancelledCard,
    DeletionFailedCard,
    ExportCard,
    Holdings,
    NothingStoredCard,
    PrivacyCard,
)
from bot.i18n.discord_locale import translator_for_user
from bot.interactions.client import NomenInteraction
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.live_messages import NO_MENTIONS
from bot.interactions.persistent_button import PersistentButton
from bot.runtime.log import error_summary
from bot.store.deletion import Scope
from bot.store.errors import StoreError
from bot.store.export import FILENAME, Rows, export_member, rows_of
from bot.store.retention import RETENTION

_log = logging.getLogger(__name__)

EXPORT_PATIENCE = 1.0
"""Seconds after which a member is told that their export takes longer."""


@app_commands.command()
async def privacy(interaction: NomenInteraction) -> None:
    """See what I keep about you and for how long, then export or delete it."""
    _ = translator_for_user(interaction)
    buttons: list[ui.Item[Any]] = [
        ExportButton.create(label=_("Export my data"), emoji="📦"),
        AskDeletionButton.create(label=_("Delete my data"), emoji="🗑️"),
    ]
    partners, takes_invitations = await _agreements(interaction)
    if partners:
        buttons.append(EndAllMatchesButton.create(label=_("End all shared searches"), emoji="❌"))
    if url := interaction.client.privacy_url:
        buttons.append(ui.Button(label=_("Privacy policy"), url=url))
    allow = (
        None if takes_invitations else AllowInvitationsButton.create(label=_("Allow invitations"))
    )
    card = PrivacyCard(
        _,
        RETENTION.days,
        buttons,
        contact=interaction.client.contact,
        matches=list(dict.fromkeys(other for _guild, other in partners)),
        allow_invitations=None if takes_invitations else allow,
    )
    await interaction.response.send_message(view=card, ephemeral=True)


async def _agreements(interaction: NomenInteraction) -> tuple[Sequence[tuple[int, int]], bool]:
    """Return whom a member matches with or one of the two has invited, and whether others may.

    If the database does not answer it is nobody: the policy is shown all the same.
    """
    matches, member = interaction.client.store.matches, interaction.user.id
    try:
        return await matches.partners(member), await matches.takes_invitations(member)
    except StoreError as error:
        _log.warning("Agreements are left out of a card: %s", error_summary(error))
        return (), True


class ExportButton(PersistentButton, kind="export"):
    """Exports everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send it as a file, to the member alone."""
        database, member = interaction.client.store.database, interaction.user.id
        exporting = asyncio.create_task(export_member(database, member))
        try:
            # What is large takes longer than Discord waits for a response.
            await asyncio.wait([exporting], timeout=EXPORT_PATIENCE)
            if not exporting.done():
                await interaction.response.defer(ephemeral=True, thinking=True)
            content = await exporting
        finally:
            exporting.cancel()
        card, file = ExportCard(translator_for_user(interaction), FILENAME), BytesIO(content)
        if interaction.response.is_done():
            files = [File(file, FILENAME)]
            await interaction.edit_original_response(view=card, attachments=files)
        else:
            sent = File(file, FILENAME)
            await interaction.response.send_message(view=card, file=sent, ephemeral=True)


class EndAllMatchesButton(PersistentButton, kind="match-end-all"):
    """Ends all matches of the member, everywhere, and takes back what they have asked."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """End them, and say how many there were."""
        matches, member = interaction.client.store.matches, interaction.user.id
        partners = await matches.partners(member)
        ended = [await matches.end(guild, member, other) for guild, other in partners]
        _ = translator_for_user(interaction)
        text = _.plural(
            "Done: {number} shared search ended.",
            "Done: {number} shared searches ended.",
            sum(ended),
        )
        await reply_ephemeral(interaction, text)


class AllowInvitationsButton(PersistentButton, kind="match-allow"):
    """Lets everybody invite the member to a match again."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Let them, and say so."""
        matches = interaction.client.store.matches
        await matches.take_invitations(interaction.user.id, take=True)
        _ = translator_for_user(interaction)
        text = _("Done. Anyone can invite you to a shared search again.")
        await reply_ephemeral(interaction, text)


class AskDeletionButton(PersistentButton, kind="delete"):
    """Asks the member to confirm the deletion of everything stored about them."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Show how much would be deleted, and ask."""
        client, _ = interaction.client, translator_for_user(interaction)
        rows = await rows_of(client.store.database, interaction.user.id)
        if not any(rows.values()):
            client.forget(interaction.user.id)
            await interaction.response.send_message(view=NothingStoredCard(_), ephemeral=True)
            return
        buttons = [
            ConfirmDeletionButton.create(label=_("Delete everything"), style=ButtonStyle.danger),
            CancelDeletionButton.create(label=_("Keep everything")),
        ]
        card = ConfirmDeletionCard(_, buttons, _holdings(rows))
        await interaction.response.send_message(view=card, ephemeral=True)


class ConfirmDeletionButton(PersistentButton, kind="delete-all"):
    """Deletes everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Delete it, and replace the question by what was deleted."""
        # It may take longer than Discord waits for a response.
        await interaction.response.defer()
        card = await _delete_everything(interaction)
        await interaction.edit_original_response(view=card, allowed_mentions=NO_MENTIONS)


async def _delete_everything(interaction: NomenInteraction) -> ui.LayoutView:
    """Delete all that is stored about a member, and lay out the outcome."""
    client, member = interaction.client, interaction.user.id
    _ = translator_for_user(interaction)
    try:
        rows = await rows_of(client.store.database, member)
        deleted = await client.store.deletions.delete(Scope(member))
    except StoreError as error:
        _log.error("A member was not deleted: %s: %s", error, error_summary(error.__cause__))
        retry = ConfirmDeletionButton.create(label=_("Try again"), style=ButtonStyle.danger)
        return DeletionFailedCard(_, [retry])
    client.forget(member)
    _log.info("Rows of a member, deleted by them: %s", dict(deleted))
    return DeletedCard(_, _holdings(rows)) if any(deleted.values()) else NothingStoredCard(_)


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


class CancelDeletionButton(PersistentButton, kind="keep"):
    """Cancels the deletion."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Replace the question by a confirmation."""
        card = DeletionCancelledCard(translator_for_user(interaction))
        await interaction.response.edit_message(view=card)
