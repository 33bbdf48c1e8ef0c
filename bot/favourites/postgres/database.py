"""The database in a server, whose version is checked before anything is written to it."""

import asyncio
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Collection,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from itertools import chain
from math import inf
from typing import Any, TypeVar

import asyncpg

from bot.favourites.database import LONG_TIMEOUT, SHORT_TIMEOUT, Row, Work
from bot.favourites.errors import StoreError
from bot.favourites.identity import DatabaseInfo, require_not_moved
from bot.favourites.postgres.connection import (
    Connection,
    Pool,
    attempt,
    without_statement_timeout,
)
from bot.favourites.postgres.errors import (
    away_error,
    read_only_error,
    slow_error,
    translate_postgres_errors,
)
from bot.favourites.postgres.schema import (
    SCHEMA,
    migrate,
    read_version,
    require_finished,
    require_latest_version,
)
from bot.favourites.queries import Kind, Queries, Query, load_queries
from bot.favourites.schema import VERSION
from bot.runtime.postgres_url import PostgresUrl

CONNECT_TIMEOUT = 10.0
"""Seconds for the first connection."""
CLOSE_TIMEOUT = 2.0
"""Seconds for statements under way when the pool is closed; then they are cut off."""
MAX_CONNECTIONS = 10
"""Connections of one process; PostgreSQL allows 100 in all unless it is told otherwise."""

# The keys of groups are negative, so that they are nobody's among the members.
_LOCK = """
    SELECT CASE WHEN key < 0 THEN pg_advisory_xact_lock_shared(key)
        ELSE pg_advisory_xact_lock(key) END
    FROM unnest($1::bigint[]) AS key
"""
_LOCK_GROUP = "SELECT pg_advisory_xact_lock(-$1::bigint)"

T = TypeVar("T")

_SESSION = {
    "application_name": "nomen",
    "search_path": SCHEMA,
    "default_transaction_isolation": "read committed",
    # What nobody waits for any more ends by itself.
    "statement_timeout": "30s",
    "client_connection_check_interval": "1s",
    # Nor does a transaction, with its locks, whose process was cut off.
    "idle_in_transaction_session_timeout": "60s",
}


