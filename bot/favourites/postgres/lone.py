"""Connections outside of the pool, such as those that hold a lock or listen."""

import contextlib

import asyncpg

from bot.runtime.postgres_url import PostgresUrl

CONNECT_TIMEOUT = 10.0
"""Seconds to wait for the server, also for each command."""
CLOSE_TIMEOUT = 2.0
"""Seconds for saying goodbye to the server."""


async def connect(url: PostgresUrl) -> asyncpg.Connection:
    """Connect; it raises the errors of `asyncpg.connect`."""
    return await asyncpg.connect(url.dsn, timeout=CONNECT_TIMEOUT, command_timeout=CONNECT_TIMEOUT)


async def close(connection: asyncpg.Connection) -> None:
    """Say goodbye to the server, if it answers."""
    with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        await connection.close(timeout=CLOSE_TIMEOUT)
