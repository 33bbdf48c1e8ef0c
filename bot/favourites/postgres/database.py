"""Opening the database, whose version is checked before anything is written to it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg

from bot.favourites.errors import StoreError
from bot.favourites.identity import DatabaseInfo
from bot.favourites.postgres.connection import TIMEOUT, Database
from bot.favourites.postgres.errors import away_error, read_only_error, translate_postgres_errors
from bot.favourites.postgres.schema import (
    SCHEMA,
    migrate,
    read_version,
    require_finished,
    require_latest_version,
)
from bot.runtime.postgres_url import PostgresUrl

CONNECT_TIMEOUT = 10.0
"""Seconds for the first connection."""
CLOSE_TIMEOUT = 2.0
"""Seconds for statements under way when the pool is closed; then they are cut off."""
MAX_CONNECTIONS = 10
"""Connections of one process; PostgreSQL allows 100 in all unless it is told otherwise."""

STATE_QUERY = """
    SELECT pg_database_size(current_database()),
        pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean
"""
"""Selects the size of the database in bytes, and whether it may only be read."""

_SESSION = {
    "application_name": "nomen",
    "search_path": SCHEMA,
    "default_transaction_isolation": "read committed",
    # What nobody waits for any more ends by itself.
    "statement_timeout": "30s",
    "client_connection_check_interval": "1s",
    "idle_in_transaction_session_timeout": "60s",
}


@asynccontextmanager
async def open_for_writing(
    url: PostgresUrl,
    *,
    request_timeout: float = TIMEOUT,
    connections: int = MAX_CONNECTIONS,
    is_permitted: Callable[[], bool] = lambda: True,
) -> AsyncIterator[Database]:
    """Open a database, creating its tables or migrating them to the latest version.

    Args:
        url: where it is; the database itself must exist.
        request_timeout: seconds for a request.
        connections: how many there are at most.
        is_permitted: whether the process may use the database now; requests wait until then.

    Raises:
        StoreError: it cannot be reached or used, is a newer Nomen's, or a move into it was cut off;
            it is left unchanged.
    """
    async with _connect(url, connections) as pool:
        await _migrate(pool, url, is_unfinished=False)
        yield Database(pool, request_timeout, is_permitted)


@asynccontextmanager
async def open_for_filling(url: PostgresUrl) -> AsyncIterator[Database]:
    """Open the target of a move, which may have been cut off before.

    Raises:
        StoreError: it cannot be reached or used, or is a newer Nomen's; it is left unchanged.
    """
    async with _connect(url) as pool:
        await _migrate(pool, url, is_unfinished=True)
        yield Database(pool)


async def _migrate(
    pool: "asyncpg.Pool[asyncpg.Record]", url: PostgresUrl, *, is_unfinished: bool
) -> None:
    subject = f"The database {url}"
    with translate_postgres_errors(subject):
        async with pool.acquire() as connection:
            if not is_unfinished:
                await require_finished(connection, subject)
            await migrate(connection, subject)


@asynccontextmanager
async def open_existing(
    url: PostgresUrl, *, request_timeout: float = TIMEOUT
) -> AsyncIterator[Database]:
    """Open a database without changing its tables.

    Raises:
        StoreError: it cannot be reached or used, has no tables, or those of another version.
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
        yield Database(pool, request_timeout)


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
                ((size, is_read_only),) = await connection.fetch(STATE_QUERY)
    if is_read_only:
        raise read_only_error(subject)
    return DatabaseInfo(version, size)


@asynccontextmanager
async def _connect(
    url: PostgresUrl, connections: int = MAX_CONNECTIONS
) -> AsyncIterator["asyncpg.Pool[asyncpg.Record]"]:
    subject = f"The database {url}"
    with translate_postgres_errors(subject):
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                pool = await asyncpg.create_pool(
                    url.dsn,
                    # None is kept open for later: asyncpg would log each that it cannot replace.
                    min_size=0,
                    max_size=connections,
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
        except TimeoutError:
            pool.terminate()


async def _keep_session(_connection: object) -> None:
    """Skip resetting a session when it is given back, which nothing here changes."""
