"""Backups on a schedule, which no failure ends."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.favourites.backup.rotation import Rotation, newest_backup, time_until_due
from bot.favourites.clock import Clock, utc_now
from bot.favourites.errors import StoreError
from bot.runtime.background import background

RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30))
"""Times from a failure to the next attempt; the last one is repeated."""
MAX_SLEEP = timedelta(hours=1)
"""After this time at most the clock and the folder are looked at again."""

_log = logging.getLogger(__name__)


class BackupSchedule:
    """Makes a backup whenever the newest one is as old as the interval.

    Attributes:
        last_backup: when the newest good backup was made; None while there is none.
    """

    def __init__(
        self,
        rotation: Rotation,
        interval: timedelta | None,
        *,
        clock: Clock = utc_now,
        retry_delays: Sequence[timedelta] = RETRY_DELAYS,
    ) -> None:
        """Create a schedule that is not running yet.

        Args:
            rotation: where the backups are.
            interval: the time between two backups; None for no backups.
            clock: tells which backups are due.
            retry_delays: times from a failure to the next attempt; the last one is repeated.
        """
        self.last_backup: datetime | None = None
        self._rotation = rotation
        self._interval = interval
        self._clock = clock
        self._retry_delays = retry_delays

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Make backups while the context is active."""
        if self._interval is None:
            yield
            return
        async with background(self._run(self._interval)):
            yield

    async def _run(self, interval: timedelta) -> None:
        failures = 0
        while True:
            try:
                delay = await self._back_up_if_due(interval)
                failures = 0
            except Exception as error:  # noqa: BLE001 - whatever it is, backups must go on
                delay = self._retry_delays[min(failures, len(self._retry_delays) - 1)]
                failures += 1
                expected = isinstance(error, StoreError | OSError)
                _log.error(
                    "No backup was made, or an old one not deleted. Trying again in %s: %s",
                    delay,
                    error if expected else type(error).__name__,
                    exc_info=None if expected else error,
                )
            await asyncio.sleep(min(delay, MAX_SLEEP).total_seconds())

    async def _back_up_if_due(self, interval: timedelta) -> timedelta:
        """Create a backup if it is time for one; return how long until the next."""
        now = self._clock()
        backups = await asyncio.to_thread(self._rotation.find_backups)
        self.last_backup = newest_backup(backups, now)
        delay = time_until_due(backups, interval, now)
        if delay:
            return delay
        path = await self._rotation.create(now)
        self.last_backup = now
        _log.info("Backed up to %s", path)
        return interval
