"""The process is killed, told to end in the middle of everything, or started twice."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.crowd import crowded
from tests.faults.scale import KILLS, STARS
from tests.wire.discord_server.exchanges import Exchange, Message
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.discord_server.world import Person
from tests.wire.process import bot_on
from tests.wire.reading import names_on
from tests.wire.starring import Starred, starred_on, stars_in

BURST = 40
SEED = 312
COUNTED = """
    SELECT count(*) FROM
        (SELECT guild, folded, count(*) AS members FROM star WHERE guild <> 0 GROUP BY 1, 2)
    FULL JOIN tally USING (guild, folded, members)
    WHERE tally.members IS NULL OR tally.name IS NULL
"""
"""Names whose stars are not as many as the tally has it."""

Star = tuple[int, str]


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as discord:
        yield discord


async def burst(starred: Starred, card: Message) -> list[tuple[Exchange, str]]:
    """Let many press at once, each a star or two."""
    names = names_on(card)
    return [
        (await starred.touch(card, name, person), name)
        for number in range(BURST)
        for person in [Person(f"member{number}")]
        for name in random.Random(number).sample(names, 2)  # noqa: S311 - no secret
    ]


def acknowledged(pressed: list[tuple[Exchange, str]]) -> set[Star]:
    """The stars that Discord was told of: the card of all was changed by them."""
    return {
        (int(exchange.person.id), name)
        for exchange, name in pressed
        if exchange.callback is not None and exchange.original is exchange.pressed
    }


def kept(database: Path) -> list[Star]:
    return [(member, name) for _, member, name in stars_in(database)]


async def test_no_star_that_was_acknowledged_is_lost_when_the_process_is_killed(
    discord: LoopbackDiscord, tmp_path: Path
) -> None:
    database = await asyncio.to_thread(crowded, tmp_path / "stars.sqlite3", STARS)
    chance, expected, cut_off = random.Random(SEED), set[Star](), 0  # noqa: S311 - no secret
    for _ in range(KILLS):
        async with starred_on(discord, database) as starred:
            card = await starred.card(count=5)
            pressed = await burst(starred, card)
            await until(lambda: acknowledged(pressed), "the first star", 30)  # noqa: B023 - at once
            await asyncio.sleep(chance.uniform(0, 0.15))
            starred.bot.process.signal(signal.SIGKILL)
            assert await starred.bot.process.ended() == -signal.SIGKILL
        told = acknowledged(pressed)
        cut_off += told < {(int(exchange.person.id), name) for exchange, name in pressed}
        expected |= told
        await until(lambda: not any(s.line for s in discord.gateway.sessions.values()), "silence")
        stars = await asyncio.to_thread(kept, database)
        assert expected <= set(stars)
        assert len(stars) == len(set(stars))
    assert cut_off, "no burst was cut off in the middle"
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute(COUNTED).fetchall() == [(0,)]


async def test_told_to_end_in_the_middle_of_a_burst_it_finishes_what_it_has_acknowledged(
    discord: LoopbackDiscord, tmp_path: Path
) -> None:
    database = tmp_path / "stars.sqlite3"
    async with starred_on(discord, database) as starred:
        card = await starred.card(count=5)
        pressed = await burst(starred, card)
        await until(lambda: acknowledged(pressed), "the first star", 30)
        starred.bot.process.signal(signal.SIGTERM)
        assert await starred.bot.process.ended(10) == 0
    told = acknowledged(pressed)
    turned_away = [exchange for exchange, _ in pressed if "restarted" in str(exchange.original)]
    stars = kept(database)
    assert told <= set(stars)
    assert len(stars) + len(turned_away) <= len(pressed)
    assert "Traceback" not in starred.bot.process.output


async def test_a_second_process_on_the_same_database_says_so_and_ends(
    discord: LoopbackDiscord, tmp_path: Path
) -> None:
    database = tmp_path / "stars.sqlite3"
    async with starred_on(discord, database) as first:
        async with bot_on(discord, NOMEN_DATABASE=str(database)) as second:
            assert await second.ended() == 66
        assert "served by another Nomen" in second.output
        assert "Traceback" not in second.output
        card = await first.card()
        await first.press(card, names_on(card)[0])
        first.bot.process.signal(signal.SIGKILL)
        await first.bot.process.ended()
    await until(lambda: not any(s.line for s in discord.gateway.sessions.values()), "silence")
    async with starred_on(discord, database) as third:
        await third.press(card, names_on(card)[1])
    assert len(stars_in(database)) == 2
