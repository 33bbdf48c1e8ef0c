"""Turns to identify: all processes together do it no oftener than Discord allows."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import Connection, Connections
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
    RETURNING free_at
"""
_SECONDS_TO_TURN = """
    SELECT extract(epoch FROM free_at - clock_timestamp())::float FROM identify_turn
    WHERE bucket = $1
"""
# Unless the turn is somebody else's by now.
_FREE_LATER = """
    UPDATE identify_turn SET free_at = clock_timestamp() + make_interval(secs => $2)
    WHERE bucket = $1 AND free_at = $3
"""

ReadLimits = Callable[[], Awaitable[SessionLimits | None]]
"""Asks Discord for its limits; None if it does not answer."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn in a bucket.

    Attributes:
        bucket: the bucket.
        taken_at: when, on the monotonic clock.
        free_at: until when it is kept, on the database's clock.
    """

    bucket: int
    taken_at: float
    free_at: datetime


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why there is no turn yet, and the seconds until there may be one."""

    seconds: float
    is_budget: bool = False


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

    def __init__(self, database: Connections, now: Callable[[], float]) -> None:
        """Create the queue; `now` returns the monotonic time in seconds."""
        self.concurrency = 1
        self._database = database
        self._now = now
        self._waiting: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._turns: dict[int, _Turn] = {}
        self._paid: set[int] = set()
        """The shards for which a session was taken from the budget that has not been begun."""
        self._is_away = False
        self._stamps: set[asyncio.Task[None]] = set()

    async def take(self, shard: int, read_limits: ReadLimits = _unknown_limits) -> None:
        """Wait for a shard's turn, however long that takes, unless it has one.

        Args:
            shard: its number.
            read_limits: asks Discord for its limits.
        """
        if self.has_turn(shard):
            return
        bucket = shard % self.concurrency
        async with self._waiting[bucket]:  # one asks for all, or hundreds would ask each second
            await self._wait(shard, bucket, read_limits)

    def has_turn(self, shard: int) -> bool:
        """Return whether a shard may identify now."""
        turn = self._turns.get(shard)
        return turn is not None and self._now() <= turn.taken_at + _STALE_AFTER

    def use(self, shard: int) -> None:
        """Use the turn that a shard has; the caller identifies at once."""
        self._paid.discard(shard)
        # It runs as soon as the caller has sent its identify.
        stamp = asyncio.create_task(self._stamp(self._turns.pop(shard)))
        self._stamps.add(stamp)
        stamp.add_done_callback(self._stamps.discard)

    async def wait_until_noted(self) -> None:
        """Return when the database knows of all turns that have been used, or could not be told."""
        if self._stamps:
            await asyncio.wait(self._stamps)

    async def _wait(self, shard: int, bucket: int, read_limits: ReadLimits) -> None:
        limits = await read_limits()
        while True:
            began_at = self._now()
            try:
                if limits is not None:
                    await self._note(limits)
                    limits = None
                taken = await self._try_take(shard, bucket)
            except StoreError as error:
                self._log_once(error)
                taken = _Refusal(_RETRY_DELAY)
            else:
                self._is_away = False
            if isinstance(taken, datetime):
                self._turns[shard] = _Turn(bucket, began_at, taken)
                self._paid.add(shard)
                return
            if taken.is_budget:
                _log.error(
                    "Discord grants too few more sessions to begin one. Waiting %.0f s until there "
                    "are more; something restarts processes, or breaks connections, too often",
                    taken.seconds,
                )
            await asyncio.sleep(max(0.01, taken.seconds))
            if taken.is_budget:  # what Discord said before a long wait is not true any more
                limits = await read_limits()

    def _log_once(self, error: StoreError) -> None:
        if not self._is_away:
            self._is_away = True
            _log.warning("Shards wait for their turns to identify: %s", error)

    async def _note(self, limits: SessionLimits) -> None:
        """Tell all processes what Discord said, whether or not it is anybody's turn."""
        said = (limits.total, limits.remaining, limits.reset_after)
        await self._database.fetch_all(_BUDGET, *said)

    async def _try_take(self, shard: int, bucket: int) -> datetime | _Refusal:
        async def take(connection: Connection) -> datetime:
            to_renewal = await connection.fetchval(_SECONDS_TO_RENEWAL)
            # Where nobody has ever heard of limits, there is no budget to spend.
            if (
                to_renewal is not None
                and shard not in self._paid
                and await connection.fetchval(_SPEND) is None
            ):
                raise _RefusedError(_Refusal(max(1.0, to_renewal), is_budget=True))
            free_at: datetime | None = await connection.fetchval(_TAKE, bucket, HOLD)
            if free_at is None:
                seconds = await connection.fetchval(_SECONDS_TO_TURN, bucket) or 0.0
                # Who has the turn may use it sooner than it is kept.
                raise _RefusedError(_Refusal(min(seconds, RECHECK_DELAY)))
            return free_at

        try:
            return await self._database.transact(take)
        except _RefusedError as error:
            return error.refusal

    async def _stamp(self, turn: _Turn) -> None:
        try:
            await self._database.fetch_all(_FREE_LATER, turn.bucket, SPACING, turn.free_at)
        except StoreError as error:
            _log.info("A turn to identify is kept for longer than needed: %s", error)
