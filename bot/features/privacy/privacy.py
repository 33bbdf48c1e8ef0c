"""`/privacy`: what is stored about a member, to export or delete."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from discord import File, app_commands, ui

from bot.features.look import Card
from bot.features.privacy.deletion import AskDeletionButton
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.codec import Nothing
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Button
from bot.interactions.rate_limit import Bucket
from bot.runtime.log import error_summary
from bot.store.errors import StoreError
from bot.store.export import FILENAME, export_member
from bot.store.retention import RETENTION

_log = logging.getLogger(__name__)

EXPORT_PATIENCE = 1.0
"""Seconds after which a member is told that their export takes longer."""
MAX_LISTED = 15
"""Others that the card mentions."""


@app_commands.command(extras={"bucket": None})
async def privacy(interaction: NomenInteraction) -> None:
    """See what I keep about you and for how long, then export or delete it."""
    _, client = translator_for_user(interaction), interaction.client
    partners, takes_invitations = await _agreements(interaction)
    buttons: list[ui.Item[Any]] = [
        ExportButton.create(Nothing(), label=_("Export my data"), emoji="📦"),
        AskDeletionButton.create(Nothing(), label=_("Delete my data"), emoji="🗑️"),
    ]
    if partners:
        end = EndSearchesButton.create(Nothing(), label=_("End all shared searches"), emoji="❌")
        buttons.append(end)
    if client.privacy_url:
        buttons.append(ui.Button(label=_("Privacy policy"), url=client.privacy_url))
    others = list(dict.fromkeys(other for _guild, other in partners))
    await interaction.response.send_message(
        view=Card(
            f"## 🔒 {_('What I keep about you')}",
            _what(_),
            ui.ActionRow[Any](*buttons),
            *_policy(_),
            *([_searches(_, others)] if others else []),
            *([] if takes_invitations else [_no_invitations(_)]),
            *(
                [_("**Who is responsible:** {contact}", contact=client.contact)]
                if client.contact
                else []
            ),
        ),
        ephemeral=True,
    )


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


def _what(_: Translator) -> str:
    return _(
        "**What:** the list below and nothing else: no messages, nickname or avatar, and no "
        "names you skipped.\n- your user ID\n- for each name you star or add: the name, where "
        "it came from, when you starred it, its place among your favourites, and the "
        "server’s ID\n- for each server: roughly when you last used your favourites there\n- for "
        "shared searches: who you search with or have invited, since when, what names you look "
        "for, which ones you like there, and whether you’ve turned off invitations\n- checksums "
        "of the names you’ve seen in DMs and with `/more`, so that none comes twice"
    )


def _policy(_: Translator) -> Iterator[str]:
    yield _(
        "**Who sees it:** only you see your favourites, unless you share your top five. In a "
        "shared search, the other person sees which country, gender and letters you choose, and "
        "only the names that both of you like there. I show how many people starred a name, "
        "never who."
    )
    yield _(
        "**How long:** I keep a star until you remove it or delete everything. If you don’t use "
        "your favourites in a server or in DMs for two years, I delete your stars there. If I’m "
        "removed from a server, I delete its stars {days} days later.",
        days=RETENTION.days,
    )
    yield _(
        "**Backups:** the bot’s owner may keep some. What you delete is gone from my database "
        "right away, but stays in older backups until those are deleted too. If one is ever "
        "restored, a marker without your ID tells me to delete your data again."
    )


def _searches(_: Translator, others: Sequence[int]) -> str:
    mentions = [f"<@{member}>" for member in others[:MAX_LISTED]]
    listed = ", ".join(mentions + ["…"] * (len(others) > MAX_LISTED))
    return _(
        "**Your shared searches and invitations** from `/match`: {others}. They last until "
        "one of you ends them. You both see only the names that both of you like there.",
        others=listed,
    )


def _no_invitations(_: Translator) -> ui.Section[Any]:
    text = _(
        "**You’ve turned off invitations** to shared searches. Nobody can send you one, and I tell "
        "anyone who tries."
    )
    button = AllowInvitationsButton.create(Nothing(), label=_("Allow invitations"))
    return ui.Section(text, accessory=button)


class ExportButton(Button[Nothing], kind="export", bucket=Bucket.PERSONAL_DATA):
    """Exports everything stored about the member."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Send it as a file, to the member alone."""
        database, member = interaction.client.store.database, interaction.user.id
        exporting = asyncio.create_task(export_member(database, member))
        try:
            # What is large takes longer than Discord waits for a response.
            await asyncio.wait([exporting], timeout=EXPORT_PATIENCE)
            if not exporting.done():
                await interaction.response.defer(ephemeral=True, thinking=True)
            file = File(BytesIO(await exporting), FILENAME)
        finally:
            exporting.cancel()
        text = translator_for_user(interaction)("Here’s everything I keep about you.")
        card = Card(text, ui.File(f"attachment://{FILENAME}"))
        if interaction.response.is_done():
            await interaction.edit_original_response(view=card, attachments=[file])
        else:
            await interaction.response.send_message(view=card, file=file, ephemeral=True)


class EndSearchesButton(Button[Nothing], kind="match-end-all"):
    """Ends all matches of the member, everywhere, and takes back what they have asked."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """End them, and say how many there were."""
        matches, member = interaction.client.store.matches, interaction.user.id
        partners = await matches.partners(member)
        ended = [await matches.end(guild, member, other) for guild, other in partners]
        text = translator_for_user(interaction).plural(
            "Done: {number} shared search ended.",
            "Done: {number} shared searches ended.",
            sum(ended),
        )
        await reply_ephemeral(interaction, text)


class AllowInvitationsButton(Button[Nothing], kind="match-allow"):
    """Lets everybody invite the member to a match again."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Let them, and say so."""
        await interaction.client.store.matches.take_invitations(interaction.user.id, take=True)
        _ = translator_for_user(interaction)
        await reply_ephemeral(
            interaction, _("Done. Anyone can invite you to a shared search again.")
        )
