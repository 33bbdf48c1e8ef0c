"""However much is asked of the bot, it keeps nothing of it."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import cycle, islice
from pathlib import Path

import discord
import numpy as np
import pytest
import yarl

from bot.app import NomenBot
from bot.favourites.sqlite.repository import open_favourites
from bot.services.name_service import NameService
from model.inference.name_generator import NameGenerator
from tests.faults.crowd import crowded
from tests.faults.scale import INTERACTIONS, STARS
from tests.wire.discord_server import world
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.exchanges import Message
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.discord_server.world import Person
from tests.wire.reading import names_on, said, stars_on
from tests.wire.starring import starred_on

WARM = 1000
"""Interactions until all that is made once has been made."""
MOST = 10.0
"""Megabytes that the process may grow by afterwards."""
AT_ONCE = 4


Cards = dict[world.Place, Message]


async def visit(members: Members, number: int, cards: Cards) -> int:
    """Do what one member does in an evening; returns how many interactions it was.

    Args:
        members: all of them.
        number: whose evening it is.
        cards: the newest in each place, which few evenings add one to: a card takes as long as
            all the rest.
    """
    person = Person(f"member{number}")
    place = (world.SERVER, world.DIRECT)[number % 2]
    await (await members.type_into("name", "country", "po", person, place)).choices()
    if number % 10 in {0, 1} or place not in cards:
        asked = await members.command("name", person, place, country="PL")
        cards[place] = await asked.message()
    card = cards[place]
    star = stars_on(card)[names_on(card)[0]]
    await (await members.press_button(card, star, person, place)).message()
    offer = await (await members.press_button(card, star, person, place)).message()
    assert "Take it back" in buttons(offer), said(offer)
    await (await members.press(offer, "Take it back", person, place)).message()
    wrong = await members.command("name", person, place, country="Xanadu")
    await wrong.message()
    await (await members.command("favourites list", person, place)).message()
    await (await members.command("top5", person, place, whose="mine")).message()
    if number % 10 == 0:  # these take long, too
        await (await members.press(card, "Again", person, place)).message()
        await (await members.command("origin", person, place, name="Marieke")).message()
    return 7


async def visits(visit: Callable[[int], Awaitable[int]], interactions: int) -> int:
    """Let members come, some at once, until there were so many interactions."""
    numbers, done = iter(range(interactions)), 0

    async def queue() -> None:
        nonlocal done
        while done < interactions:
            done += await visit(next(numbers))

    await asyncio.gather(*(queue() for _ in range(AT_ONCE)))
    return done


def resident(pid: int) -> float:
    """The megabytes that a process holds in memory."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    (kilobytes,) = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return int(kilobytes) / 1000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process holds")
async def test_the_process_grows_no_more_once_it_is_warm(tmp_path: Path) -> None:
    database = await asyncio.to_thread(crowded, tmp_path / "stars.sqlite3", STARS)
    async with loopback_discord() as discord, starred_on(discord, database) as starred:
        process, members = starred.bot.process, discord.members

        cards: Cards = {}

        async def come(number: int) -> int:
            return await visit(members, number, cards)

        await visits(come, WARM)
        warm = resident(process.pid)
        done = await visits(come, INTERACTIONS - WARM)
        grown = resident(process.pid) - warm
        print(f"{warm:.1f} MB, {grown:+.1f} MB after {done} interactions more")  # noqa: T201 - the soak's log
        assert grown < MOST
        assert not discord.front.refusals
    assert "Traceback" not in process.output


@asynccontextmanager
async def in_this_process(
    server: LoopbackDiscord, database: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[NomenBot]:
    """The bot where one can look into it."""
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    gateway = yarl.URL(server.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    naming = NameService(NameGenerator.load(), np.random.default_rng(312))
    async with (
        open_favourites(database) as favourites,
        NomenBot(naming, favourites, shard_count=1) as bot,
    ):
        running = asyncio.create_task(bot.start(TOKEN))
        await server.gateway.ready()
        yield bot
    await running
    naming.close()


def tasks() -> Counter[str]:
    """The tasks that run, by what they do; those of the server and of the test left out."""
    coroutines = [task.get_coro() for task in asyncio.all_tasks()]
    names = [getattr(coroutine, "__qualname__", "") for coroutine in coroutines]
    return Counter(name for name in names if "RequestHandler" not in name)


async def test_no_view_no_task_and_no_card_is_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        loopback_discord() as server,
        in_this_process(server, tmp_path / "stars.sqlite3", monkeypatch) as bot,
    ):
        await bot.wait_until_ready()
        cards: Cards = {}
        await visit(server.members, 0, cards)
        before = tasks()
        for number in islice(cycle(range(2)), 20):
            await visit(server.members, number, cards)
        store = bot._connection._view_store  # noqa: SLF001 - discord.py's trap; nothing public tells
        await until(lambda: tasks() <= before, "end of all tasks")
        assert not store._views  # noqa: SLF001 - as above
        assert not store._synced_message_views  # noqa: SLF001 - as above
        assert not store._modals  # noqa: SLF001 - as above
        assert not bot.live._changes  # noqa: SLF001 - nothing public tells
        assert not bot.middleware._inside  # noqa: SLF001 - the same
