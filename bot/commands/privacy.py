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
from bot.favourites.models import GRACE, Export
from bot.favourites.repository import delete_everywhere
from bot.i18n.discord_locale import for_member
from bot.interactions.client import Nomen
from bot.interactions.live_messages import NOBODY
from bot.interactions.persistent_button import CardButton


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def privacy(interaction: Interaction[Nomen]) -> None:
    """Show what I keep about you and for how long; export it or delete it."""
    words = for_member(interaction)
    buttons: list[ui.Item[Any]] = [
        ExportButton.carrying("", label=words("Export my data"), emoji="📦"),
        DeleteButton.carrying("", label=words("Delete my data"), emoji="🗑️"),
    ]
    if policy := interaction.client.privacy_url:
        buttons.append(ui.Button(label=words("Privacy policy"), url=policy))
    await interaction.response.send_message(
        view=PrivacyCard(words, GRACE.days, buttons), ephemeral=True
    )


class ExportButton(CardButton, kind="export"):
    """Hands out all that is kept about whoever presses it."""

    async def press(self, interaction: Interaction[Nomen], _: str) -> None:
        """Send it as a file, to that member alone."""
        export = await interaction.client.favourites.export(interaction.user.id)
        card = ExportCard(for_member(interaction), len(export.stars), FILE)
        # In a thread, for of a member who has starred much it is megabytes.
        file = File(BytesIO(await asyncio.to_thread(as_json, export)), FILE)
        await interaction.response.send_message(view=card, file=file, ephemeral=True)


class DeleteButton(CardButton, kind="delete"):
    """Asks whoever presses it whether all that is kept about them should be deleted."""

    async def press(self, interaction: Interaction[Nomen], _: str) -> None:
        """Say what it would be, and ask."""
        export = await interaction.client.favourites.export(interaction.user.id)
        words = for_member(interaction)
        if not export.stars:
            await interaction.response.send_message(view=NothingCard(words), ephemeral=True)
            return
        buttons = [
            DeleteAllButton.carrying(
                "", label=words("Delete everything"), style=ButtonStyle.danger
            ),
            KeepButton.carrying("", label=words("Keep it")),
        ]
        card = SureCard(words, _holding(export), buttons)
        await interaction.response.send_message(view=card, ephemeral=True)


class DeleteAllButton(CardButton, kind="delete-all"):
    """Deletes all that is kept about whoever presses it."""

    async def press(self, interaction: Interaction[Nomen], _: str) -> None:
        """Delete it, and say in place of the question what came of that."""
        # To leave no trace in the file may take longer than Discord waits for a first answer.
        await interaction.response.defer()
        client, words = interaction.client, for_member(interaction)
        deletion = await delete_everywhere(interaction.user.id, client.keepers)
        amounts = {report.part: report.deleted for report in deletion.reports}
        card: ui.LayoutView
        if deletion.failed or any(any(amount.values()) for amount in amounts.values()):
            again = DeleteAllButton.carrying("", label=words("Try again"), style=ButtonStyle.danger)
            card = DeletedCard(
                words, Deleted(amounts, deletion.failed), [again] if deletion.failed else []
            )
        else:
            card = NothingCard(words)
        await interaction.edit_original_response(view=card, allowed_mentions=NOBODY)


class KeepButton(CardButton, kind="keep"):
    """Deletes nothing."""

    async def press(self, interaction: Interaction[Nomen], _: str) -> None:
        """Say so in place of the question."""
        await interaction.response.edit_message(view=KeptCard(for_member(interaction)))


def _holding(export: Export) -> Holding:
    groups = {star.guild for star in export.stars}
    return Holding(len(export.stars), len(groups - {None}), None in groups)
