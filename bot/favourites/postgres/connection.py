"""Connections to PostgreSQL: what passes by itself is tried again until a deadline."""

import asyncio
import contextlib
import math
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import chain, repeat
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import asyncpg

from bot.favourites.database import LONG_TIMEOUT, SHORT_TIMEOUT
from bot.favourites.postgres.errors import (
    away_error,
    is_connection_lost,
    is_rolled_back,
    slow_error,
    translate_postgres_errors,
)

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

RETRY_DELAYS = (0.02, 0.1, 0.3)
"""Seconds between attempts; the last is repeated."""

CANCEL_TIMEOUT = 0.5
"""Seconds for the server to stop what nobody waits for any more."""

T = TypeVar("T")
Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"
Work: TypeAlias = Callable[[Connection], Awaitable[T]]
"""What is done on a connection; a repetition of what has been committed must do no harm."""


class Connections:
    """A pool of connections.

    Attributes:
        timeout: seconds for each request with all of its attempts.

    Every method may raise `StoreError`. Then nothing was changed, unless the connection was lost
    while the server was committing: nobody can tell whether it has.
    """

    def __init__(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        timeout: float = SHORT_TIMEOUT,
    ) -> None:
        """Wrap a pool; the timeout is of each request with all of its attempts, in seconds."""
        self.timeout = timeout
        self._pool = pool
        self._stream_lock = asyncio.Lock()

    async def fetch_all(
        self,
        sql: str,
        *parameters: object,
        repeatable: bool = True,
        within: float | None = None,
    ) -> list[asyncpg.Record]:
        """Run one statement, which is a transaction of its own, and return its rows.

        Args:
            sql: the statement.
            parameters: its parameters.
            repeatable: whether to try again if nobody can tell whether it has been committed.
            within: seconds for all attempts together; None for a request's.
        """

        async def run(connection: Connection) -> list[asyncpg.Record]:
            return await connection.fetch(sql, *parameters)

        return await self._attempt(run, within or self.timeout, repeatable=repeatable)

    async def transact(
        self,
        work: Work[T],
        within: float = LONG_TIMEOUT,
        *,
        repeatable: bool = True,
    ) -> T:
        """Do work in a transaction, which may have to be done again from its beginning.

        Args:
            work: what to do.
            within: seconds for all attempts together; infinity for one without a deadline.
            repeatable: whether to try again if nobody can tell whether it has been committed.
        """

        async def run(connection: Connection) -> T:
            async with connection.transaction():
                return await work(connection)

        if within == math.inf:
            async with self.session() as connection:
                return await run(connection)
        return await self._attempt(run, within, repeatable=repeatable)

    async def stream(
        self, sql: str, parameters: tuple[object, ...], size: int
    ) -> AsyncGenerator[list[asyncpg.Record], None]:
        """Run a query and yield its rows in pages, all as of one moment; one query at a time."""
        with translate_postgres_errors():
            try:
                async with (
                    asyncio.timeout(LONG_TIMEOUT) as deadline,
                    self._stream_lock,
                    self._pool.acquire() as connection,
                    connection.transaction(),
                ):
                    try:
                        cursor = await connection.cursor(sql, *parameters)
                        while rows := await cursor.fetch(size):
                            yield rows
                    except asyncio.CancelledError:
                        connection.terminate()  # a network may pass nothing on
                        raise
            except TimeoutError:
                if not deadline.expired():
                    raise
                raise slow_error() from None

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Connection]:
        """Use one connection without a deadline, for the host's commands."""
        with translate_postgres_errors():
            async with (
                self._pool.acquire() as connection,
                without_statement_timeout(connection),
            ):
                yield connection

    async def _attempt(self, run: Work[T], within: float, *, repeatable: bool) -> T:
        attempts = _Attempts(self._pool, run, repeatable=repeatable)
        task = asyncio.create_task(attempts.make())
        try:
            await asyncio.wait({task}, timeout=within)
        finally:
            if not task.done():
                await attempts.give_up(task)
            elif not task.cancelled():
                task.exception()  # else asyncio logs it if this is cancelled just then
        if task.cancelled() or not task.done():
            if attempts.failure is None:
                raise slow_error()
            raise away_error() from attempts.failure
        return task.result()


@asynccontextmanager
async def without_statement_timeout(connection: Connection) -> AsyncIterator[None]:
    """Let statements take as long as they need, and wait for others' locks, while active."""
    await connection.execute("SET statement_timeout = 0")
    yield
    await connection.execute("RESET statement_timeout")


class _Attempts(Generic[T]):
    """Attempts at some work until one succeeds, or fails in a way that does not pass."""

    def __init__(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        run: Work[T],
        *,
        repeatable: bool,
    ) -> None:
        self.failure: Exception | None = None
        self._pool = pool
        self._run = run
        self._repeatable = repeatable
        self._connection: Connection | None = None

    async def make(self) -> T:
        """Make them.

        Raises:
            StoreError: one failed for good.
        """
        for delay in chain(RETRY_DELAYS, repeat(RETRY_DELAYS[-1])):
            self._connection = None
            try:
                async with self._pool.acquire() as self._connection:
                    return await self._run(self._connection)
            except Exception as error:  # noqa: BLE001 - raised again unless it passes
                await self._require_passing(error)
                self.failure = error
            await asyncio.sleep(delay)
        raise AssertionError  # the loop has no end

    async def _require_passing(self, error: Exception) -> None:
        """Raise an error again unless another attempt may succeed and does no harm."""
        lost = is_connection_lost(error)
        if lost:
            await self._pool.expire_connections()  # the others have gone with it
        may_repeat = self._repeatable or self._connection is None
        if not (is_rolled_back(error) or (lost and may_repeat)):
            with translate_postgres_errors():
                raise error

    async def give_up(self, task: "asyncio.Task[T]") -> None:
        """Have the server stop, and do not wait long for a network that passes nothing on."""
        task.cancel()
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.wait({task}, timeout=CANCEL_TIMEOUT)
        if not task.done() and self._connection is not None:
            with contextlib.suppress(asyncpg.InterfaceError):  # it has just been given back
                self._connection.terminate()
