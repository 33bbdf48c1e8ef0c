"""Turns to identify: never too many at once, nor too many a day, whoever asks."""

import asyncio
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.cluster import identify_queue
from bot.cluster.identify_queue import IdentifyQueue, ReadLimits
from bot.favourites.postgres.connection import Connections
from bot.gateway.supply import SessionLimits

SPACING = 0.3
LIMITS = SessionLimits(total=1000, remaining=999, reset_after=86_400, concurrency=1)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identify_queue, "SPACING", SPACING)


def queue(database: Connections, concurrency: int = 1) -> IdentifyQueue:
    queue = IdentifyQueue(database, time.monotonic)
    queue.concurrency = concurrency
    return queue


def saying(limits: SessionLimits | None) -> ReadLimits:
    """Have Discord say what the limits are."""

    async def read() -> SessionLimits | None:
        return limits

    return read


async def identify(
    queue: IdentifyQueue, shard: int, limits: SessionLimits | None = LIMITS
) -> float:
    """Identify, and return when."""
    await queue.take(shard, saying(limits))
    queue.use(shard)
    at = time.monotonic()
    await asyncio.sleep(0)
    return at


async def test_identifies_of_all_processes_are_apart(database: Connections) -> None:
    processes = [queue(database) for _ in range(3)]
    turns = (identify(process, shard) for shard, process in enumerate(processes))
    async with asyncio.timeout(identify_queue.HOLD):  # turns that nobody frees take longer
        at = sorted(await asyncio.gather(*turns))
    assert all(later - earlier >= SPACING for earlier, later in pairwise(at))


async def test_buckets_do_not_wait_for_each_other(database: Connections) -> None:
    one, other = queue(database, 2), queue(database, 2)
    await one.take(0, saying(LIMITS))
    async with asyncio.timeout(5):
        await other.take(1, saying(LIMITS))


async def test_who_dies_before_identifying_holds_others_up_for_a_while_only(
    database: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identify_queue, "HOLD", SPACING)
    await queue(database).take(0, saying(LIMITS))
    async with asyncio.timeout(5):
        await queue(database).take(1, saying(LIMITS))


async def remaining(database: Connections) -> int:
    ((remaining,),) = await database.fetch_all("SELECT remaining FROM identify_budget")
    return int(remaining)


async def test_turn_that_is_not_used_in_time_is_taken_anew_and_paid_once(
    database: Connections,
) -> None:
    now = 0.0
    late = IdentifyQueue(database, lambda: now)
    await late.take(0, saying(LIMITS))
    now = 60.0
    assert not late.has_turn(0)
    await database.fetch_all("UPDATE identify_turn SET free_at = clock_timestamp()")
    await late.take(0, saying(LIMITS))
    assert late.has_turn(0)
    assert await remaining(database) == LIMITS.remaining - 1


async def test_turn_is_kept_through_attempts_to_connect(database: Connections) -> None:
    one = queue(database)
    for _ in range(2):
        async with asyncio.timeout(5):
            await one.take(0, saying(LIMITS))
    assert await remaining(database) == LIMITS.remaining - 1


async def test_use_that_the_database_hears_of_too_late_frees_nobody_elses_turn(
    database: Connections,
) -> None:
    late, other = queue(database), queue(database)
    await late.take(0, saying(LIMITS))
    await database.fetch_all("UPDATE identify_turn SET free_at = clock_timestamp()")
    await other.take(1, saying(LIMITS))
    kept_until = await database.fetch_all("SELECT free_at FROM identify_turn")
    late.use(0)
    await late.wait_until_noted()
    assert await database.fetch_all("SELECT free_at FROM identify_turn") == kept_until


async def test_limits_that_are_read_before_ones_turn_are_not_forgotten(
    database: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identify_queue, "HOLD", SPACING)
    await queue(database).take(0, saying(None))
    async with asyncio.timeout(5):
        await queue(database).take(1, saying(LIMITS))
    assert await remaining(database) == LIMITS.remaining - 1


async def test_budget_is_shared_and_its_last_hundredth_is_never_used(
    database: Connections, caplog: pytest.LogCaptureFixture
) -> None:
    few = replace(LIMITS, remaining=12)
    for shard in range(2):
        await identify(queue(database, 4), shard, few)
    renew = "UPDATE identify_budget SET renewed_at = clock_timestamp() + interval '1 second'"
    await database.fetch_all(renew)
    said = [LIMITS, few]

    async def read() -> SessionLimits | None:
        return said.pop()

    async with asyncio.timeout(10):
        await queue(database, 4).take(2, read)
    assert not said
    assert "grants too few more sessions" in caplog.text


async def test_shards_that_discord_does_not_answer_about_limits_still_identify(
    database: Connections,
) -> None:
    async with asyncio.timeout(5):
        await identify(queue(database), 0, None)
