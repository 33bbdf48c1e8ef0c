"""`/privacy`: what is stored about a member, to export or delete."""

import asyncio
import logging
from collections.abc import Sequence
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
    not_asked_section,
)
from bot.favourites.errors import StoreError
from bot.favourites.export import EXPORT_FILENAME, export_member
from bot.favourites.matches import Consent
from bot.favourites.models import DIRECT_MESSAGES, RETENTION
from bot.favourites.refusals import ANYBODY, Refusal
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.live_messages import NO_MENTIONS
from bot.interactions.persistent_button import PersistentButton
from bot.runtime.log import error_summary

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
    consents, ties, refusals = await _agreements(interaction)
    if consents:
        buttons.append(EndAllMatchesButton.create(label=_("End all shared searches"), emoji="❌"))
    if ties:
        buttons.append(EndAllTiesButton.create(label=_("Stop breaking ties"), emoji="⚖️"))
    if url := interaction.client.privacy_url:
        buttons.append(ui.Button(label=_("Privacy policy"), url=url))
    card = PrivacyCard(
        _,
        RETENTION.days,
        buttons,
        contact=interaction.client.contact,
        matches=list(dict.fromkeys(consent.other for consent in consents)),
        ties=ties,
        not_asked=_not_asked_item(_, refusals),
    )
    await interaction.response.send_message(view=card, ephemeral=True)


def _not_asked_item(_: Translator, refusals: Sequence[Refusal]) -> ui.Item[Any] | None:
    if not refusals:
        return None
    people = [refusal.other for refusal in refusals if refusal.other != ANYBODY]
    places = [refusal.guild for refusal in refusals if refusal.other == ANYBODY]
    servers = sum(guild != DIRECT_MESSAGES for guild in places)
    button = AllowQuestionsButton.create(label=_("Allow invitations"))
    return not_asked_section(_, people, servers, button, in_messages=DIRECT_MESSAGES in places)


async def _agreements(
    interaction: NomenInteraction,
) -> tuple[Sequence[Consent], int, Sequence[Refusal]]:
    """Return what a member has agreed to: matches, and in how many groups their order counts.

    And by whom they do not want to be asked for matches.

    Without the favourites it is nothing: the policy is shown all the same.
    """
    favourites, member = interaction.client.favourites, interaction.user.id
    try:
        consents, uses = await favourites.consents(member), await favourites.uses(member)
        refusals = await favourites.refusals_of(member)
    except StoreError as error:
        _log.warning("Agreements are left out of a card: %s", error_summary(error))
        return (), 0, ()
    agreed = [consent for consent in consents if not _is_turned_off(consent, refusals)]
    return agreed, sum(use.breaks_ties for use in uses), refusals


def _is_turned_off(consent: Consent, refusals: Sequence[Refusal]) -> bool:
    """Return whether it is another's invitation alone, of those that the member has turned off."""
    is_invitation = consent.given_at is None
    return is_invitation and any(
        refusal.covers(consent.guild, consent.other) for refusal in refusals
    )


class ExportButton(PersistentButton, kind="export"):
    """Exports everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send it as a file, to the member alone."""
        favourites, member = interaction.client.favourites, interaction.user.id
        kind_of = interaction.client.name_service.kind_of
        exporting = asyncio.create_task(export_member(favourites, member, kind_of))
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
        text = _.plural(
            "Done: {number} shared search ended.", "Done: {number} shared searches ended.", ended
        )
        await reply_ephemeral(interaction, text)


class EndAllTiesButton(PersistentButton, kind="ties-end-all"):
    """Lets the member's order break no ties any more, in no group."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """End it everywhere, and say in how many groups it was."""
        favourites, member = interaction.client.favourites, interaction.user.id
        groups = [use.guild for use in await favourites.uses(member) if use.breaks_ties]
        for group in groups:
            await favourites.ties.withdraw(int(group or DIRECT_MESSAGES), member)
        _ = translator_for_user(interaction)
        text = _.plural(
            "Your favourites no longer help break ties. They did in {number} server.",
            "Your favourites no longer help break ties. They did in {number} servers.",
            len(groups),
        )
        await reply_ephemeral(interaction, text)


class AllowQuestionsButton(PersistentButton, kind="match-allow"):
    """Lets everybody ask the member for a match again."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Let them, and say so."""
        await interaction.client.favourites.refusals.withdraw_all(interaction.user.id)
        _ = translator_for_user(interaction)
        text = _("Done. Anyone can invite you to a shared search again.")
        await reply_ephemeral(interaction, text)


class AskDeletionButton(PersistentButton, kind="delete"):
    """Asks the member to confirm the deletion of everything stored about them."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Show how much would be deleted, and ask."""
        favourites, member = interaction.client.favourites, interaction.user.id
        holdings = await favourites.holdings(member)
        _ = translator_for_user(interaction)
        counted = (
            *(holdings.stars, holdings.matches, holdings.places),
            *(holdings.refusals, holdings.allowances),
        )
        if not (any(counted) or await favourites.uses(member)):
            interaction.client.forget(member)
            await interaction.response.send_message(view=NothingStoredCard(_), ephemeral=True)
            return
        buttons = [
            ConfirmDeletionButton.create(label=_("Delete everything"), style=ButtonStyle.danger),
            CancelDeletionButton.create(label=_("Keep everything")),
        ]
        card = ConfirmDeletionCard(
            _,
            buttons,
            stars=holdings.stars,
            servers=holdings.groups,
            outside_servers=holdings.outside_groups,
            matches=holdings.matches,
            likes=holdings.likes,
            refusals=holdings.refusals,
        )
        await interaction.response.send_message(view=card, ephemeral=True)


class ConfirmDeletionButton(PersistentButton, kind="delete-all"):
    """Deletes everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Delete it, and replace the question by the result."""
        # Erasing it from the file may take longer than Discord waits for a response.
        await interaction.response.defer()
        _ = translator_for_user(interaction)
        receipt = await interaction.client.deletions.delete(interaction.user.id)
        interaction.client.forget(interaction.user.id)
        card: ui.LayoutView
        if receipt.report is None:
            retry = ConfirmDeletionButton.create(label=_("Try again"), style=ButtonStyle.danger)
            card = DeletionResultCard(_, receipt.number, receipt.at, None, [retry])
        elif any(receipt.report.deleted.values()):
            deleted = receipt.report.deleted
            card = DeletionResultCard(_, receipt.number, receipt.at, deleted)
        else:
            card = NothingStoredCard(_)
        await interaction.edit_original_response(view=card, allowed_mentions=NO_MENTIONS)


class CancelDeletionButton(PersistentButton, kind="keep"):
    """Cancels the deletion."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Replace the question by a confirmation."""
        card = DeletionCancelledCard(translator_for_user(interaction))
        await interaction.response.edit_message(view=card)