class PostgresTransaction:
    """`Transaction`, which documents the methods, on a connection."""

    def __init__(self, connection: Connection, queries: Queries) -> None:
        self._connection = connection
        self._queries = queries

    async def fetch(self, query: str | Query, /, **parameters: Any) -> Sequence[Row]:  # noqa: ANN401 - SQL's values
        """Run a query."""
        found = self._queries.find(query)
        rows = await self._connection.fetch(found.sql, *found.numbered(parameters))
        return [*map(tuple, rows)]

    async def many(self, query: str | Query, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Run a query for each of the parameters."""
        found = self._queries.find(query)
        await self._connection.executemany(found.sql, map(found.numbered, parameters))

    async def lock(self, members: Collection[int], groups: Collection[int] = ()) -> None:
        """Lock members, and share groups."""
        keys = chain(sorted(set(members)), (-guild for guild in sorted(set(groups)) if guild))
        await self._connection.fetch(_LOCK, [*keys])

    async def lock_group(self, guild: int) -> None:
        """Lock a group."""
        await self._connection.fetch(_LOCK_GROUP, guild)


class PostgresDatabase:
    """`Database`, which documents the methods, in a server that several processes share."""

    kind: Kind = "postgres"

    def __init__(
        self,
        pool: Pool,
        request_timeout: float = SHORT_TIMEOUT,
        on_deletion: Callable[[], object] = lambda: None,
    ) -> None:
        """Wrap a pool; the timeout is of each request with all of its attempts, in seconds."""
        self._pool = pool
        self._timeout = request_timeout
        self._on_deletion = on_deletion
        self._queries = load_queries("postgres")
        self._stream_lock = asyncio.Lock()

    async def fetch(
        self,
        query: str | Query,
        /,
        within: float | None = None,
        **parameters: Any,  # noqa: ANN401 - SQL's values
    ) -> Sequence[Row]:
        """Run a query."""

        async def run(connection: Connection) -> Sequence[Row]:
            return await PostgresTransaction(connection, self._queries).fetch(query, **parameters)

        return await attempt(self._pool, run, within or self._timeout)

    async def stream(
        self,
        query: str | Query,
        size: int,
        **parameters: Any,  # noqa: ANN401 - SQL's values
    ) -> AsyncGenerator[Sequence[Row], None]:
        """Yield rows in pages; one query at a time."""
        found = self._queries.find(query)
        with translate_postgres_errors():
            try:
                async with (
                    asyncio.timeout(LONG_TIMEOUT) as deadline,
                    self._stream_lock,
                    self._pool.acquire() as connection,
                    connection.transaction(),
                ):
                    try:
                        cursor = await connection.cursor(found.sql, *found.numbered(parameters))
                        while rows := await cursor.fetch(size):
                            yield [*map(tuple, rows)]
                    except asyncio.CancelledError:
                        connection.terminate()  # a network may pass nothing on
                        raise
            except TimeoutError:
                if not deadline.expired():
                    raise
                raise slow_error() from None

    @staticmethod
    def texts(values: Collection[str]) -> list[str]:
        """Return texts as an array."""
        return [*values]

    async def transact(
        self,
        work: Work[T],
        within: float | None = None,
        *,
        repeatable: bool = True,
    ) -> T:
        """Do work in a transaction, which may have to be done again from its beginning."""

        async def run(connection: Connection) -> T:
            async with connection.transaction():
                return await work(PostgresTransaction(connection, self._queries))

        if within != inf:
            return await attempt(self._pool, run, within or self._timeout, repeatable=repeatable)
        with translate_postgres_errors():
            async with self._pool.acquire() as connection, without_statement_timeout(connection):
                return await run(connection)

    async def check(self) -> None:
        """See that the server answers, and takes changes."""
        ((is_read_only,),) = await self.fetch("is_read_only")
        if is_read_only:
            raise read_only_error()

    async def erase(self, patience: float = 0) -> bool:  # noqa: ARG002 - the server's files are its own
        """Have what was deleted recorded elsewhere."""
        self._on_deletion()
        return True


@asynccontextmanager
async def open_database(
    url: PostgresUrl,
    *,
    request_timeout: float = SHORT_TIMEOUT,
    on_deletion: Callable[[], object] = lambda: None,
) -> AsyncIterator[PostgresDatabase]:
    """Open a database, creating its tables or migrating them to the latest version.

    Args:
        url: where it is; the database itself must exist.
        request_timeout: seconds for a request.
        on_deletion: called when a deletion is recorded.

    Raises:
        StoreError: it cannot be reached or used, is a newer Nomen's, was moved elsewhere, or a move
            into it was cut off; it is unchanged.
    """
    async with _connect(url) as pool:
        await _migrate(pool, url, is_unfinished=False)
        database = PostgresDatabase(pool, request_timeout, on_deletion)
        await require_not_moved(database, f"The database {url}")
        yield database


@asynccontextmanager
async def open_for_filling(url: PostgresUrl) -> AsyncIterator[PostgresDatabase]:
    """Open the target of a move, which may have been cut off before.

    Raises:
        StoreError: it cannot be reached or used, or is a newer Nomen's; it is left unchanged.
    """
    async with _connect(url) as pool:
        await _migrate(pool, url, is_unfinished=True)
        yield PostgresDatabase(pool)


async def _migrate(pool: Pool, url: PostgresUrl, *, is_unfinished: bool) -> None:
    subject = f"The database {url}"
    with translate_postgres_errors(subject):
        async with pool.acquire() as connection:
            if not is_unfinished:
                await require_finished(connection, subject)
            await migrate(connection, subject)


@asynccontextmanager
async def open_existing(
    url: PostgresUrl, *, even_moved: bool = False
) -> AsyncIterator[PostgresDatabase]:
    """Open a database without changing its tables.

    Args:
        url: where it is.
        even_moved: whether to open it although everything was moved elsewhere.

    Raises:
        StoreError: it cannot be reached or used, has no tables, or those of another version, or
            was moved elsewhere.
    """
    subject = f"The database {url}"
    async with _connect(url) as pool:
        with translate_postgres_errors(subject):
            async with pool.acquire() as connection:
                await require_finished(connection, subject)
                if not await read_version(connection, subject):
                    message = f"{subject} is empty."
                    raise StoreError(message)
                await require_latest_version(connection, subject)
        database = PostgresDatabase(pool)
        if not even_moved:
            await require_not_moved(database, subject)
        yield database


async def inspect_database(url: PostgresUrl) -> DatabaseInfo:
    """Check that a database can be read and written, without changing it; a bot may be running.

    Raises:
        StoreError: it cannot be reached or written, or is a newer Nomen's.
    """
    subject = f"The database {url}"
    async with _connect(url) as pool:
        with translate_postgres_errors(subject):
            async with pool.acquire() as connection:
                version = await read_version(connection, subject)
        database = PostgresDatabase(pool)
        ((size,),) = await database.fetch("size")
        ((is_read_only,),) = await database.fetch("is_read_only")
        miscounted = 0
        if version == VERSION["postgres"]:
            ((miscounted,),) = await database.fetch("miscounted", LONG_TIMEOUT)
    if is_read_only:
        raise read_only_error(subject)
    return DatabaseInfo(version, size, miscounted)


@asynccontextmanager
async def _connect(url: PostgresUrl) -> AsyncIterator[Pool]:
    subject = f"The database {url}"
    with translate_postgres_errors(subject):
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                pool = await asyncpg.create_pool(
                    url.dsn,
                    # None is kept open for later: asyncpg would log each that it cannot replace.
                    min_size=0,
                    max_size=MAX_CONNECTIONS,
                    server_settings=_SESSION,
                    reset=_keep_session,
                )
                async with pool.acquire():
                    pass  # now the address is known to be right
        except TimeoutError:
            raise away_error(subject) from None
        except ValueError as error:  # of the URL's parameters
            message = f"{subject} has an address that PostgreSQL does not understand: {error}."
            raise StoreError(message) from error
    try:
        yield pool
    finally:
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await pool.close()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # late, or just lost
            pool.terminate()


async def _keep_session(_connection: object) -> None:
    """Skip resetting a session when it is given back, which nothing here changes."""
