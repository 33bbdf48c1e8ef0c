"""Favourites in PostgreSQL for a bot that serves them, with the record of deletions beside it.

Backups are PostgreSQL's own. A database that was restored from one is told by the record, and what
was deleted since is deleted again before anybody can see it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.favourites.backup.deletion_keeper import DeletionKeeper
from bot.favourites.backup.deletion_record import FILENAME, DeletionRecord, read_record
from bot.favourites.clock import Clock
from bot.favourites.postgres.connection import Database
from bot.favourites.postgres.database import open_existing, open_for_writing
from bot.favourites.postgres.identity import read_identity
from bot.favourites.postgres.instance_lock import serving_lock
from bot.favourites.postgres.repository import PostgresFavouritesRepository, serve_favourites
from bot.favourites.postgres.tombstones import read_tombstones, repeat_deletions
from bot.favourites.store import Store
from bot.runtime.postgres_url import PostgresUrl

REPEAT_LOCK = 0x4E6F6D72
"""Key of the advisory lock under which recorded deletions are repeated."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def serving_database(
    url: PostgresUrl,
    folder: Path,
    clock: Clock,
    is_permitted: Callable[[], bool] = lambda: True,
) -> AsyncIterator[Store]:
    """Open a database for one of the processes that serve it.

    Args:
        url: where it is.
        folder: of the record of deletions.
        clock: dates stars and deletions.
        is_permitted: whether the process may use the database now; requests wait until then.

    Raises:
        StoreError: it cannot be used, or is being moved.
    """
    async with (
        serving_lock(url),
        open_for_writing(url, is_permitted=is_permitted) as database,
    ):

        async def read_deletions(now: datetime) -> DeletionRecord:
            return await read_deletion_record(database, now)

        keeper = DeletionKeeper(folder, read_deletions, clock=clock)
        await repeat_recorded_deletions(database, folder / FILENAME, clock())
        async with (
            serve_favourites(database, clock, on_deletion=keeper.note) as favourites,
            keeper.running(favourites.forget_deletions),
        ):
            yield Store(favourites, lambda: None)


@asynccontextmanager
async def existing_favourites(
    url: PostgresUrl, clock: Clock
) -> AsyncIterator[PostgresFavouritesRepository]:
    """Open favourites that are there, beside a bot that may be serving them.

    Raises:
        StoreError: there are none, they are of another version, or cannot be reached.
    """
    async with open_existing(url) as database, serve_favourites(database, clock) as favourites:
        yield favourites


async def read_record_of(url: PostgresUrl, now: datetime) -> DeletionRecord:
    """Read the record of a database that may be in use, which is complete until now.

    Raises:
        StoreError: it cannot be read.
    """
    async with open_existing(url) as database:
        return await read_deletion_record(database, now)


async def read_deletion_record(database: Database, now: datetime) -> DeletionRecord:
    """Read the record of a database, which is complete until now.

    Raises:
        StoreError: it cannot be read.
    """
    return DeletionRecord.of(await read_identity(database), await read_tombstones(database), now)


async def repeat_recorded_deletions(database: Database, path: Path, now: datetime) -> int:
    """Repeat what a record knows to be deleted, if the database was restored from an older backup.

    Processes that start at the same time do it one after the other.

    Returns:
        How many stars were deleted again.

    Raises:
        StoreError: the record cannot be read, or the database not be written.
    """
    record = await asyncio.to_thread(read_record, path)
    identity = await read_identity(database)
    coverage = None if identity.id is None else record.databases.get(identity.id)
    if coverage is None:
        return 0
    async with database.session() as connection:
        await connection.execute("SELECT pg_advisory_lock($1)", REPEAT_LOCK)
        try:
            stars = await repeat_deletions(database, record.tombstones, coverage.newest, now)
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", REPEAT_LOCK)
    if stars:
        _log.warning("The database was restored; stars deleted again since the backup: %d", stars)
    return stars
