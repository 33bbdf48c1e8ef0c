"""`/privacy` over real sockets, in every interaction context."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.wire.card_contents import message_text
from tests.wire.discord_server import world
from tests.wire.discord_server.interactions import Message, SentInteraction, is_ephemeral
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.world import InteractionContext, User
from tests.wire.process import run_connected_bot

ADA, BEN = User("ada"), User("ben")
CONTEXTS = [world.SERVER, world.DM, world.GROUP_DM, world.USER_INSTALL_SERVER]


@dataclass(frozen=True, slots=True)
class PrivateMembers:
    """Acts as Ada; every response is ephemeral and in time."""

    members: Members

    async def press(self, message: Message, label: str, context: InteractionContext) -> Message:
        return await self._checked(await self.members.press(message, label, ADA, context))

    async def privacy(self, context: InteractionContext) -> Message:
        return await self._checked(await self.members.command("privacy", ADA, context))

    async def export(self, context: InteractionContext) -> dict[str, Any]:
        """Export Ada's data and return the parsed file."""
        card = await self.privacy(context)
        pressed = await self.members.press(card, "Export my data", ADA, context)
        await self._checked(pressed)
        parsed: dict[str, Any] = json.loads(pressed.files["nomen-export.json"])
        return parsed

    @staticmethod
    async def _checked(sent: SentInteraction) -> Message:
        response = await sent.message()
        assert is_ephemeral(response)
        return response


async def test_export_and_deletion_cover_every_context(tmp_path: Path) -> None:
    async with run_connected_bot(NOMEN_DATABASE=str(tmp_path / "stars.sqlite3")) as bot:
        members, ada = bot.discord.members, PrivateMembers(bot.discord.members)
        for letter, context in zip("abcd", CONTEXTS, strict=True):
            await members.card("favourites add", ADA, context, name=f"Ana{letter}")
        await members.card("favourites add", BEN, name="Bensecret")
        stars = (await ada.export(world.USER_INSTALL_SERVER))["stars"]
        assert {(star["guild"], star["name"], star["typed"]) for star in stars} == {
            (context.guild_id and str(context.guild_id), f"Ana{letter}", True)
            for letter, context in zip("abcd", CONTEXTS, strict=True)
        }
        card = await ada.privacy(world.GROUP_DM)
        question = await ada.press(card, "Delete my data", world.GROUP_DM)
        assert "**4 stars** in 2 servers and in DMs" in message_text(question)
        await ada.press(question, "Delete everything", world.GROUP_DM)
        await wait_until(lambda: "✓ favourites: 4 stars" in message_text(question), "deletion")
        for context in CONTEXTS:
            assert (await ada.export(context))["stars"] == []
        nothing = await ada.press(card, "Delete my data", world.GROUP_DM)
        assert "there’s nothing to delete" in message_text(nothing)
