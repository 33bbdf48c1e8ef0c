"""The favourites where the settings say, with what has to run beside them."""

import importlib.util
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.favourites.backup.deletion_keeper import DeletionKeeper
from bot.favourites.backup.deletion_record import DeletionRecord
from bot.favourites.backup.rotation import Rotation
from bot.favourites.backup.schedule import BackupSchedule
from bot.favourites.clock import Clock, utc_now
from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesReader, FavouritesRepository
from bot.favourites.sqlite.database import open_for_reading
from bot.favourites.sqlite.exporter import Exporter
from bot.favourites.sqlite.instance_lock import single_instance_lock
from bot.favourites.sqlite.repository import SqliteReader, open_favourites
from bot.runtime.mounts import network_filesystem
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.private_files import withdraw_from_others
from bot.runtime.settings import Settings

if TYPE_CHECKING:
    from bot.favourites.postgres.repository import PostgresFavouritesRepository

DatabasePlace = Path | PostgresUrl
"""The file of an SQLite database, or the address of a PostgreSQL database."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """Favourites that a bot serves.

    Attributes:
        favourites: their repository.
        last_backup: returns when the newest good backup was made; None if there is none, or if
            backups are not the bot's business.
    """

    favourites: FavouritesRepository
    last_backup: Callable[[], datetime | None]


def serving_store(
    settings: Settings, clock: Clock, is_permitted: Callable[[], bool] = lambda: True
) -> AbstractAsyncContextManager[Store]:
    """Open the favourites for a bot that serves them, keeping backups and deletions.

    Args:
        settings: say where they are.
        clock: dates stars and deletions.
        is_permitted: whether one of several processes around a database may use it now.

    Raises:
        StoreError: on entering, the database cannot be used, or another bot serves the file.
    """
    if isinstance(settings.database, PostgresUrl):
        require_asyncpg()
        # Imported late: those with a file need not have it.
        from bot.favourites.postgres.store import serving_database  # noqa: PLC0415 - see above

        return serving_database(settings.database, settings.backup_folder, clock, is_permitted)
    return _serving_file(settings.database, settings, clock)


@asynccontextmanager
async def reading_store(database: DatabasePlace) -> AsyncIterator[FavouritesReader]:
    """Open favourites for reading only; a bot may be serving them.

    Raises:
        StoreError: there are none, they are of another version, or cannot be read.
    """
    if isinstance(database, PostgresUrl):
        async with _existing(database) as reader:
            yield reader
        return
    async with open_for_reading(database) as connection:
        yield SqliteReader(connection, Exporter(connection))


@asynccontextmanager
async def changing_store(
    database: DatabasePlace, clock: Clock
) -> AsyncIterator[FavouritesRepository]:
    """Open favourites that are there, beside a bot that may be serving them.

    Raises:
        StoreError: there are none, they are of another version, or cannot be written.
    """
    if isinstance(database, PostgresUrl):
        async with _existing(database, clock) as repository:
            yield repository
        return
    async with open_for_reading(database):
        pass  # nothing is created or migrated here
    async with open_favourites(database, clock) as favourites:
        yield favourites


async def read_deletions(database: DatabasePlace, now: datetime) -> DeletionRecord:
    """Read what a database knows of deletions.

    Raises:
        StoreError: it cannot be read.
    """
    if isinstance(database, PostgresUrl):
        require_asyncpg()
        from bot.favourites.postgres.store import read_record_of  # noqa: PLC0415 - as above

        return await read_record_of(database, now)
    return await DeletionRecord.of_database(database, now)


def _existing(
    url: PostgresUrl, clock: Clock = utc_now
) -> "AbstractAsyncContextManager[PostgresFavouritesRepository]":
    require_asyncpg()
    from bot.favourites.postgres.store import existing_favourites  # noqa: PLC0415 - as above

    return existing_favourites(url, clock)


def require_asyncpg() -> None:
    """Ensure that the package for PostgreSQL is installed.

    Raises:
        StoreError: it is not; the message says how to install it.
    """
    if importlib.util.find_spec("asyncpg") is None:
        message = 'PostgreSQL needs the package asyncpg: pip install "nomen[cluster]".'
        raise StoreError(message)


@asynccontextmanager
async def _serving_file(database: Path, settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    rotation = Rotation(database, settings.backup_folder, settings.backup_keep)
    schedule = BackupSchedule(rotation, settings.backup_every, clock=clock)
    read_deletions = partial(DeletionRecord.of_database, database)
    keeper = DeletionKeeper(rotation.folder, read_deletions, rotation.find_backups, clock=clock)
    _inspect_storage(database)
    with single_instance_lock(database):
        async with (
            open_favourites(database, clock, on_deletion=keeper.note) as favourites,
            keeper.running(favourites.forget_deletions),
            schedule.running(),
        ):
            yield Store(favourites, lambda: schedule.last_backup)


def _inspect_storage(database: Path) -> None:
    """Keep the database's files from others, and warn if they are on another machine."""
    logs = (database.with_name(database.name + suffix) for suffix in ("-wal", "-shm"))
    withdraw_from_others(database, *logs)
    if kind := network_filesystem(database):
        _log.warning(
            "%s is on a network file system (%s), where SQLite can neither lock nor log reliably: "
            "stars may be lost. Put it on a local disk.",
            database,
            kind,
        )
