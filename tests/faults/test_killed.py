"""The process is killed, terminated under load, or started twice."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.large_database import make_large_database
from tests.faults.scale import KILLS, STARS
from tests.wire.card_contents import names_on
from tests.wire.discord_server.interactions import Message, SentInteraction
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.process import run_bot
from tests.wire.star_client import StarClient, read_stars, run_star_client

PRESSING_MEMBERS = 40
SEED = 312
WRONG_TALLIES = """
    SELECT count(*) FROM
        (SELECT guild, folded, count(*) AS members FROM star WHERE guild <> 0 GROUP BY 1, 2)
    FULL JOIN tally USING (guild, folded, members)
    WHERE tally.members IS NULL OR tally.name IS NULL
"""
"""Counts the names whose tally differs from their number of stars."""

Star = tuple[int, str]


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as discord:
        yield discord


async def press_stars(client: StarClient, card: Message) -> list[tuple[SentInteraction, str]]:
    """Have many members press two stars each, without waiting for the answers."""
    names = names_on(card)
    return [
        (await client.send_press(card, name, user), name)
        for number in range(PRESSING_MEMBERS)
        for user in [User(f"member{number}")]
        for name in random.Random(number).sample(names, 2)  # noqa: S311 - no secret
    ]


def acknowledged_stars(pressed: list[tuple[SentInteraction, str]]) -> set[Star]:
    """Return the stars that the bot acknowledged to Discord by updating the card."""
    return {
        (int(interaction.user.id), name)
        for interaction, name in pressed
        if interaction.callback is not None and interaction.original is interaction.pressed_message
    }


def stored_stars(database: Path) -> list[Star]:
    return [(member, name) for _, member, name in read_stars(database)]


async def test_acknowledged_stars_survive_kill(discord: LoopbackDiscord, tmp_path: Path) -> None:
    database = await asyncio.to_thread(make_large_database, tmp_path / "stars.sqlite3", STARS)
    rng, expected, interrupted = random.Random(SEED), set[Star](), 0  # noqa: S311 - no secret
    for _ in range(KILLS):
        async with run_star_client(discord, database) as client:
            card = await client.request_card(count=5)
            pressed = await press_stars(client, card)
            await wait_until(lambda: acknowledged_stars(pressed), "the first star")  # noqa: B023 - at once
            await asyncio.sleep(rng.uniform(0, 0.15))
            client.bot.process.send_signal(signal.SIGKILL)
            assert await client.bot.process.wait() == -signal.SIGKILL
        acknowledged = acknowledged_stars(pressed)
        interrupted += acknowledged < {
            (int(interaction.user.id), name) for interaction, name in pressed
        }
        expected |= acknowledged
        await wait_until(
            lambda: not any(s.connection for s in discord.gateway.sessions.values()), "silence"
        )
        stars = await asyncio.to_thread(stored_stars, database)
        assert expected <= set(stars)
        assert len(stars) == len(set(stars))
    assert interrupted, "no burst was interrupted"
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute(WRONG_TALLIES).fetchall() == [(0,)]


async def test_sigterm_finishes_acknowledged_requests(
    discord: LoopbackDiscord, tmp_path: Path
) -> None:
    database = tmp_path / "stars.sqlite3"
    async with run_star_client(discord, database) as client:
        card = await client.request_card(count=5)
        pressed = await press_stars(client, card)
        await wait_until(lambda: acknowledged_stars(pressed), "the first star")
        client.bot.process.send_signal(signal.SIGTERM)
        assert await client.bot.process.wait() == 0
    acknowledged = acknowledged_stars(pressed)
    rejected = [
        interaction for interaction, _ in pressed if "restarting" in str(interaction.original)
    ]
    stars = stored_stars(database)
    assert acknowledged <= set(stars)
    assert len(stars) + len(rejected) <= len(pressed)


async def test_second_process_on_the_same_database_exits(
    discord: LoopbackDiscord, tmp_path: Path
) -> None:
    database = tmp_path / "stars.sqlite3"
    async with run_star_client(discord, database) as first:
        async with run_bot(discord, NOMEN_DATABASE=str(database)) as second:
            assert await second.wait() == 66
        assert "served by another Nomen" in second.output
        card = await first.request_card()
        await first.press_star(card, names_on(card)[0])
        first.bot.process.send_signal(signal.SIGKILL)
        await first.bot.process.wait()
    await wait_until(
        lambda: not any(s.connection for s in discord.gateway.sessions.values()), "silence"
    )
    async with run_star_client(discord, database) as third:
        await third.press_star(card, names_on(card)[1])
    assert len(read_stars(database)) == 2
