"""`/privacy` over real sockets, in every interaction context."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.wire.card_contents import message_text
from tests.wire.discord_server import world
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, Message, is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.world import InteractionContext, User
from tests.wire.process import ConnectedBot, run_connected_bot

ADA, BEN = User("ada"), User("ben")
CONTEXTS = [world.SERVER, world.DM, world.GROUP_DM, world.USER_INSTALL_SERVER]


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[ConnectedBot]:
    database = tmp_path / "stars.sqlite3"
    async with run_connected_bot(NOMEN_DATABASE=str(database)) as bot:
        yield bot


async def add(bot: ConnectedBot, name: str, by: User, context: InteractionContext) -> None:
    added = await bot.discord.members.command("favourites add", by=by, context=context, name=name)
    assert "now one of your favourites" in message_text(await added.message())


async def press(
    bot: ConnectedBot, message: Message, label: str, context: InteractionContext
) -> Message:
    """Press a button as Ada; assert that the response is ephemeral and in time."""
    interaction = await bot.discord.members.press(message, label, by=ADA, context=context)
    response = await interaction.message()
    assert is_ephemeral(response)
    assert interaction.response_time < RESPONSE_DEADLINE
    return response


async def privacy(bot: ConnectedBot, context: InteractionContext) -> Message:
    card = await bot.discord.members.card("privacy", by=ADA, context=context)
    assert is_ephemeral(card)
    return card


async def export(bot: ConnectedBot, context: InteractionContext) -> dict[str, Any]:
    """Export Ada's data and return the parsed file."""
    pressed = await bot.discord.members.press(
        await privacy(bot, context), "Export my data", by=ADA, context=context
    )
    assert is_ephemeral(await pressed.message())
    ((name, data),) = pressed.files.items()
    assert name == "nomen-export.json"
    parsed: dict[str, Any] = json.loads(data)
    return parsed


@pytest.mark.parametrize("context", CONTEXTS, ids=["server", "dm", "group_dm", "user_install"])
async def test_export_is_json_and_deletion_is_permanent(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    await add(bot, "Vesna", ADA, context)
    await add(bot, "Bensecret", BEN, context)
    exported = await export(bot, context)
    assert exported["member"] == ADA.id
    guild = None if context.guild_id is None else str(context.guild_id)
    assert [(star["guild"], star["name"], star["typed"]) for star in exported["stars"]] == [
        (guild, "Vesna", True)
    ]
    card = await privacy(bot, context)
    question = await press(bot, card, "Delete my data", context)
    assert "**1 star**" in message_text(question)
    await press(bot, question, "Delete everything", context)
    await wait_until(lambda: "✓ favourites: 1 star" in message_text(question), "deletion")
    assert (await export(bot, context))["stars"] == []
    assert "there’s nothing to delete" in message_text(
        await press(bot, card, "Delete my data", context)
    )


async def test_deletion_covers_every_context(bot: ConnectedBot) -> None:
    for letter, context in zip("abcd", CONTEXTS, strict=True):
        await add(bot, f"Ana{letter}", ADA, context)
    question = await press(bot, await privacy(bot, world.DM), "Delete my data", world.DM)
    assert "**4 stars** in 2 servers and in DMs" in message_text(question)
    await press(bot, question, "Delete everything", world.DM)
    await wait_until(
        lambda: "4 stars" in message_text(question) and "✓" in message_text(question), "deletion"
    )
    for context in CONTEXTS:
        assert (await export(bot, context))["stars"] == []
