"""Turns to identify: all processes together do it no oftener than Discord allows."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import Connection, Database
from bot.gateway.supply import SessionLimits

SPACING = 5.25
"""Seconds from an identify to the next in the same bucket; Discord demands 5."""
HOLD = 12.0
"""Seconds for which a turn is kept for somebody who has not identified yet."""
RECHECK_DELAY = 0.5
"""Seconds after which to look again whether it is one's turn."""
_STALE_AFTER = HOLD - SPACING
"""Seconds after which a turn is no longer used: the next identify would come too soon."""
_RETRY_DELAY = 1.0
"""Seconds between attempts while the database cannot be reached."""

_BUDGET = """
    INSERT INTO identify_budget AS known
    VALUES (1, $1, $2, clock_timestamp() + make_interval(secs => $3))
    ON CONFLICT (one) DO UPDATE SET
        total = excluded.total,
        remaining = CASE WHEN known.renewed_at <= clock_timestamp() THEN excluded.remaining
            ELSE least(known.remaining, excluded.remaining) END,
        renewed_at = CASE WHEN known.renewed_at <= clock_timestamp() THEN excluded.renewed_at
            ELSE known.renewed_at END
"""
_SPEND = """
    UPDATE identify_budget SET remaining = remaining - 1
    WHERE remaining > greatest(1, total / 100) OR renewed_at <= clock_timestamp()
    RETURNING remaining
"""
_SECONDS_TO_RENEWAL = """
    SELECT extract(epoch FROM renewed_at - clock_timestamp())::float FROM identify_budget
"""
_TAKE = """
    INSERT INTO identify_turn AS known
    VALUES ($1, clock_timestamp() + make_interval(secs => $2))
    ON CONFLICT (bucket) DO UPDATE SET free_at = excluded.free_at
    WHERE known.free_at <= clock_timestamp()
    RETURNING bucket
"""
_SECONDS_TO_TURN = """
    SELECT extract(epoch FROM free_at - clock_timestamp())::float FROM identify_turn
    WHERE bucket = $1
"""
_FREE_LATER = """
    UPDATE identify_turn SET free_at = clock_timestamp() + make_interval(secs => $2)
    WHERE bucket = $1
"""

ReadLimits = Callable[[], Awaitable[SessionLimits | None]]
"""Asks Discord for its limits; None if it does not answer."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why there is no turn yet, and the seconds until there may be one."""

    seconds: float
    is_budget: bool


class _RefusedError(Exception):
    """Rolls a transaction back."""

    def __init__(self, refusal: _Refusal) -> None:
        self.refusal = refusal
        super().__init__()


async def _unknown_limits() -> None:
    """Ask nobody."""


class IdentifyQueue:
    """The turns of one process's shards, which it takes in the database.

    Discord takes the token away from a bot that begins more than about a thousand sessions a day.
    So the last hundredth of what it grants is never used.

    Attributes:
        concurrency: how many buckets there are.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        """Create the queue; `now` returns the monotonic time in seconds."""
        self.concurrency = 1
        self._database = database
        self._now = now
        self._waiting: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._taken_at: dict[int, float] = {}
        self._stamps: set[asyncio.Task[None]] = set()

    async def take(self, shard: int, read_limits: ReadLimits) -> None:
        """Wait for a shard's turn, however long that takes.

        Args:
            shard: its number.
            read_limits: asks Discord for its limits.
        """
        bucket = shard % self.concurrency
        async with self._waiting[bucket]:  # one asks for all, or hundreds would ask each second
            await self._wait(shard, bucket, read_limits)

    async def _wait(self, shard: int, bucket: int, read_limits: ReadLimits) -> None:
        limits = await read_limits()
        while True:
            began_at = self._now()
            try:
                refusal = await self._try_take(bucket, limits)
            except StoreError as error:
                _log.warning("Shard %d waits for its turn to identify: %s", shard, error)
                refusal = _Refusal(_RETRY_DELAY, is_budget=False)
            if refusal is None:
                self._taken_at[shard] = began_at
                return
            if refusal.is_budget:
                _log.error(
                    "Discord grants too few more sessions to begin one. Waiting %.0f s until there "
                    "are more; something restarts processes, or breaks connections, too often",
                    refusal.seconds,
                )
            await asyncio.sleep(max(0.01, refusal.seconds))
            # What Discord said before a long wait is not true any more.
            limits = await read_limits() if refusal.is_budget else None

    async def use(self, shard: int) -> None:
        """Use the turn that was taken, or wait for another; the caller identifies at once."""
        if self._now() > self._taken_at.pop(shard, -HOLD) + _STALE_AFTER:
            await self.take(shard, _unknown_limits)
            del self._taken_at[shard]
        # It runs as soon as the caller has sent its identify.
        stamp = asyncio.create_task(self._stamp(shard % self.concurrency))
        self._stamps.add(stamp)
        stamp.add_done_callback(self._stamps.discard)

    async def _try_take(self, bucket: int, limits: SessionLimits | None) -> _Refusal | None:
        async def take(connection: Connection) -> None:
            if limits is not None:
                await connection.execute(
                    _BUDGET, limits.total, limits.remaining, limits.reset_after
                )
            to_renewal = await connection.fetchval(_SECONDS_TO_RENEWAL)
            # Where nobody has ever heard of limits, there is no budget to spend.
            if to_renewal is not None and await connection.fetchval(_SPEND) is None:
                raise _RefusedError(_Refusal(max(1.0, to_renewal), is_budget=True))
            if await connection.fetchval(_TAKE, bucket, HOLD) is None:
                seconds = await connection.fetchval(_SECONDS_TO_TURN, bucket) or 0.0
                # Who has the turn may use it sooner than it is kept.
                raise _RefusedError(_Refusal(min(seconds, RECHECK_DELAY), is_budget=False))

        try:
            await self._database.transact(take)
        except _RefusedError as error:
            return error.refusal
        return None

    async def _stamp(self, bucket: int) -> None:
        try:
            await self._database.fetch_all(_FREE_LATER, bucket, SPACING)
        except StoreError as error:
            _log.info("A turn to identify is kept for longer than needed: %s", error)
