"""Several processes around one database: shards are shared, handed over, and taken from the dead.

All tests share three processes, and leave as many behind.
"""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.favourites.stores import PostgresStore
from tests.faults.scale import CLUSTER_KILLS, SOAK
from tests.postgres_proxy import stalling_proxy, url_through
from tests.postgres_server import PostgresServer, require_programs, running_server
from tests.wire.card_contents import message_text, names_on, star_buttons
from tests.wire.cluster import SHARDS, Cluster, group_on, running_cluster
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, Message, SentInteraction
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.world import InteractionContext, User

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

PROCESSES = 3
CONCURRENCY = 4
TAKEOVER_LIMIT = 15.0
"""Seconds for which a shard may be without an owner."""
PACE = 0.05
"""Seconds between two interactions."""
SEED = 17
WRONG_CLOCK = """
import datetime, time
AN_HOUR, seconds = 3600, time.time
time.time = lambda: seconds() + AN_HOUR
class WrongTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=AN_HOUR)
datetime.datetime = WrongTime
"""
KILL_CONNECTIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
STARS = "SELECT guild, member, name FROM star"
WRONG_TALLIES = """
    SELECT guild, folded FROM (
        SELECT guild, folded, count(*) AS members FROM star WHERE guild <> 0 GROUP BY 1, 2
    ) AS counted FULL JOIN tally USING (guild, folded, members)
    WHERE tally.name IS NULL OR counted.members IS NULL
"""

Star = tuple[int, int, str]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with running_server(require_programs()) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(server: PostgresServer) -> AsyncIterator[Cluster]:
    store = PostgresStore(server, server.create_database())
    async with running_cluster(store, PROCESSES, concurrency=CONCURRENCY) as cluster:
        await cluster.wait_until_shared(PROCESSES)
        yield cluster


@dataclass(slots=True)
class Load:
    """Members in groups on all shards who press stars on cards, each star once."""

    cluster: Cluster
    cards: list[tuple[InteractionContext, Message]] = field(default_factory=list)
    pressed: list[tuple[Star, SentInteraction]] = field(default_factory=list)

    async def prepare(self) -> None:
        """Have a card in a group on each shard."""
        for shard in range(SHARDS):
            group = group_on(shard)
            members = self.cluster.discord.members
            card = await members.command("name", context=group, country="NL", count=5)
            self.cards.append((group, await card.message(timeout=20)))

    async def press(self) -> None:
        """Have a new member press a star, without waiting for the answer."""
        group, card = self.cards[len(self.pressed) % SHARDS]
        name = names_on(card)[len(self.pressed) % 5]
        user = User(f"member{len(self.pressed)}")
        members = self.cluster.discord.members
        interaction = await members.press_button(card, star_buttons(card)[name], user, group)
        self.pressed.append(((group.guild_id or 0, int(user.id), name), interaction))

    async def keep_pressing(self) -> None:
        """Press until cancelled."""
        while True:
            await self.press()
            await asyncio.sleep(PACE)

    def acknowledged(self) -> set[Star]:
        """Return the stars that have been acknowledged by updating the card."""
        return {
            star
            for star, interaction in self.pressed
            if interaction.callback is not None
            and interaction.original is interaction.pressed_message
        }

    async def require_exactly_once(self) -> None:
        """Assert that each acknowledged star is there, and none twice."""
        guilds = {group.guild_id for group, _ in self.cards}
        rows = [row for row in await self.cluster.store.run_sql(STARS) if row[0] in guilds]
        stored = {(int(str(guild)), int(str(member)), str(name)) for guild, member, name in rows}
        assert len(rows) == len(stored)
        assert self.acknowledged() <= stored
        assert stored <= {star for star, _ in self.pressed}
        assert await self.cluster.store.run_sql(WRONG_TALLIES) == []


@asynccontextmanager
async def under_load(cluster: Cluster) -> AsyncIterator[Load]:
    """Have members press stars until the context exits."""
    load = Load(cluster)
    await load.prepare()
    pressing = asyncio.create_task(load.keep_pressing())
    yield load
    pressing.cancel()
    await asyncio.wait([pressing])


@dataclass(frozen=True, slots=True)
class Board:
    """A group's top five with one name."""

    cluster: Cluster
    group: InteractionContext
    message: Message
    name: str

    def shows_name(self) -> bool:
        return self.name in message_text(self.message)

    async def hide_name(self) -> None:
        manager = User(manages_server=True)
        members = self.cluster.discord.members
        hidden = await members.command("board hide", manager, self.group, name=self.name)
        await hidden.message()


async def show_board(cluster: Cluster) -> Board:
    """Have a group star a name and look at its top five."""
    members, group = cluster.discord.members, group_on(0)
    card = await (await members.command("name", context=group, country="NL", count=1)).message()
    (name,) = names_on(card)
    await (await members.press_button(card, star_buttons(card)[name], context=group)).message()
    top = await (await members.command("top5", context=group)).message()
    board = Board(cluster, group, top, name)
    assert board.shows_name()
    return board


async def test_shards_are_shared_fairly_and_the_commands_registered_by_one(
    cluster: Cluster,
) -> None:
    holders = await cluster.holders()
    assert sorted([*holders.values()].count(holder) for holder in set(holders.values())) == [
        2,
        3,
        3,
    ]
    assert cluster.discord.api.commands
    assert sum("Discord knows" in process.output for process in cluster.processes) <= 2


