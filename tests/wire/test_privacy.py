"""`/privacy` over real sockets, in every interaction context."""

import json
from pathlib import Path
from typing import Any

from tests.wire.card_contents import message_text
from tests.wire.discord_server import world
from tests.wire.discord_server.interactions import Message, SentInteraction, is_ephemeral
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.world import InteractionContext
from tests.wire.process import run_connected_bot
from tests.wire.star_client import ADA, BEN

CONTEXTS = [world.SERVER, world.DM, world.GROUP_DM, world.USER_INSTALL_SERVER]


async def private(sent: SentInteraction) -> Message:
    message = await sent.message()
    assert is_ephemeral(message)
    return message


async def exported_stars(members: Members, context: InteractionContext) -> list[dict[str, Any]]:
    card = await private(await members.command("privacy", ADA, context))
    pressed = await members.press(card, "Export my data", ADA, context)
    await private(pressed)
    stars: list[dict[str, Any]] = json.loads(pressed.files["nomen-export.json"])["star"]
    return stars


async def test_export_and_deletion_cover_every_context(tmp_path: Path) -> None:
    async with run_connected_bot(NOMEN_DATABASE=str(tmp_path / "stars.sqlite3")) as bot:
        members, group = bot.discord.members, world.GROUP_DM
        for letter, context in zip("abcd", CONTEXTS, strict=True):
            await members.card("favourites add", ADA, context, name=f"Ana{letter}")
        await members.card("favourites add", BEN, name="Bensecret")
        stars = await exported_stars(members, world.USER_INSTALL_SERVER)
        assert {(star["guild"], star["name"], star["countries"]) for star in stars} == {
            (context.guild_id and str(context.guild_id), f"Ana{letter}", None)
            for letter, context in zip("abcd", CONTEXTS, strict=True)
        }
        card = await private(await members.command("privacy", ADA, group))
        question = await private(await members.press(card, "Delete my data", ADA, group))
        assert "**4 stars** in 2 servers and in DMs" in message_text(question)
        await private(await members.press(question, "Delete everything", ADA, group))
        await wait_until(lambda: "✓ 4 stars" in message_text(question), "deletion")
        for context in CONTEXTS:
            assert await exported_stars(members, context) == []
        nothing = await private(await members.press(card, "Delete my data", ADA, group))
        assert "there’s nothing to delete" in message_text(nothing)
