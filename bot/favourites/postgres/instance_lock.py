"""A lock that keeps a database from being served and moved at the same time."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from bot.favourites.errors import StoreError
from bot.favourites.postgres import lone
from bot.favourites.postgres.errors import translate_postgres_errors
from bot.runtime.background import background
from bot.runtime.postgres_url import PostgresUrl

INSTANCE_LOCK = 0x4E6F6D6F
"""Key of the advisory lock that all serving bots share, and a move has for itself."""
INSTANCE_LOCK_TIMEOUT = 5.0
"""Seconds to wait for another process that is just exiting."""
RETRY_DELAY = 1.0
"""Seconds between attempts to take the lock again after the connection was lost."""

_TAKE = "SELECT pg_try_advisory_lock($1)"
_SHARE = "SELECT pg_try_advisory_lock_shared($1)"
_SERVED = (
    "The database {url} is served by another Nomen. Stop that bot first, or name another database "
    "in NOMEN_DATABASE."
)
_MOVED = "The database {url} is being moved. Start again when that has ended."
_log = logging.getLogger(__name__)


@asynccontextmanager
async def single_instance_lock(
    url: PostgresUrl, *, patience: float = INSTANCE_LOCK_TIMEOUT
) -> AsyncIterator[None]:
    """Let no bot serve a database until the context or the process ends.

    Raises:
        StoreError: a bot serves it, or the database cannot be reached.
    """
    async with _locked(url, is_shared=False, patience=patience):
        yield


@asynccontextmanager
async def serving_lock(
    url: PostgresUrl, *, patience: float = INSTANCE_LOCK_TIMEOUT
) -> AsyncIterator[None]:
    """Let nobody move a database until the context or the process ends.

    The lock belongs to a connection; when that is lost it is taken again as soon as the server is
    back.

    Raises:
        StoreError: it is being moved, or cannot be reached.
    """
    async with _locked(url, is_shared=True, patience=patience):
        yield


@asynccontextmanager
async def _locked(url: PostgresUrl, *, is_shared: bool, patience: float) -> AsyncIterator[None]:
    lock = _Lock(url, is_shared, await _take(url, patience, is_shared=is_shared))
    try:
        async with background(lock.hold()):
            yield
    finally:
        await lone.close(lock.connection)


@dataclass(slots=True)
class _Lock:
    url: PostgresUrl
    is_shared: bool
    connection: asyncpg.Connection

    async def hold(self) -> None:
        """Take the lock again whenever its connection is lost."""
        while True:
            await lone.wait_until_lost(self.connection)
            self.connection = await _take_again(self.url, is_shared=self.is_shared)


async def _take_again(url: PostgresUrl, *, is_shared: bool) -> asyncpg.Connection:
    said = ""
    while True:
        try:
            connection = await _take(url, 0, is_shared=is_shared)
        except StoreError as error:
            if str(error) != said:
                said = str(error)
                _log.warning("%s Trying again every %.0f s", said, RETRY_DELAY)
            await asyncio.sleep(RETRY_DELAY)
        else:
            _log.info("The lock of the database %s is held again", url)
            return connection


async def _take(url: PostgresUrl, patience: float, *, is_shared: bool) -> asyncpg.Connection:
    with translate_postgres_errors(f"The database {url}"):
        connection = await lone.connect(url)
        try:
            is_taken = await _try_to_take(connection, patience, is_shared=is_shared)
        except BaseException:
            await lone.close(connection)
            raise
    if not is_taken:
        await lone.close(connection)
        raise StoreError((_MOVED if is_shared else _SERVED).format(url=url))
    return connection


async def _try_to_take(connection: asyncpg.Connection, patience: float, *, is_shared: bool) -> bool:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while not await connection.fetchval(_SHARE if is_shared else _TAKE, INSTANCE_LOCK):
        if loop.time() >= deadline:
            return False
        await asyncio.sleep(0.1)
    return True
