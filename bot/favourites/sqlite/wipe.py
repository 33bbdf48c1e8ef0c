"""Wiping: leaving no byte of what was deleted in the database's files.

`secure_delete` overwrites deleted rows, but not the copies that page splits left behind in other
pages; only a vacuum removes those. And all of them stay in the write-ahead log until a checkpoint
truncates it, which has to wait for everyone who reads an older state, such as a backup.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import chain, repeat

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.connection import WriteConnection
from bot.runtime.background import background

REST_PER_WIPE = 20
"""A wipe is followed by a rest this many times as long, so that others can write meanwhile."""
RETRY_DELAYS = (0.05, 0.2, 1.0, 5.0, 30.0)
"""Seconds between attempts while the files are in use; the last is repeated."""
LOGGED_DELAY = 1.0
"""Seconds of a delay from which on it is logged."""

_UNWIPED = "SELECT deleted FROM ledger WHERE deleted > wiped"
_WIPED = "UPDATE ledger SET wiped = max(wiped, ?)"

_log = logging.getLogger(__name__)


class Wiper:
    """Wipes a database in the background: soon after each request, of which several join.

    What is left to do is recorded in the database, so that it outlives the process.
    """

    def __init__(self, writer: WriteConnection) -> None:
        self._writer = writer
        self._requested = asyncio.Event()
        self._clean = asyncio.Event()
        self._vacuumed = 0

    async def wipe(self, patience: float) -> bool:
        """Request a wipe, and wait for it.

        Args:
            patience: seconds to wait at most; it goes on in the background after that.

        Returns:
            Whether it is done.
        """
        self._clean.clear()
        self._requested.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._clean.wait()
        return self._clean.is_set()

    async def run(self) -> None:
        """Wipe what an earlier process has left, and then whenever it is requested."""
        loop = asyncio.get_running_loop()
        self._requested.set()
        while True:
            await self._requested.wait()
            self._requested.clear()
            duration = await self._wipe_until_done(loop)
            if not self._requested.is_set():
                self._clean.set()
            await asyncio.sleep(duration * REST_PER_WIPE)

    async def _wipe_until_done(self, loop: asyncio.AbstractEventLoop) -> float:
        """Try until nothing is left, and return how long the last attempt took, in seconds."""
        for delay in _delays():
            began = loop.time()
            obstacle = await self.attempt()
            if obstacle is None:
                break
            if delay >= LOGGED_DELAY:
                message = "What was deleted is still in the files: %s. Trying again in %.0f s"
                _log.warning(message, obstacle, delay)
            await asyncio.sleep(delay)
        return loop.time() - began

    async def attempt(self) -> str | None:
        """Wipe once what was deleted; return what is in the way, or None if nothing is left."""
        try:
            async with self._writer.exclusive() as connection:
                for (deleted,) in await connection.execute_fetchall(_UNWIPED):
                    if self._vacuumed != deleted:
                        await connection.execute_fetchall("VACUUM")
                        self._vacuumed = deleted
                    if left := await _truncate_log(connection):
                        return f"the log of changes is being read, {left} pages of it"
                    await connection.execute_fetchall(_WIPED, (deleted,))
                    _log.info("What was deleted is wiped from the files")
        except StoreError as error:
            return str(error)
        return None


@asynccontextmanager
async def wiping(writer: WriteConnection) -> AsyncIterator[Wiper]:
    """Wipe in the background within the context, and try once more at its end."""
    wiper = Wiper(writer)
    try:
        async with background(wiper.run()):
            yield wiper
    finally:
        if obstacle := await wiper.attempt():
            message = "What was deleted is still in the files: %s. The next start wipes it"
            _log.warning(message, obstacle)


async def _truncate_log(connection: aiosqlite.Connection) -> int:
    """Move the log into the database and empty it; return the pages that are still in it.

    It does not wait for readers, since writers would have to wait too.
    """
    ((patience,),) = await connection.execute_fetchall("PRAGMA busy_timeout")
    await connection.execute_fetchall("PRAGMA busy_timeout = 0")
    try:
        ((busy, pages, _),) = await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await connection.execute_fetchall(f"PRAGMA busy_timeout = {patience}")
    return max(pages, 1) if busy else 0


def _delays() -> Iterator[float]:
    return chain(RETRY_DELAYS, repeat(RETRY_DELAYS[-1]))
