"""Connections to the database: one that writes, serialised by a lock, and one that reads."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.errors import busy_error, is_damage, translate_sqlite_errors

MAX_VACUUM_PAGES = 2500
"""Size up to which a file is vacuumed after deletions: 10 MB, about 50,000 stars."""
SIZE_QUERY = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
"""Selects the size of the database in bytes."""

SqlValue = int | float | str | bytes | None

_MIN_LOCK_TIMEOUT = 0.1
"""Seconds for which a file lock is waited for at least, however late the write lock was free."""

_log = logging.getLogger(__name__)


class ReadConnection:
    """A read-only connection, which sees committed data only."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch_all(self, sql: str, parameters: Sequence[SqlValue] = ()) -> list[sqlite3.Row]:
        """Run a query and return its rows.

        Raises:
            StoreError: it failed.
        """
        with translate_sqlite_errors():
            return list(await self._connection.execute_fetchall(sql, parameters))


class WriteConnection:
    """The only connection that writes, used by one task at a time."""

    def __init__(self, connection: aiosqlite.Connection, lock_timeout: float) -> None:
        """Wrap a connection.

        Args:
            connection: SQLite's busy timeout on it must be the lock timeout.
            lock_timeout: seconds to wait for other tasks and other programs together.
        """
        self._connection = connection
        self._lock_timeout = self._busy_timeout = lock_timeout
        self._lock = asyncio.Lock()
        self._damage: StoreError | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Wait for the write lock and run a transaction: all of it is committed, or nothing.

        Raises:
            StoreError: it could not be committed.
        """
        async with self.exclusive() as exclusive, transaction(exclusive) as connection:
            yield connection

    async def execute(self, sql: str, *parameters: SqlValue) -> list[sqlite3.Row]:
        """Wait for the write lock, run one statement, which is atomic, and return its rows.

        It calls SQLite's thread once; a transaction of one statement would four times.

        Raises:
            StoreError: it failed.
        """
        async with self.exclusive() as connection:
            return list(await connection.execute_fetchall(sql, parameters))

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[aiosqlite.Connection]:
        """Wait for the write lock; within it, each statement is committed by itself.

        Once the file was found to be damaged nothing more is written to it, to preserve it for
        recovery and not to acknowledge stars that would be lost.

        Raises:
            StoreError: a statement failed, or the lock was not free in time.
        """
        async with self._acquire_lock() as remaining:
            if self._damage is not None:
                raise self._damage
            try:
                with translate_sqlite_errors():
                    await self._set_busy_timeout(remaining)
                    yield self._connection
            except StoreError as error:
                if is_damage(error):
                    self._damage = error
                raise

    @asynccontextmanager
    async def _acquire_lock(self) -> AsyncIterator[float]:
        """Hold the write lock, and yield the seconds that remain of the timeout."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._lock_timeout
        try:
            async with asyncio.timeout(self._lock_timeout):
                await self._lock.acquire()
        except TimeoutError:
            raise busy_error() from None
        try:
            yield deadline - loop.time()
        finally:
            self._lock.release()

    async def _set_busy_timeout(self, remaining: float) -> None:
        """Have SQLite wait for other programs' locks for the rest of the timeout."""
        # Mostly the write lock was free at once, and SQLite's timeout need not be changed.
        waited = self._lock_timeout - remaining
        seconds = (
            self._lock_timeout if waited < _MIN_LOCK_TIMEOUT else max(remaining, _MIN_LOCK_TIMEOUT)
        )
        if seconds != self._busy_timeout:
            self._busy_timeout = seconds
            await self._connection.execute_fetchall(f"PRAGMA busy_timeout = {int(1000 * seconds)}")

    async def erase_deleted_pages(self) -> None:
        """Leave no byte of deleted rows in the file, or in its write-ahead log.

        `secure_delete` overwrites deleted rows, but not the copies that page splits left behind;
        only a vacuum removes those. Files above `MAX_VACUUM_PAGES` are not vacuumed, since it
        blocks all other writes. It never raises: the deletion itself is committed already.
        """
        async with self._lock:
            if self._damage is not None:
                return
            try:
                ((pages,),) = await self._connection.execute_fetchall("PRAGMA page_count")
                if pages <= MAX_VACUUM_PAGES:
                    await self._connection.execute_fetchall("VACUUM")
                await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                _log.warning("What was deleted may have left traces in the file: %s", error)


@asynccontextmanager
async def transaction(
    connection: aiosqlite.Connection, begin: str = "BEGIN IMMEDIATE"
) -> AsyncIterator[aiosqlite.Connection]:
    """Commit everything done within the context or, if it raises, nothing."""
    try:
        await connection.execute_fetchall(begin)
        yield connection
        await connection.commit()
    except BaseException:
        # A cancelled task's statements, perhaps BEGIN, may still be in the connection's queue. The
        # rollback runs after them, and is a no-op outside a transaction.
        await connection.rollback()
        raise


async def execute_update(connection: aiosqlite.Connection, sql: str, *parameters: SqlValue) -> int:
    """Run a statement and return the number of rows changed, not counting those by triggers."""
    async with connection.execute(sql, parameters) as cursor:
        return cursor.rowcount
