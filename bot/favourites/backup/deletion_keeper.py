"""Keeps the record of deletions beside the backups as current as the database."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from bot.favourites.backup.deletion_record import (
    FILENAME,
    DamagedRecordError,
    DeletionRecord,
    read_record,
    write_record,
)
from bot.favourites.backup.files import make_private_folder, remove_partial_files
from bot.favourites.clock import Clock, utc_now
from bot.favourites.errors import StoreError
from bot.runtime.background import background

RETENTION = timedelta(days=90)
"""How long a deletion is recorded at least, for backups that are kept elsewhere."""
UPDATE_INTERVAL = timedelta(minutes=5)
"""Time after which the record is updated anyway: other programs, too, may have deleted."""
RETRY_DELAY = timedelta(minutes=1)
"""Time from a failed update to the next attempt."""
REST_PER_UPDATE = 20
"""An update is followed by a rest this many times as long: many deletions share the next one."""

ForgetDeletions = Callable[[datetime], Awaitable[None]]
"""Makes the database forget the deletions made before a moment."""
ReadDeletions = Callable[[datetime], Awaitable[DeletionRecord]]
"""Reads the deletions in the database, which are all until the given moment, the present one."""
FindBackups = Callable[[], Mapping[datetime, Path]]
"""Finds backups by the time when they were made."""

_log = logging.getLogger(__name__)


class DeletionKeeper:
    """Writes each deletion to a file in the folder of the backups.

    Where the disk with the database is lost and the backups are not, the deletions are not either.

    Attributes:
        path: the record.
    """

    def __init__(
        self,
        folder: Path,
        read: ReadDeletions,
        find_backups: FindBackups = dict,
        *,
        clock: Clock = utc_now,
        retry_delay: timedelta = RETRY_DELAY,
    ) -> None:
        """Create a keeper that is not running yet.

        Args:
            folder: where the record is kept.
            read: reads the deletions in the database.
            find_backups: finds the backups in the folder, by their times.
            clock: dates the record.
            retry_delay: the time from a failed update to the next attempt.
        """
        self._read = read
        self._find_backups = find_backups
        self._clock = clock
        self.path = folder / FILENAME
        self._retry_delay = retry_delay
        self._stale = asyncio.Event()
        # An update that is cancelled goes on writing: what it knows must not replace what is newer.
        self._writing = Lock()

    def note(self) -> None:
        """Have the record updated, since something was deleted; this returns at once."""
        self._stale.set()

    @asynccontextmanager
    async def running(self, forget: ForgetDeletions) -> AsyncIterator[None]:
        """Update the record while the context is active, and once more at its end.

        Args:
            forget: forgets in the database what the record forgets, too.
        """
        try:
            async with background(self._run(forget)):
                yield
        finally:
            await self._try_update(forget)

    async def _run(self, forget: ForgetDeletions) -> None:
        with contextlib.suppress(StoreError):
            remove_partial_files(self.path)
        loop = asyncio.get_running_loop()
        while True:
            self._stale.clear()
            began = loop.time()
            updated = await self._try_update(forget)
            await asyncio.sleep(REST_PER_UPDATE * (loop.time() - began))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(UPDATE_INTERVAL.total_seconds()):
                    if updated:
                        await self._stale.wait()
                    else:
                        await asyncio.sleep(self._retry_delay.total_seconds())

    async def _try_update(self, forget: ForgetDeletions) -> bool:
        try:
            await self.update(forget)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next deletion is recorded
            expected = isinstance(error, StoreError | OSError)
            _log.error(
                "The record of deletions could not be updated, and is tried again: %s",
                error if expected else type(error).__name__,
                exc_info=None if expected else error,
            )
            return False
        return True

    async def update(self, forget: ForgetDeletions) -> None:
        """Write the deletions in the database to the record, and forget those of no use any more.

        Raises:
            StoreError: the record cannot be read or written; it is unchanged.
        """
        now = self._clock()
        backups = await asyncio.to_thread(self._find_backups)
        end = min([*backups, now - RETENTION])
        await forget(end)
        current = await self._read(now)
        await asyncio.to_thread(self._write, current, end)

    def _write(self, current: DeletionRecord, end: datetime) -> None:
        make_private_folder(self.path.parent)
        with self._writing:
            write_record(self.path, self._read_known().merge(current).forget(end))

    def _read_known(self) -> DeletionRecord:
        try:
            return read_record(self.path)
        except DamagedRecordError as error:
            aside = self.path.with_name(f"{self.path.name}.damaged")
            _log.error("%s It is renamed to %s, and a new one begun", error, aside)
            self.path.replace(aside)
            return DeletionRecord()
