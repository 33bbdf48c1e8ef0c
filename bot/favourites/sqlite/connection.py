"""Connections to the database: one that writes, serialised by a lock, and one that reads."""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

import aiosqlite

from bot.favourites.database import LONG_TIMEOUT, SHORT_TIMEOUT, Row, Work
from bot.favourites.errors import StoreError
from bot.favourites.queries import Kind, Queries, Query, load_queries
from bot.favourites.sqlite.errors import (
    busy_error,
    is_damage,
    slow_error,
    translate_sqlite_errors,
)
from bot.favourites.sqlite.file_guard import FileGuard

T = TypeVar("T")

_INTERRUPT_INTERVAL = 0.01
"""Seconds between interruptions of a query until it ends."""
_MIN_LOCK_TIMEOUT = 0.1
"""Seconds for which a file lock is waited for at least, however late the write lock was free."""


class Connection(aiosqlite.Connection):
    """A connection whose thread also runs functions."""

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function of the connection in its thread, after all that it was told before."""
        result: T = await self._execute(function, self._conn)  # type: ignore[no-untyped-call]
        return result


class SqliteReader:
    """`Reader`, which documents the methods, on a connection that runs one query at a time.

    It sees committed data only.
    """

    kind: Kind = "sqlite"

    def __init__(self, connection: aiosqlite.Connection, timeout: float = SHORT_TIMEOUT) -> None:
        """Wrap a connection; each query may wait and run for the timeout together, in seconds."""
        self._connection = connection
        self._timeout = timeout
        self._lock = asyncio.Lock()
        self._queries = load_queries("sqlite")

    async def fetch(
        self,
        query: str | Query,
        /,
        within: float | None = None,
        **parameters: Any,  # noqa: ANN401 - SQL's values
    ) -> Sequence[Row]:
        """Run a query; one that takes too long is interrupted."""
        sql = self._queries.find(query).sql
        deadline = asyncio.get_running_loop().time() + (within or self._timeout)
        async with self._turn(deadline):
            found = self._connection.execute_fetchall(sql, parameters)
            return list(await self._run(found, deadline))

    async def stream(
        self,
        query: str | Query,
        size: int,
        **parameters: Any,  # noqa: ANN401 - SQL's values
    ) -> AsyncGenerator[Sequence[Row], None]:
        """Yield rows in pages; other queries wait until that is done."""
        deadline = asyncio.get_running_loop().time() + LONG_TIMEOUT
        async with self._turn(deadline):
            found = self._connection.execute(self._queries.find(query).sql, parameters)
            cursor = await self._run(found, deadline)
            try:
                while rows := list(await self._run(cursor.fetchmany(size), deadline)):
                    yield rows
            finally:
                await cursor.close()

    @staticmethod
    def texts(values: Collection[str]) -> str:
        """Return texts as JSON."""
        return json.dumps([*values])

    @asynccontextmanager
    async def _turn(self, deadline: float) -> AsyncIterator[None]:
        """Wait for the queries before this one."""
        try:
            async with asyncio.timeout_at(deadline):
                await self._lock.acquire()
        except TimeoutError:
            raise slow_error() from None
        try:
            with translate_sqlite_errors():
                yield
        finally:
            self._lock.release()

    async def _run(self, step: Awaitable[T], deadline: float) -> T:
        """Await a step of a query; when nobody waits for it any more, end it before the next."""
        try:
            async with asyncio.timeout_at(deadline):
                return await step
        except TimeoutError:
            await self._interrupt()
            raise slow_error() from None
        except asyncio.CancelledError:
            await self._interrupt()
            raise

    async def _interrupt(self) -> None:
        """Interrupt what SQLite's thread has been told to do, until it is free."""
        probe = asyncio.create_task(_probe(self._connection))
        while not probe.done():
            # Repeated, since SQLite ignores it while its thread has not yet begun the query.
            await self._connection.interrupt()
            await asyncio.wait([probe], timeout=_INTERRUPT_INTERVAL)


class WriteConnection:
    """The only connection that writes, used by one task at a time."""

    def __init__(self, connection: Connection, guard: FileGuard, lock_timeout: float) -> None:
        """Wrap a connection.

        Args:
            connection: SQLite's busy timeout on it must be the lock timeout.
            guard: of the file that it has open.
            lock_timeout: seconds to wait for other tasks and other programs together.
        """
        self._connection = connection
        self._guard = guard
        self._lock_timeout = self._busy_timeout = lock_timeout
        self._lock = asyncio.Lock()
        self._damage: StoreError | None = None
        self._queries = load_queries("sqlite")

    async def transact(self, work: Work[T]) -> T:
        """Do work in a transaction: all of it is committed, or nothing.

        Raises:
            StoreError: it could not be committed.
        """
        async with self.exclusive() as connection:
            return await connection.run(partial(_transact, work, self._queries))

    async def check(self) -> None:
        """Ensure that the file can be written; if it is just being written, that nothing is wrong.

        Raises:
            StoreError: it cannot.
        """
        if self._lock.locked():
            self._require_sound()
            return
        async with self.exclusive() as exclusive, transaction(exclusive):
            pass

    def _require_sound(self) -> None:
        if self._damage is not None:
            raise self._damage

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[Connection]:
        """Wait for the write lock; within it, each statement is committed by itself.

        Once the file was found to be damaged or replaced nothing more is written to it, to preserve
        it for recovery and not to acknowledge stars that would be lost.

        Raises:
            StoreError: a statement failed, or the lock was not free in time.
        """
        async with self._acquire_lock() as remaining:
            self._require_sound()
            try:
                with translate_sqlite_errors():
                    await self._guard.require_unchanged()
                    await self._set_busy_timeout(remaining)
                    yield self._connection
                    self._guard.trust()
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


class _ThreadTransaction:
    """`Transaction` in SQLite's thread, where nothing has to be waited for."""

    def __init__(self, connection: sqlite3.Connection, queries: Queries) -> None:
        self._connection = connection
        self._queries = queries

    async def fetch(self, query: str | Query, /, **parameters: Any) -> Sequence[Row]:  # noqa: ANN401 - SQL's values
        """Run a query."""
        return self._connection.execute(self._queries.find(query).sql, parameters).fetchall()

    async def many(self, query: str | Query, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Run a query for each of the parameters."""
        self._connection.executemany(self._queries.find(query).sql, parameters)

    async def lock(self, *_: object) -> None:
        """Do nothing: the transaction has the whole database."""

    lock_group = lock


def _transact(work: Work[T], queries: Queries, connection: sqlite3.Connection) -> T:
    """Do all of a transaction at once, in SQLite's thread: each call of that takes a while."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = _finish(work(_ThreadTransaction(connection, queries)))
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return result


def _finish(work: Awaitable[T]) -> T:
    """Run a coroutine that never has to wait."""
    assert isinstance(work, Coroutine)  # noqa: S101 - `Work` is asynchronous functions
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    message = "A transaction awaits nothing but its own queries."
    raise RuntimeError(message)


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


async def wait_until_free(connection: aiosqlite.Connection) -> None:
    """Wait until SQLite's thread has done all that it has been told so far.

    It is for tasks that are cancelled, and waits on when they are cancelled again.
    """
    waiting = True
    while waiting:
        with contextlib.suppress(asyncio.CancelledError):
            await _probe(connection)
            waiting = False


async def _probe(connection: aiosqlite.Connection) -> None:
    """Have SQLite's thread do next to nothing, after all that it has been told before."""
    with contextlib.suppress(sqlite3.Error):  # it may be interrupted, too
        await connection.execute_fetchall("SELECT 1")
