"""`/privacy`: what is stored about a member, to export or delete."""

import asyncio
from io import BytesIO
from typing import Any

from discord import ButtonStyle, File, app_commands, ui

from bot.cards.privacy import (
    ConfirmDeletionCard,
    DeletionCancelledCard,
    DeletionResultCard,
    ExportCard,
    NothingStoredCard,
    PrivacyCard,
    StoredDataSummary,
)
from bot.favourites.export import EXPORT_FILENAME, to_json
from bot.favourites.models import RETENTION
from bot.favourites.repository import delete_everywhere
from bot.i18n.discord_locale import translator_for_user
from bot.interactions.client import NomenInteraction
from bot.interactions.live_messages import NO_MENTIONS
from bot.interactions.persistent_button import PersistentButton


@app_commands.command()
async def privacy(interaction: NomenInteraction) -> None:
    """Show what I keep about you and for how long; export it or delete it."""
    _ = translator_for_user(interaction)
    buttons: list[ui.Item[Any]] = [
        ExportButton.create(label=_("Export my data"), emoji="📦"),
        AskDeletionButton.create(label=_("Delete my data"), emoji="🗑️"),
    ]
    if url := interaction.client.privacy_url:
        buttons.append(ui.Button(label=_("Privacy policy"), url=url))
    card = PrivacyCard(_, RETENTION.days, buttons, contact=interaction.client.contact)
    await interaction.response.send_message(view=card, ephemeral=True)


class ExportButton(PersistentButton, kind="export"):
    """Exports everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send it as a file, to the member alone."""
        export = await interaction.client.favourites.export(interaction.user.id)
        card = ExportCard(translator_for_user(interaction), len(export.stars), EXPORT_FILENAME)
        # In a thread, since it is megabytes for a member with many stars.
        file = File(BytesIO(await asyncio.to_thread(to_json, export)), EXPORT_FILENAME)
        await interaction.response.send_message(view=card, file=file, ephemeral=True)


class AskDeletionButton(PersistentButton, kind="delete"):
    """Asks the member to confirm the deletion of everything stored about them."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Show how much would be deleted, and ask."""
        export = await interaction.client.favourites.export(interaction.user.id)
        _ = translator_for_user(interaction)
        if not export.stars:
            await interaction.response.send_message(view=NothingStoredCard(_), ephemeral=True)
            return
        buttons = [
            ConfirmDeletionButton.create(label=_("Delete everything"), style=ButtonStyle.danger),
            CancelDeletionButton.create(label=_("Keep it")),
        ]
        guilds = {star.guild for star in export.stars}
        summary = StoredDataSummary(len(export.stars), len(guilds - {None}), None in guilds)
        card = ConfirmDeletionCard(_, summary, buttons)
        await interaction.response.send_message(view=card, ephemeral=True)


class ConfirmDeletionButton(PersistentButton, kind="delete-all"):
    """Deletes everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Delete it, and replace the question by the result."""
        # Erasing it from the file may take longer than Discord waits for a response.
        await interaction.response.defer()
        _ = translator_for_user(interaction)
        deletion = await delete_everywhere(interaction.user.id, interaction.client.data_stores)
        amounts = {report.label: report.deleted for report in deletion.reports}
        card: ui.LayoutView
        if deletion.failed or any(any(amount.values()) for amount in amounts.values()):
            retry = ConfirmDeletionButton.create(label=_("Try again"), style=ButtonStyle.danger)
            buttons = [retry] if deletion.failed else []
            card = DeletionResultCard(_, amounts, deletion.failed, buttons)
        else:
            card = NothingStoredCard(_)
        await interaction.edit_original_response(view=card, allowed_mentions=NO_MENTIONS)


class CancelDeletionButton(PersistentButton, kind="keep"):
    """Cancels the deletion."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Replace the question by a confirmation."""
        card = DeletionCancelledCard(translator_for_user(interaction))
        await interaction.response.edit_message(view=card)
