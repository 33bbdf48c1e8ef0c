"""`/privacy`: what is kept about a member, handed out or deleted as they wish."""

import asyncio
from io import BytesIO
from typing import Any

from discord import ButtonStyle, File, Interaction, app_commands, ui

from bot.cards.privacy import (
    Deleted,
    DeletedCard,
    ExportCard,
    Holding,
    KeptCard,
    NothingCard,
    PrivacyCard,
    SureCard,
)
from bot.favourites.export import FILE, as_json
from bot.favourites.models import RETENTION, Export
from bot.favourites.repository import delete_everywhere
from bot.i18n.discord_locale import translator_for_user
from bot.interactions.client import NomenClient
from bot.interactions.live_messages import NOBODY
from bot.interactions.persistent_button import PersistentButton


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def privacy(interaction: Interaction[NomenClient]) -> None:
    """Show what I keep about you and for how long; export it or delete it."""
    _ = translator_for_user(interaction)
    buttons: list[ui.Item[Any]] = [
        ExportButton.with_payload("", label=_("Export my data"), emoji="📦"),
        DeleteButton.with_payload("", label=_("Delete my data"), emoji="🗑️"),
    ]
    if policy := interaction.client.privacy_url:
        buttons.append(ui.Button(label=_("Privacy policy"), url=policy))
    await interaction.response.send_message(
        view=PrivacyCard(_, RETENTION.days, buttons), ephemeral=True
    )


class ExportButton(PersistentButton, kind="export"):
    """Hands out all that is kept about whoever presses it."""

    async def press(self, interaction: Interaction[NomenClient], _payload: str) -> None:
        """Send it as a file, to that member alone."""
        export = await interaction.client.favourites.export(interaction.user.id)
        card = ExportCard(translator_for_user(interaction), len(export.stars), FILE)
        # In a thread, for of a member who has starred much it is megabytes.
        file = File(BytesIO(await asyncio.to_thread(as_json, export)), FILE)
        await interaction.response.send_message(view=card, file=file, ephemeral=True)


class DeleteButton(PersistentButton, kind="delete"):
    """Asks whoever presses it whether all that is kept about them should be deleted."""

    async def press(self, interaction: Interaction[NomenClient], _payload: str) -> None:
        """Say what it would be, and ask."""
        export = await interaction.client.favourites.export(interaction.user.id)
        _ = translator_for_user(interaction)
        if not export.stars:
            await interaction.response.send_message(view=NothingCard(_), ephemeral=True)
            return
        buttons = [
            DeleteAllButton.with_payload(
                "", label=_("Delete everything"), style=ButtonStyle.danger
            ),
            KeepButton.with_payload("", label=_("Keep it")),
        ]
        card = SureCard(_, _holding(export), buttons)
        await interaction.response.send_message(view=card, ephemeral=True)


class DeleteAllButton(PersistentButton, kind="delete-all"):
    """Deletes all that is kept about whoever presses it."""

    async def press(self, interaction: Interaction[NomenClient], _payload: str) -> None:
        """Delete it, and say in place of the question what came of that."""
        # To leave no trace in the file may take longer than Discord waits for a first answer.
        await interaction.response.defer()
        client, _ = interaction.client, translator_for_user(interaction)
        deletion = await delete_everywhere(interaction.user.id, client.keepers)
        amounts = {report.part: report.deleted for report in deletion.reports}
        card: ui.LayoutView
        if deletion.failed or any(any(amount.values()) for amount in amounts.values()):
            again = DeleteAllButton.with_payload("", label=_("Try again"), style=ButtonStyle.danger)
            card = DeletedCard(
                _, Deleted(amounts, deletion.failed), [again] if deletion.failed else []
            )
        else:
            card = NothingCard(_)
        await interaction.edit_original_response(view=card, allowed_mentions=NOBODY)


class KeepButton(PersistentButton, kind="keep"):
    """Deletes nothing."""

    async def press(self, interaction: Interaction[NomenClient], _payload: str) -> None:
        """Say so in place of the question."""
        await interaction.response.edit_message(view=KeptCard(translator_for_user(interaction)))


def _holding(export: Export) -> Holding:
    groups = {star.guild for star in export.stars}
    return Holding(len(export.stars), len(groups - {None}), None in groups)
