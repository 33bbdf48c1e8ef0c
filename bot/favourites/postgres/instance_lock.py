"""A lock that lets only one bot serve a database."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from bot.favourites.errors import StoreError
from bot.favourites.postgres.errors import translate_postgres_errors
from bot.runtime.postgres_url import PostgresUrl

INSTANCE_LOCK = 0x4E6F6D6F
"""Key of the advisory lock that a serving bot holds."""
INSTANCE_LOCK_TIMEOUT = 5.0
"""Seconds to wait for another process that is just exiting."""
CLOSE_TIMEOUT = 2.0
"""Seconds for saying goodbye to the server."""
RETRY_DELAY = 1.0
"""Seconds between attempts to take the lock again after the connection was lost."""

_TAKE = "SELECT pg_try_advisory_lock($1)"
_log = logging.getLogger(__name__)


@asynccontextmanager
async def single_instance_lock(
    url: PostgresUrl, *, patience: float = INSTANCE_LOCK_TIMEOUT
) -> AsyncIterator[None]:
    """Be the only bot on a database, until the context or the process ends.

    Two bots would handle each press twice. The lock belongs to a connection; when that is lost it
    is taken again as soon as the server is back.

    Raises:
        StoreError: another bot has it, or the database cannot be reached.
    """
    lock = _Lock(url, await _take(url, patience))
    task = asyncio.create_task(lock.hold())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        await lock.connection.close(timeout=CLOSE_TIMEOUT)


@dataclass(slots=True)
class _Lock:
    url: PostgresUrl
    connection: asyncpg.Connection

    async def hold(self) -> None:
        """Take the lock again whenever its connection is lost."""
        while True:
            lost = asyncio.Event()
            self.connection.add_termination_listener(lambda _, lost=lost: lost.set())
            await lost.wait()
            self.connection = await _take_again(self.url)


async def _take_again(url: PostgresUrl) -> asyncpg.Connection:
    while True:
        try:
            return await _take(url, 0)
        except StoreError as error:
            _log.warning("%s Trying again in %.0f s", error, RETRY_DELAY)
        await asyncio.sleep(RETRY_DELAY)


async def _take(url: PostgresUrl, patience: float) -> asyncpg.Connection:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    with translate_postgres_errors(f"The database {url}"):
        connection = await asyncpg.connect(url.dsn, timeout=10)
        while not await connection.fetchval(_TAKE, INSTANCE_LOCK):
            if loop.time() >= deadline:
                await connection.close(timeout=CLOSE_TIMEOUT)
                message = (
                    f"The database {url} is served by another Nomen. Stop that bot first, or name "
                    "another database in NOMEN_DATABASE."
                )
                raise StoreError(message)
            await asyncio.sleep(0.1)
        return connection
