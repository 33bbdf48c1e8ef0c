"""Connections to PostgreSQL: what passes by itself is tried again until a deadline."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import chain, repeat
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import asyncpg

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
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Work: TypeAlias = Callable[[Connection], Awaitable[T]]
"""What is done on a connection; a repetition of what has been committed must do no harm."""


async def attempt(pool: Pool, run: Work[T], within: float, *, repeatable: bool = True) -> T:
    """Do something on a connection, again if it failed in a way that passes by itself.

    Args:
        pool: the connections.
        run: what to do.
        within: seconds for all attempts together.
        repeatable: whether to try again if nobody can tell whether it has been committed.

    Raises:
        StoreError: it failed, or took too long.
    """
    attempts = _Attempts(pool, run, repeatable=repeatable)
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
        pool: Pool,
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
