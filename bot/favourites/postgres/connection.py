"""Connections to PostgreSQL: what passes by itself is tried again until a deadline."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import chain, repeat
from typing import TYPE_CHECKING, TypeAlias, TypeVar

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

TIMEOUT = 2.0
"""Seconds for a request, all attempts and waiting included; Discord gives up after three."""
LONG_TIMEOUT = 30.0
"""Seconds for a query whose rows are read in pages, and for a deletion or a purge's step."""
RETRY_DELAYS = (0.02, 0.1, 0.3)
"""Seconds between attempts; the last is repeated."""

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"
T = TypeVar("T")


class Database:
    """A pool of connections.

    Every method may raise `StoreError`. Then nothing was changed, unless the connection was lost
    while the server was committing: nobody can tell whether it has.
    """

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", timeout: float = TIMEOUT) -> None:
        """Wrap a pool; `timeout` is in seconds, for each request with all of its attempts."""
        self._pool = pool
        self._timeout = timeout
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

        return await self._attempt(run, within or self._timeout, repeatable=repeatable)

    async def transact(
        self, work: Callable[[Connection], Awaitable[T]], within: float = LONG_TIMEOUT
    ) -> T:
        """Do work in a transaction, which may have to be done again from its beginning.

        Args:
            work: what to do; a repetition of what has been committed must do no harm.
            within: seconds for all attempts together.
        """

        async def run(connection: Connection) -> T:
            async with connection.transaction():
                return await work(connection)

        return await self._attempt(run, within, repeatable=True)

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
                    cursor = await connection.cursor(sql, *parameters)
                    while rows := await cursor.fetch(size):
                        yield rows
            except TimeoutError:
                if not deadline.expired():
                    raise
                raise slow_error() from None

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Connection]:
        """Use one connection without a deadline, for the host's commands."""
        with translate_postgres_errors():
            async with self._pool.acquire() as connection:
                yield connection

    async def _attempt(
        self, run: Callable[[Connection], Awaitable[T]], within: float, *, repeatable: bool
    ) -> T:
        failed = False
        try:
            async with asyncio.timeout(within):
                for delay in chain(RETRY_DELAYS, repeat(RETRY_DELAYS[-1])):
                    began = False
                    try:
                        async with self._pool.acquire() as connection:
                            began = True
                            return await run(connection)
                    except Exception as error:  # noqa: BLE001 - raised again unless it passes
                        await self._require_passing(error, repeatable=repeatable or not began)
                    failed = True
                    await asyncio.sleep(delay)
        except TimeoutError:
            raise (away_error() if failed else slow_error()) from None
        raise AssertionError  # the loop has no end

    async def _require_passing(self, error: Exception, *, repeatable: bool) -> None:
        """Raise an error again unless another attempt may succeed and does no harm."""
        lost = is_connection_lost(error)
        if lost:
            await self._pool.expire_connections()  # the others have gone with it
        if not (is_rolled_back(error) or (lost and repeatable)):
            with translate_postgres_errors():
                raise error
