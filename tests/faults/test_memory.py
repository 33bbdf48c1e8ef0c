"""The bot does not leak memory, views or tasks."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import discord
import numpy as np
import pytest
import yarl

from bot.app import NomenBot
from bot.services.name_service import NameService
from bot.store.store import open_store
from model.inference.name_generator import NameGenerator
from tests.faults.large_database import make_large_database
from tests.faults.scale import INTERACTIONS, STARS
from tests.wire.card_contents import message_text, names_on, star_buttons
from tests.wire.discord_server import world
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.interactions import Message
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.star_client import run_star_client

WARM_UP_INTERACTIONS = 300
"""Interactions until everything that is created once exists."""
MAX_GROWTH = 6.0
"""Megabytes by which the process may grow afterwards."""
CONCURRENCY, IN_A_SESSION = 4, 8

Cards = dict[world.InteractionContext, Message]


async def run_session(members: Members, number: int, cards: Cards) -> None:
    """Simulate a member's session.

    Few sessions have a card invented, which takes as long as all else; it is kept for the others.
    """
    user = User(f"member{number}")
    context = (world.SERVER, world.DM)[number % 2]
    await (await members.autocomplete("name", "country", "po", user, context)).choices()
    if number % 10 in {0, 1} or context not in cards:
        interaction = await members.command("name", user, context, country="PL")
        cards[context] = await interaction.message()
    card = cards[context]
    star = star_buttons(card)[names_on(card)[0]]
    starred = await (await members.press_button(card, star, user, context)).message()
    assert starred["id"] == card["id"], message_text(starred)
    told = await (await members.press_button(card, star, user, context)).followup()
    assert "Take it back" in buttons(told), message_text(told)
    taken = await members.press(told, "Take it back", user, context)
    await members.pressed(await taken.message(), "Undo", user, context)
    await members.card("name", user, context, country="Xanadu")
    await (await members.press(card, "Refine", user, context)).form()
    await members.card("favourites list", user, context)
    await members.card("top5", user, context, whose="mine")
    if number % 10 == 0:  # slow too
        await members.pressed(card, "Again", user, context)
        await members.card("origin", user, context, name="Marieke")


async def run_sessions(members: Members, interactions: int, cards: Cards) -> None:
    """Run sessions with this many interactions, several at once."""
    numbers = iter(range(interactions // IN_A_SESSION))

    async def worker() -> None:
        for number in numbers:
            await run_session(members, number, cards)

    await asyncio.gather(*(worker() for _ in range(CONCURRENCY)))


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    (kilobytes,) = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return int(kilobytes) / 1000


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_memory_is_stable_after_warm_up(tmp_path: Path) -> None:
    database = await asyncio.to_thread(make_large_database, tmp_path / "stars.sqlite3", STARS)
    async with loopback_discord() as discord, run_star_client(discord, database) as client:
        pid, cards = client.bot.process.pid, Cards()
        await run_sessions(discord.members, WARM_UP_INTERACTIONS, cards)
        warm = resident_megabytes(pid)
        more = INTERACTIONS - WARM_UP_INTERACTIONS
        await run_sessions(discord.members, more, cards)
        grown = resident_megabytes(pid) - warm
        print(f"{warm:.1f} MB, {grown:+.1f} MB after {more} interactions more")  # noqa: T201 - the soak test's log
        assert grown < MAX_GROWTH
        assert not discord.rest.rejections


@asynccontextmanager
async def run_in_process(
    server: LoopbackDiscord, database: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[NomenBot]:
    """Run the bot in this process, where it can be inspected."""
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    gateway = yarl.URL(server.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    name_service = NameService(NameGenerator.load(), np.random.default_rng(312))
    async with (
        open_store(database) as store,
        NomenBot(name_service, store, shard_count=1) as bot,
    ):
        running = asyncio.create_task(bot.start(TOKEN))
        await server.gateway.wait_until_ready()
        yield bot
    await running
    name_service.close()


def running_tasks() -> Counter[str]:
    """Count running tasks by coroutine name, except those of the server."""
    coroutines = [task.get_coro() for task in asyncio.all_tasks()]
    names = [getattr(coroutine, "__qualname__", "") for coroutine in coroutines]
    return Counter(name for name in names if "RequestHandler" not in name)


async def test_no_view_or_task_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with (
        loopback_discord() as server,
        run_in_process(server, tmp_path / "stars.sqlite3", monkeypatch) as bot,
    ):
        await bot.wait_until_ready()
        cards = Cards()
        await run_session(server.members, 0, cards)
        before = running_tasks()
        for number in (0, 1, 0, 1):
            await run_session(server.members, number, cards)
        store = bot._connection._view_store  # noqa: SLF001 - there is no public access
        await wait_until(lambda: running_tasks() <= before, "end of all tasks")
        # A task's last callback is called a turn of the loop after the task has ended.
        await wait_until(lambda: not bot.guard._in_flight, "end of all interactions")  # noqa: SLF001 - there is no public access
        assert not store._views  # noqa: SLF001 - as above
        assert not store._synced_message_views  # noqa: SLF001 - as above
        assert not store._modals  # noqa: SLF001 - as above
        assert not bot.live._waiting  # noqa: SLF001 - as above
