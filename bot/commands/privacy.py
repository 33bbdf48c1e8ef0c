"""`/privacy`: what is stored about a member, to export or delete."""

import asyncio
from io import BytesIO
from typing import Any

from discord import ButtonStyle, File, app_commands, ui

from bot.cards.privacy import (
    ConfirmDeletionCard,
    DeletionCancelledCard,
    DeletionResultCard,
    DeletionSummary,
    ExportCard,
    NothingStoredCard,
    PrivacyCard,
    StoredDataSummary,
)
from bot.favourites.export import EXPORT_FILENAME, export_member
from bot.favourites.models import RETENTION
from bot.i18n.discord_locale import translator_for_user
from bot.interactions.client import NomenInteraction
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.live_messages import NO_MENTIONS
from bot.interactions.persistent_button import PersistentButton

EXPORT_PATIENCE = 1.0
"""Seconds after which a member is told that their export takes longer."""


@app_commands.command()
async def privacy(interaction: NomenInteraction) -> None:
    """See what I keep about you and for how long; export it or delete it."""
    _ = translator_for_user(interaction)
    buttons: list[ui.Item[Any]] = [
        ExportButton.create(label=_("Export my data"), emoji="📦"),
        AskDeletionButton.create(label=_("Delete my data"), emoji="🗑️"),
    ]
    consents = await interaction.client.favourites.consents(interaction.user.id)
    if consents:
        buttons.append(EndAllMatchesButton.create(label=_("End all my matches"), emoji="✖️"))
    if url := interaction.client.privacy_url:
        buttons.append(ui.Button(label=_("Privacy policy"), url=url))
    card = PrivacyCard(
        _,
        RETENTION.days,
        buttons,
        contact=interaction.client.contact,
        matches=list(dict.fromkeys(consent.other for consent in consents)),
    )
    await interaction.response.send_message(view=card, ephemeral=True)


class ExportButton(PersistentButton, kind="export"):
    """Exports everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send it as a file, to the member alone."""
        favourites, member = interaction.client.favourites, interaction.user.id
        exporting = asyncio.create_task(export_member(favourites, member))
        try:
            # After others' exports it takes longer than Discord waits for a response.
            await asyncio.wait([exporting], timeout=EXPORT_PATIENCE)
            if not exporting.done():
                await interaction.response.defer(ephemeral=True, thinking=True)
            export = await exporting
        finally:
            exporting.cancel()
        card = ExportCard(translator_for_user(interaction), export.stars, EXPORT_FILENAME)
        file = File(BytesIO(export.content), EXPORT_FILENAME)
        if interaction.response.is_done():
            await interaction.edit_original_response(view=card, attachments=[file])
        else:
            await interaction.response.send_message(view=card, file=file, ephemeral=True)


class EndAllMatchesButton(PersistentButton, kind="match-end-all"):
    """Ends all matches of the member, everywhere, and takes back what they have asked."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """End them, and say how many there were."""
        ended = await interaction.client.favourites.matches.end_all(interaction.user.id)
        _ = translator_for_user(interaction)
        text = _.plural("Ended: {number} match.", "Ended: {number} matches.", ended)
        await reply_ephemeral(interaction, text)


class AskDeletionButton(PersistentButton, kind="delete"):
    """Asks the member to confirm the deletion of everything stored about them."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Show how much would be deleted, and ask."""
        holdings = await interaction.client.favourites.holdings(interaction.user.id)
        _ = translator_for_user(interaction)
        if not (holdings.stars or holdings.matches):
            await interaction.response.send_message(view=NothingStoredCard(_), ephemeral=True)
            return
        buttons = [
            ConfirmDeletionButton.create(label=_("Delete everything"), style=ButtonStyle.danger),
            CancelDeletionButton.create(label=_("Keep everything")),
        ]
        summary = StoredDataSummary(
            holdings.stars, holdings.groups, holdings.outside_groups, holdings.matches
        )
        card = ConfirmDeletionCard(_, summary, buttons)
        await interaction.response.send_message(view=card, ephemeral=True)


class ConfirmDeletionButton(PersistentButton, kind="delete-all"):
    """Deletes everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Delete it, and replace the question by the result."""
        # Erasing it from the file may take longer than Discord waits for a response.
        await interaction.response.defer()
        _ = translator_for_user(interaction)
        receipt = await interaction.client.deletions.delete(interaction.user.id)
        card: ui.LayoutView
        if receipt.failed or receipt.deleted_anything:
            retry = ConfirmDeletionButton.create(label=_("Try again"), style=ButtonStyle.danger)
            amounts = {report.label: report.deleted for report in receipt.reports}
            summary = DeletionSummary(receipt.number, receipt.at, amounts, receipt.failed)
            card = DeletionResultCard(_, summary, [retry] if receipt.failed else [])
        else:
            card = NothingStoredCard(_)
        await interaction.edit_original_response(view=card, allowed_mentions=NO_MENTIONS)


class CancelDeletionButton(PersistentButton, kind="keep"):
    """Cancels the deletion."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Replace the question by a confirmation."""
        card = DeletionCancelledCard(translator_for_user(interaction))
        await interaction.response.edit_message(view=card)
