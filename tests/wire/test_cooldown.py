"""Members who go on and on, over a real socket."""

import asyncio

import pytest

from bot.interactions.rate_limit import RATE_LIMITS, Bucket
from tests.wire.discord_server.exchanges import is_ephemeral
from tests.wire.discord_server.world import Person
from tests.wire.process import Served
from tests.wire.reading import names_on, said

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_asks_forty_times_at_once_is_answered_the_first_times_and_then_told_to_wait(
    served: Served,
) -> None:
    members, ada = served.discord.members, Person()
    asked = [await members.command("name", by=ada, country="NL", count=1) for _ in range(40)]
    cards = await asyncio.gather(*(exchange.message() for exchange in asked))
    answered = [card for card in cards if names_on(card)]
    refused = [card for card in cards if not names_on(card)]
    assert len(answered) >= RATE_LIMITS[Bucket.INFERENCE].most
    assert refused
    assert all(is_ephemeral(card) and "Ask me again in" in said(card) for card in refused)
    other = await members.command("name", country="NL", count=1)
    assert len(names_on(await other.message())) == 1


async def test_help_comes_all_the_same(served: Served) -> None:
    ada = Person()
    for name in ("top5", "help") * 12:
        last = await served.discord.members.command(name, by=ada)
    card = await last.message()
    assert is_ephemeral(card)
    assert "`/top5`" in said(card)
