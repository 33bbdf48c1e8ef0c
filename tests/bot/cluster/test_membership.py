"""A process counts on its leases no longer than the database does, and gives up what it lost."""

import asyncio
from collections.abc import Collection, Mapping
from uuid import uuid4

import pytest

from bot.cluster.identify_queue import IdentifyQueue
from bot.cluster.leases import Leases, ShardsChangedError
from bot.cluster.membership import Membership
from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import Connections
from bot.favourites.postgres.database import open_for_writing
from bot.gateway.supply import Recommendation, Session, SessionLimits
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import LEASE

BOT = 1
SHARDS = 4
LIMITS = SessionLimits(total=1000, remaining=1000, reset_after=86_400, concurrency=1)
RECOMMENDED = Recommendation(SHARDS, LIMITS)
SESSION = Session("abc", 7, "ws://127.0.0.1/")
EXPIRE = "UPDATE {} SET expires_at = clock_timestamp() - interval '1 second'"


class Clock:
    """A monotonic clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Host:
    """A client that only notes what it is told."""

    def __init__(self) -> None:
        self.shards: dict[int, Session | None] = {}
        self.given_up: list[int] = []
        self.while_giving_up: list[bool] = []
        self.member: Membership | None = None

    async def recommend(self) -> Recommendation:
        return RECOMMENDED

    async def session_limits(self) -> SessionLimits | None:
        return LIMITS

    def sessions(self) -> Mapping[int, Session | None]:
        return dict(self.shards)

    def take_shard(self, number: int, session: Session | None) -> None:
        assert number not in self.shards
        self.shards[number] = session

    async def give_up_shards(self, numbers: Collection[int]) -> Mapping[int, Session | None]:
        assert self.member is not None
        self.while_giving_up.append(self.member.is_certain())
        for number in tuple(numbers):
            self.given_up.append(number)
            del self.shards[number]
        return dict.fromkeys(self.given_up, SESSION)


class Process:
    """A member, its host and its clock."""

    def __init__(self, database: Connections) -> None:
        self.clock, self.host, self.id = Clock(), Host(), uuid4()
        queue = IdentifyQueue(database, self.clock)
        self.member = Membership(Leases(database, self.id, LEASE), queue, None, self.clock)
        self.host.member = self.member
        self._has_joined = False

    async def beat(self) -> None:
        """Beat once, after having joined."""
        if not self._has_joined:
            await self.member.join(self.host, BOT)
            self._has_joined = True
        await self.member.beat(self.host)


@pytest.fixture
async def process(database: Connections) -> Process:
    process = Process(database)
    await process.beat()
    assert len(process.host.shards) == SHARDS
    return process


async def expire_all(database: Connections) -> None:
    for table in ("process", "shard"):
        await database.fetch_all(EXPIRE.format(table))


async def test_lease_is_certain_for_its_time_after_the_beat_began(process: Process) -> None:
    process.clock.now += LEASE - 0.1
    assert process.member.is_certain()
    process.clock.now += 0.2
    assert not process.member.is_certain()
    await process.beat()
    assert process.member.is_certain()


async def test_shards_that_another_took_are_given_up_before_the_lease_is_certain_again(
    process: Process, database: Connections
) -> None:
    process.clock.now += LEASE + 1
    await expire_all(database)
    successor = Process(database)
    await successor.beat()
    assert len(successor.host.shards) == SHARDS
    await process.beat()
    assert sorted(process.host.given_up) == list(range(SHARDS))
    assert process.host.while_giving_up == [False]
    assert process.member.is_certain()


async def test_who_was_away_does_not_take_what_others_may_come_back_for(
    process: Process, database: Connections
) -> None:
    other = Process(database)
    await other.beat()
    await process.beat()
    await other.beat()
    assert (len(process.host.shards), len(other.host.shards)) == (2, 2)
    process.clock.now += LEASE + 1
    await expire_all(database)
    await process.beat()
    assert len(process.host.shards) == 2
    await other.beat()
    process.clock.now += LEASE + 1
    await process.beat()
    assert (len(process.host.shards), len(other.host.shards)) == (2, 2)


async def test_what_could_not_be_released_is_not_taken_again_with_an_old_session(
    process: Process, database: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = Leases.release

    async def fail(*_: object) -> None:
        message = "away"
        raise StoreError(message)

    other = Process(database)
    await other.beat()
    monkeypatch.setattr(Leases, "release", fail)
    with pytest.raises(StoreError):
        await process.beat()
    monkeypatch.setattr(Leases, "release", release)
    await process.beat()
    await other.beat()
    assert set(other.host.shards.values()) == {SESSION}
    assert len(process.host.shards) == len(other.host.shards) == 2


async def test_who_has_left_is_certain_of_what_is_under_way(process: Process) -> None:
    await process.member.leave(process.host)
    process.clock.now += 2 * LEASE
    assert process.member.is_certain()


async def test_who_was_away_while_the_number_of_shards_changed_ends(
    process: Process, database: Connections
) -> None:
    process.clock.now += LEASE + 1
    await expire_all(database)
    await Leases(database, uuid4(), LEASE).join(BOT, SHARDS + 1, RECOMMENDED)
    with pytest.raises(ShardsChangedError, match="5 shards now; this process has joined 4"):
        await process.member.run(process.host)


async def test_shard_that_has_waited_for_its_turn_identifies_only_with_a_lease(
    process: Process,
) -> None:
    process.clock.now += LEASE - 1
    await process.member.take_turn(process.host, 0)
    process.clock.now += 2
    identifying = asyncio.create_task(process.member.identify(0))
    await asyncio.sleep(0)
    assert not identifying.done()
    await process.beat()
    await identifying


async def test_connections_wait_until_the_lease_is_certain(process: Process) -> None:
    process.clock.now += LEASE + 1
    waiting = asyncio.create_task(process.member.wait_until_certain())
    await asyncio.sleep(0)
    assert not waiting.done()
    await process.beat()
    await waiting


async def test_requests_wait_until_the_process_may_use_the_database(
    url: PostgresUrl,
) -> None:
    may = False
    async with open_for_writing(url, is_permitted=lambda: may) as fenced:
        with pytest.raises(StoreError, match=r"cannot be reached\. Try again in a moment"):
            await fenced.fetch_all("SELECT 1")
        waiting = asyncio.create_task(fenced.fetch_all("SELECT 1"))
        await asyncio.sleep(0)
        may = True
        assert await waiting


async def test_request_that_waited_for_a_connection_until_the_lease_ended_is_not_made(
    url: PostgresUrl,
) -> None:
    may = True
    async with open_for_writing(url, connections=1, is_permitted=lambda: may) as fenced:
        async with fenced.session():
            waiting = asyncio.create_task(fenced.fetch_all("SELECT 1"))
            await asyncio.sleep(0)  # begins to make the request
            await asyncio.sleep(0)  # waits for the connection
            may = False
        with pytest.raises(StoreError, match="cannot be reached"):
            await waiting
