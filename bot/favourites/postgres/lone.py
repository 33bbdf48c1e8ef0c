"""Connections outside of the pool, such as those that hold a lock or listen."""

import asyncio
import contextlib

import asyncpg

from bot.runtime.postgres_url import PostgresUrl

CONNECT_TIMEOUT = 10.0
"""Seconds to wait for the server, also for each command."""
CLOSE_TIMEOUT = 2.0
"""Seconds for saying goodbye to the server."""
KEEPALIVE = 60.0
"""Seconds without a word after which the server is asked whether it is there."""


async def connect(url: PostgresUrl) -> asyncpg.Connection:
    """Connect; it raises the errors of `asyncpg.connect`."""
    return await asyncpg.connect(url.dsn, timeout=CONNECT_TIMEOUT, command_timeout=CONNECT_TIMEOUT)


async def close(connection: asyncpg.Connection) -> None:
    """Say goodbye to the server, if it answers."""
    with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        await connection.close(timeout=CLOSE_TIMEOUT)


async def wait_until_lost(connection: asyncpg.Connection) -> None:
    """Return when a connection is lost, also to a network that forgets those that say nothing."""
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    while not (lost.is_set() or connection.is_closed()):
        try:
            async with asyncio.timeout(KEEPALIVE):
                await lost.wait()
        except TimeoutError:
            await _require_answer(connection)


async def _require_answer(connection: asyncpg.Connection) -> None:
    """Give a connection up if the server does not answer on it."""
    try:
        await connection.execute("SELECT 1")
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection.terminate()
