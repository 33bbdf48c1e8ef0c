"""Turns to identify: never too many at once, nor too many a day, whoever asks."""

import asyncio
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.cluster import identify_queue
from bot.cluster.identify_queue import IdentifyQueue, ReadLimits
from bot.favourites.postgres.connection import Database
from bot.gateway.supply import SessionLimits

SPACING = 0.3
LIMITS = SessionLimits(total=1000, remaining=999, reset_after=86_400, concurrency=1)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identify_queue, "SPACING", SPACING)


def queue(database: Database, concurrency: int = 1) -> IdentifyQueue:
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
    await queue.use(shard)
    at = time.monotonic()
    await asyncio.sleep(0)
    return at


async def test_identifies_of_all_processes_are_apart(database: Database) -> None:
    processes = [queue(database) for _ in range(3)]
    at = sorted(
        await asyncio.gather(*(identify(process, shard) for shard, process in enumerate(processes)))
    )
    assert all(later - earlier >= SPACING for earlier, later in pairwise(at))


async def test_buckets_do_not_wait_for_each_other(database: Database) -> None:
    one, other = queue(database, 2), queue(database, 2)
    await one.take(0, saying(LIMITS))
    async with asyncio.timeout(5):
        await other.take(1, saying(LIMITS))


async def test_who_dies_before_identifying_holds_others_up_for_a_while_only(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identify_queue, "HOLD", SPACING)
    await queue(database).take(0, saying(LIMITS))
    async with asyncio.timeout(5):
        await queue(database).take(1, saying(LIMITS))


async def test_turn_that_is_used_too_late_is_taken_anew(database: Database) -> None:
    now = 0.0
    late = IdentifyQueue(database, lambda: now)
    await late.take(0, saying(LIMITS))
    now = 60.0
    await database.fetch_all("UPDATE identify_turn SET free_at = clock_timestamp()")
    await late.use(0)
    ((remaining,),) = await database.fetch_all("SELECT remaining FROM identify_budget")
    assert remaining == LIMITS.remaining - 2


async def test_budget_is_shared_and_its_last_hundredth_is_never_used(
    database: Database, caplog: pytest.LogCaptureFixture
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
    database: Database,
) -> None:
    async with asyncio.timeout(5):
        await identify(queue(database), 0, None)
