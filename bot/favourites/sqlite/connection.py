"""The two ways to a database: one connection that writes, in turn, and one that reads."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.errors import busy, is_damage, translate_sqlite_errors

SMALL = 2500
"""Pages of a file that is written anew in a moment: 10 MB, some 50,000 stars."""
SIZE = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
"""Asks how many bytes the database takes."""

Value = int | float | str | bytes | None
"""What SQLite keeps."""

_AT_ONCE = 0.1
"""Seconds in which a turn has come at once, and the least that a lock is waited for."""

_log = logging.getLogger(__name__)


class ReadConnection:
    """A connection that only reads, and sees what is committed and nothing else."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Run one query.

        Raises:
            StoreError: it failed.
        """
        with translate_sqlite_errors():
            return list(await self._connection.execute_fetchall(sql, parameters))

    async def size(self) -> int:
        """Tell how many bytes the database takes.

        Raises:
            StoreError: it cannot be read.
        """
        ((size,),) = await self.rows(SIZE)
        return int(size)


class WriteConnection:
    """The one connection that writes, for one at a time."""

    def __init__(self, connection: aiosqlite.Connection, patience: float) -> None:
        """Write by a connection whose patience, in seconds, is for turns and locks together."""
        self._connection = connection
        self._patience = self._for_locks = patience
        self._turn = asyncio.Lock()
        self._damage: StoreError | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Wait for a turn, and keep all that is done in it or nothing.

        Raises:
            StoreError: it could not be kept.
        """
        async with self.turn() as turn, transaction(turn) as connection:
            yield connection

    async def run(self, sql: str, *parameters: Value) -> list[sqlite3.Row]:
        """Wait for a turn, and run one statement, which SQLite keeps whole or not at all.

        It asks SQLite's thread once, a transaction of one statement four times.

        Raises:
            StoreError: it could not be kept.
        """
        async with self.turn() as connection:
            return list(await connection.execute_fetchall(sql, parameters))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[aiosqlite.Connection]:
        """Wait for a turn, in which each statement is kept by itself and no other comes between.

        Once the file was found to be damaged nothing more is written into it, so that it can be
        looked into, and so that nobody is told that a star is kept which will be lost.

        Raises:
            StoreError: something could not be kept.
        """
        async with self._given_a_turn() as left:
            if self._damage is not None:
                raise self._damage
            try:
                with translate_sqlite_errors():
                    await self._wait_for_locks(left)
                    yield self._connection
            except StoreError as error:
                if is_damage(error):
                    self._damage = error
                raise

    @asynccontextmanager
    async def _given_a_turn(self) -> AsyncIterator[float]:
        """Wait for a turn, and tell how much of the patience is left."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._patience
        try:
            async with asyncio.timeout(self._patience):
                await self._turn.acquire()
        except TimeoutError:
            raise busy() from None
        try:
            yield end - loop.time()
        finally:
            self._turn.release()

    async def _wait_for_locks(self, left: float) -> None:
        """Have SQLite wait for another program's lock for what is left of the patience."""
        # Most had their turn at once, and for them nothing need be asked of SQLite.
        seconds = self._patience if left > self._patience - _AT_ONCE else max(left, _AT_ONCE)
        if seconds != self._for_locks:
            self._for_locks = seconds
            await self._connection.execute_fetchall(f"PRAGMA busy_timeout = {int(1000 * seconds)}")

    async def wipe(self) -> None:
        """Leave no byte of what was deleted in the file, or in the log of changes beside it.

        SQLite overwrites what it deletes, but not the copies that it left behind while it split
        pages; those go when the whole file is written anew. That is done for a file of `SMALL`
        pages at most, for all others wait meanwhile. It never raises: the deletion itself is kept.
        """
        async with self._turn:
            if self._damage is not None:
                return
            try:
                ((pages,),) = await self._connection.execute_fetchall("PRAGMA page_count")
                if pages <= SMALL:
                    await self._connection.execute_fetchall("VACUUM")
                await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                _log.warning("What was deleted may have left traces in the file: %s", error)


@asynccontextmanager
async def transaction(
    connection: aiosqlite.Connection, begin: str = "BEGIN IMMEDIATE"
) -> AsyncIterator[aiosqlite.Connection]:
    """Keep all that is done meanwhile or, if anything is raised, nothing."""
    try:
        await connection.execute_fetchall(begin)
        yield connection
        await connection.commit()
    except BaseException:
        # Whoever gave up waiting left their statements in the connection's queue, BEGIN among
        # them: this stands behind them, and does nothing where no transaction is open.
        await connection.rollback()
        raise


async def changed(connection: aiosqlite.Connection, sql: str, *parameters: Value) -> int:
    """Run one statement and count the rows that it changed, by triggers not included."""
    async with connection.execute(sql, parameters) as cursor:
        return cursor.rowcount
