"""Rate limits over a real socket."""

import asyncio

import pytest

from bot.interactions.rate_limit import RATE_LIMITS, Bucket
from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.world import User
from tests.wire.process import ConnectedBot

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_burst_of_commands_is_rate_limited_per_user(bot: ConnectedBot) -> None:
    members, ada = bot.discord.members, User()
    interactions = [await members.command("name", by=ada, country="NL", count=1) for _ in range(40)]
    cards = await asyncio.gather(*(interaction.message() for interaction in interactions))
    rejected = [card for card in cards if not names_on(card)]
    limited = [card for card in rejected if "That was a lot at once" in message_text(card)]
    assert len(rejected) < len(cards)
    assert len(cards) / 2 < len(limited) <= len(cards) - RATE_LIMITS[Bucket.INFERENCE].requests
    assert all(is_ephemeral(card) for card in rejected)
    other = await members.command("name", country="NL", count=1)
    assert len(names_on(await other.message())) == 1


async def test_help_is_not_rate_limited(bot: ConnectedBot) -> None:
    ada = User()
    for name in ("top5", "help") * 12:
        last = await bot.discord.members.command(name, by=ada)
    card = await last.message()
    assert is_ephemeral(card)
    assert "`/top5`" in message_text(card)
