"""The database in a PostgreSQL server, which several processes share, by a pool of asyncpg."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import asyncpg

from bot.runtime.postgres_url import PostgresUrl
from bot.store.database import SHORT_TIMEOUT, Row, Work, new_identity, require_version
from bot.store.errors import StoreBusyError, StoreError
from bot.store.queries import Query, load_queries, tables_script

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

T = TypeVar("T")
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
_Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"

CONNECT_TIMEOUT = 10.0
"""Seconds for a connection."""
CLOSE_TIMEOUT = 2.0
"""Seconds for what is under way when the pool is closed; then it is cut off."""
MAX_CONNECTIONS = 10
"""Connections of one process; PostgreSQL allows 100 in all unless it is told otherwise."""
RETRY_DELAYS = (0.02, 0.1, 0.3, 0.3, 0.3)
"""Seconds before each further attempt at what was certainly not committed."""

_CREATION_LOCK = 0x4E6F6D6E
"""Key of the advisory lock under which one process makes the tables."""
_SETTINGS = {
    "application_name": "nomen",
    "search_path": "nomen",
    "default_transaction_isolation": "read committed",
    # What nobody waits for any more ends by itself.
    "statement_timeout": "30s",
    "client_connection_check_interval": "1s",
    "idle_in_transaction_session_timeout": "60s",
}
_PASSING = (
    OSError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # the server is being stopped, or restarts
    asyncpg.InterfaceError,  # among others: the connection is closed
    asyncpg.InternalClientError,  # the server's last words came between two statements
)
"""Errors that may pass by themselves, after which nothing is done before a commit."""
_LASTING = (ValueError, asyncpg.QueryCanceledError)
"""Those of them that do not: a parameter of the wrong type, and what took too long."""
_ABOUT_VALUES = ("22", "23")
"""Classes of SQLSTATE whose messages may quote what members typed."""


class PostgresDatabase:
    """`Database`, which documents the methods, in a server."""

    def __init__(self, url: PostgresUrl, pool: Pool) -> None:
        self.url = url
        self._pool = pool
        self._queries = load_queries("postgres")

    async def fetch(self, query: str, /, **parameters: object) -> Sequence[Row]:
        """Run a query."""

        async def read(connection: _Connection) -> Sequence[Row]:
            return await _Transaction(self._queries, connection).fetch(query, **parameters)

        return await self._attempt(read, SHORT_TIMEOUT)

    async def transact(self, work: Work[T], within: float = SHORT_TIMEOUT) -> T:
        """Do work in a transaction."""

        async def do_work(connection: _Connection) -> T:
            async with _committed(self.url, connection):
                return await work(_Transaction(self._queries, connection))

        return await self._attempt(do_work, within)

    async def _attempt(self, work: Callable[[_Connection], Awaitable[T]], within: float) -> T:
        """Do work on a connection, again from its beginning while nothing is committed."""
        delays = iter(RETRY_DELAYS)
        with translated_errors(self.url):
            try:
                async with asyncio.timeout(within):
                    while True:
                        try:
                            async with self._connection() as connection:
                                return await work(connection)
                        except _PASSING as error:
                            delay = next(delays, None)
                            if delay is None or isinstance(error, _LASTING):
                                raise
                        await self._pool.expire_connections()  # the others may have gone, too
                        await asyncio.sleep(delay)
            except TimeoutError:
                raise _busy(self.url, "took too long to answer") from None

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[_Connection]:
        """Take a connection; one that nobody waits for any more is cut off.

        A network that passes nothing on would keep its cancellation waiting, too.
        """
        connection = await self._pool.acquire()
        try:
            yield connection
        except (asyncio.CancelledError, TimeoutError):
            connection.terminate()
            raise
        finally:
            await self._pool.release(connection)


class _Transaction:
    """`Transaction` on a connection."""

    def __init__(self, queries: Mapping[str, Query], connection: _Connection) -> None:
        self._queries, self._connection = queries, connection

    async def fetch(self, query: str, /, **parameters: object) -> Sequence[Row]:
        """Run a query."""
        found = self._queries[query]
        values = (parameters[name] for name in found.names)
        return [tuple(row) for row in await self._connection.fetch(found.sql, *values)]


@asynccontextmanager
async def _committed(url: PostgresUrl, connection: _Connection) -> AsyncIterator[None]:
    """Begin a transaction, and commit it at the end of the context.

    Raises:
        StoreBusyError: the connection was lost during the commit, which may have been made.
    """
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield
    except BaseException:
        if not connection.is_closed():
            await transaction.rollback()
        raise
    try:
        await transaction.commit()
    except _PASSING as error:
        raise _busy(url, "cannot be reached") from error


@asynccontextmanager
async def open_database(
    url: PostgresUrl, *, create: bool = True
) -> AsyncIterator[PostgresDatabase]:
    """Open a database.

    Args:
        url: where it is; the database itself must exist.
        create: whether to make the tables where there are none.

    Raises:
        StoreError: it cannot be reached or used; it is left as it is.
    """
    with translated_errors(url):
        pool = await asyncpg.create_pool(
            url.dsn,
            min_size=0,
            max_size=MAX_CONNECTIONS,
            timeout=CONNECT_TIMEOUT,
            server_settings=_SETTINGS,
        )
    try:
        with translated_errors(url):
            async with pool.acquire() as connection, connection.transaction():
                await _prepare(url, connection, create=create)
        yield PostgresDatabase(url, pool)
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await pool.close()


async def _prepare(url: PostgresUrl, connection: _Connection, *, create: bool) -> None:
    """Check the tables, and make them where there are none."""
    queries = load_queries("postgres")
    await connection.execute("SELECT pg_advisory_xact_lock($1)", _CREATION_LOCK)
    if not await connection.fetchval(queries["has_schema"].sql):
        if not create:
            message = f"The database {url} has no tables of Nomen’s."
            raise StoreError(message)
        await connection.execute(queries["create_schema"].sql)
        await connection.execute(tables_script())
        begin, identity = queries["begin"], new_identity()
        await connection.execute(begin.sql, *(identity[name] for name in begin.names))
    require_version(f"The database {url}", await connection.fetchval(queries["version"].sql))


@contextmanager
def translated_errors(url: PostgresUrl) -> Iterator[None]:
    """Turn asyncpg's errors into `StoreError`s that begin with the database's address."""
    try:
        yield
    except asyncpg.DiskFullError as error:
        message = f"The database {url} has no room left on its disk."
        raise StoreError(message) from error
    except asyncpg.ReadOnlySQLTransactionError as error:
        message = f"The database {url} may only be read."
        raise StoreError(message) from error
    except asyncpg.QueryCanceledError as error:
        raise _busy(url, "took too long to answer") from error
    except (
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
        OSError,
    ) as error:
        lasts = isinstance(error, _LASTING) or not isinstance(error, _PASSING)
        if not lasts:
            raise _busy(url, "cannot be reached") from error
        message = f"The database {url} failed: {_summary(error)}."
        raise StoreError(message) from error


def _busy(url: PostgresUrl, what: str) -> StoreBusyError:
    return StoreBusyError(f"The database {url} {what}. Try again in a moment.")


def _summary(error: Exception) -> str:
    """Return the error's first line, or only its type if it may quote what members typed."""
    is_about_values = (getattr(error, "sqlstate", None) or "").startswith(_ABOUT_VALUES)
    return ("" if is_about_values else str(error).partition("\n")[0]) or type(error).__name__
