"""A lock that keeps a database from being served and moved at the same time.

Those who serve it also hear on its connection of what others delete.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
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
DELETED = "nomen_deletion"
"""Channel on which `tell_of_tombstone` in the queries tells that something was deleted."""
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
    async with _held(_Lock(url, _TAKE, _SERVED), patience):
        yield


@asynccontextmanager
async def serving_lock(
    url: PostgresUrl,
    on_deletion: Callable[[], object] = lambda: None,
    on_regained: Callable[[], Awaitable[object]] | None = None,
    *,
    patience: float = INSTANCE_LOCK_TIMEOUT,
) -> AsyncIterator[None]:
    """Let nobody move a database until the context or the process ends.

    The lock belongs to a connection; when that is lost it is taken again as soon as the server is
    back. What others delete meanwhile is not heard of.

    Args:
        url: where it is.
        on_deletion: called when any process has deleted something.
        on_regained: awaited when the lock was lost and is held again: the server may have another
            state of the database now.
        patience: seconds to wait for a move that is just ending.

    Raises:
        StoreError: it is being moved, or cannot be reached.
    """
    async with _held(_Lock(url, _SHARE, _MOVED, on_deletion, on_regained), patience):
        yield


@asynccontextmanager
async def _held(lock: "_Lock", patience: float) -> AsyncIterator[None]:
    await lock.take(patience)
    try:
        async with background(lock.hold()):
            yield
    finally:
        await lock.release()


@dataclass(slots=True)
class _Lock:
    """A lock, and what to call while it is held.

    Attributes:
        url: of the database.
        query: tries to take it.
        refusal: the message where somebody else has it.
        on_deletion: called when somebody has deleted something.
        on_regained: awaited when the lock is held again.
    """

    url: PostgresUrl
    query: str
    refusal: str
    on_deletion: Callable[[], object] | None = None
    on_regained: Callable[[], Awaitable[object]] | None = None
    _connection: asyncpg.Connection | None = None

    async def take(self, patience: float) -> None:
        """Take it, or raise `StoreError`."""
        with translate_postgres_errors(f"The database {self.url}"):
            connection = await lone.connect(self.url)
            try:
                is_taken = await self._try(connection, patience)
                if self.on_deletion is not None and is_taken:
                    await connection.add_listener(DELETED, self._hear)
            except BaseException:
                await lone.close(connection)
                raise
        if not is_taken:
            await lone.close(connection)
            raise StoreError(self.refusal.format(url=self.url))
        self._connection = connection

    async def _try(self, connection: asyncpg.Connection, patience: float) -> bool:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        while not await connection.fetchval(self.query, INSTANCE_LOCK):
            if loop.time() >= deadline:
                return False
            await asyncio.sleep(0.1)
        return True

    def _hear(self, *_: object) -> None:
        if self.on_deletion is not None:
            self.on_deletion()

    async def hold(self) -> None:
        """Take the lock again whenever its connection is lost."""
        while True:
            assert self._connection is not None  # noqa: S101 - it is taken
            await lone.wait_until_lost(self._connection)
            await self._take_again()
            await self._tell_regained()

    async def _take_again(self) -> None:
        said = ""
        while True:
            try:
                await self.take(0)
            except Exception as error:  # noqa: BLE001 - whatever it is, it may pass
                if str(error) != said:
                    said = str(error)
                    _log.warning("%s Trying again every %.0f s", said, RETRY_DELAY)
                await asyncio.sleep(RETRY_DELAY)
            else:
                _log.info("The lock of the database %s is held again", self.url)
                return

    async def _tell_regained(self) -> None:
        if self.on_regained is None:
            return
        try:
            await self.on_regained()
        except Exception as error:  # noqa: BLE001 - logged, and the lock is held on
            expected = isinstance(error, StoreError)
            _log.critical("%s", error, exc_info=not expected)

    async def release(self) -> None:
        """Let others take it."""
        if self._connection is not None:
            await lone.close(self._connection)
