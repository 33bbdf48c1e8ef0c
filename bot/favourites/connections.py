"""The two ways to a database: one connection that writes, in turn, and one that reads."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiosqlite

from bot.favourites.faults import told

Value = int | float | str | bytes | None
"""What SQLite keeps."""


class Reading:
    """A connection that only reads, and sees what is committed and nothing else."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Run one query.

        Raises:
            StoreError: it failed.
        """
        with told():
            return list(await self._connection.execute_fetchall(sql, parameters))


class Writing:
    """The one connection that writes, for one at a time."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Wait for a turn, and keep all that is done in it or nothing.

        Raises:
            StoreError: it could not be kept.
        """
        with told():
            async with self._turn, transaction(self._connection) as connection:
                yield connection

    async def wipe(self) -> None:
        """Empty the log of changes into the database, so that what was deleted is in neither.

        A long reader elsewhere may hinder it; the log is then emptied when the database is closed.
        """
        with told():
            async with self._turn:
                await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")


@asynccontextmanager
async def transaction(connection: aiosqlite.Connection) -> AsyncIterator[aiosqlite.Connection]:
    """Keep all that is done meanwhile or, if anything is raised, nothing."""
    try:
        await connection.execute_fetchall("BEGIN IMMEDIATE")
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