async def test_rolling_restart_loses_no_interaction(cluster: Cluster) -> None:
    identifies = len(cluster.discord.gateway.identifies)
    board = await show_board(cluster)
    async with under_load(cluster) as load:
        for process in tuple(cluster.processes):
            assert await process.terminate() == 0
            cluster.processes.remove(process)
            await cluster.start()
            await cluster.wait_until_shared(PROCESSES)
    pressed = [interaction for _, interaction in load.pressed]
    await wait_until(lambda: all(each.responded_at for each in pressed), "responses to all")
    assert max(each.response_time for each in pressed) < RESPONSE_DEADLINE
    assert len(load.acknowledged()) == len(pressed) > 50
    await load.require_exactly_once()
    assert len(cluster.discord.gateway.identifies) == identifies
    await board.hide_name()
    await wait_until(lambda: not board.shows_name(), "board redrawn by a process that is new")
    assert not cluster.discord.rest.rejections


async def test_acknowledged_stars_are_there_once_whoever_is_killed(cluster: Cluster) -> None:
    rng, loop = random.Random(SEED), asyncio.get_running_loop()  # noqa: S311 - no secret
    async with under_load(cluster) as load:
        for _ in range(CLUSTER_KILLS):
            victim = cluster.processes.pop(rng.randrange(PROCESSES))
            await asyncio.sleep(rng.uniform(0, 0.5))
            victim.send_signal(signal.SIGKILL)
            killed_at = loop.time()
            await victim.wait()
            await cluster.start()
            await cluster.wait_until_held()
            assert loop.time() - killed_at < TAKEOVER_LIMIT
            await cluster.wait_until_shared(PROCESSES)
    assert len(load.acknowledged()) > 10 * CLUSTER_KILLS
    await load.require_exactly_once()


async def test_outage_of_the_database_moves_no_shard_and_names_still_answer(
    cluster: Cluster,
) -> None:
    holders, server = await cluster.holders(), cluster.store.server
    identifies = len(cluster.discord.gateway.identifies)
    await cluster.store.run_sql(KILL_CONNECTIONS)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(7)  # longer than a lease
    members = cluster.discord.members
    groups = map(group_on, range(SHARDS))
    # Without waiting for the database each time.
    sent = [await members.command("name", context=group, country="NL") for group in groups]
    assert all([names_on(await card.message()) for card in sent])
    assert max(card.response_time for card in sent) < RESPONSE_DEADLINE
    await asyncio.to_thread(server.start)
    async with under_load(cluster) as load:
        await wait_until(lambda: len(load.acknowledged()) > SHARDS, "stars after the outage")
        await cluster.wait_until_shared(PROCESSES)
    assert await cluster.holders() == holders
    assert len(cluster.discord.gateway.identifies) == identifies
    await load.require_exactly_once()


async def test_clock_that_is_wrong_by_an_hour_changes_nothing(
    cluster: Cluster, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(WRONG_CLOCK, "utf-8")
    root = str(Path(__file__).parents[2])
    wrong = await cluster.start(PYTHONPATH=f"{tmp_path}:{root}")
    await cluster.wait_until_shared(PROCESSES + 1)
    async with under_load(cluster) as load:
        await wait_until(lambda: len(load.acknowledged()) > 2 * SHARDS, "stars", 20)
    holders = await cluster.holders()
    assert len(set(holders.values())) == PROCESSES + 1
    cluster.processes.remove(wrong)
    assert await wrong.terminate() == 0
    await cluster.wait_until_shared(PROCESSES)
    await load.require_exactly_once()


@pytest.mark.skipif(not SOAK, reason="takes a quarter of a minute; `make soak` runs it")
async def test_process_that_is_cut_off_from_the_database_loses_its_shards_and_writes_nothing(
    cluster: Cluster, tmp_path: Path
) -> None:
    before = set((await cluster.holders()).values())
    identifies = len(cluster.discord.gateway.identifies)
    async with stalling_proxy(cluster.store.server, tmp_path) as proxy:
        cut_off = await cluster.start(NOMEN_DATABASE=url_through(tmp_path, cluster.store.url).dsn)
        await cluster.wait_until_shared(PROCESSES + 1)
        async with under_load(cluster) as load:
            proxy.passing.clear()
            await cluster.wait_until_shared(PROCESSES)
            assert set((await cluster.holders()).values()) == before
            seen = len(load.pressed)
            await wait_until(lambda: len(load.pressed) > seen + 2 * SHARDS, "presses", 20)
            proxy.passing.set()
            await cluster.wait_until_shared(PROCESSES + 1)
        await load.require_exactly_once()
        answered = [interaction for _, interaction in load.pressed[seen:]]
        await wait_until(lambda: all(each.responded_at for each in answered), "responses")
        cluster.processes.remove(cut_off)
        assert await cut_off.terminate() == 0
    await cluster.wait_until_shared(PROCESSES)
    assert len(cluster.discord.gateway.identifies) == identifies
    assert "Shards that another process has taken" in cut_off.output


async def test_interaction_that_two_processes_see_is_answered_and_starred_once(
    cluster: Cluster,
) -> None:
    load = Load(cluster)
    await load.prepare()
    holders, gateway = await cluster.holders(), cluster.discord.gateway
    other = next(number for number, holder in holders.items() if holder != holders[0])
    eavesdropper = gateway.session_of_shard(other)
    assert eavesdropper is not None
    gateway.eavesdroppers.append(eavesdropper)
    rejections = cluster.discord.rest.rejections
    rejections.clear()
    await load.press()
    await wait_until(lambda: rejections, "second answer")
    gateway.eavesdroppers.clear()
    ((star, interaction),) = load.pressed
    assert interaction.callback is not None
    assert "already been acknowledged" in rejections.pop()
    stored = await cluster.store.run_sql(STARS)
    assert [row for row in stored if row[0] == star[0]] == [star]
