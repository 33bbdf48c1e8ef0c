"""The favourites where the settings say, with what has to run beside them."""

import asyncio
import importlib.util
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.favourites.backup.deletion_keeper import DeletionKeeper
from bot.favourites.backup.deletion_record import FILENAME, DeletionRecord, read_record
from bot.favourites.backup.restore import UnknownDeletions
from bot.favourites.backup.rotation import Rotation
from bot.favourites.backup.schedule import BackupSchedule
from bot.favourites.clock import Clock, utc_now
from bot.favourites.database import SHORT_TIMEOUT, Database, Reader
from bot.favourites.errors import StoreError
from bot.favourites.identity import require_not_moved
from bot.favourites.repository import FavouritesReader, FavouritesRepository, open_repository
from bot.favourites.restored import RestoredDatabaseError, admit
from bot.favourites.sqlite import database as sqlite
from bot.favourites.sqlite.instance_lock import single_instance_lock
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.private_files import withdraw_from_others
from bot.runtime.settings import Settings

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


def serving_store(settings: Settings, clock: Clock) -> AbstractAsyncContextManager[Store]:
    """Open the favourites for a bot that serves them, keeping backups and deletions.

    Args:
        settings: say where they are.
        clock: dates stars and deletions.

    Raises:
        StoreError: on entering, the database cannot be used, another bot serves the file, or what
            was deleted since the database was restored is not known.
    """
    if isinstance(settings.database, PostgresUrl):
        require_asyncpg()
        return _serving_server(settings.database, settings.backup_folder, clock)
    return _serving_file(settings.database, settings, clock)


@asynccontextmanager
async def open_favourites(
    place: DatabasePlace,
    clock: Clock = utc_now,
    *,
    patience: float = SHORT_TIMEOUT,
    on_deletion: Callable[[], object] = lambda: None,
) -> AsyncIterator[FavouritesRepository]:
    """Open favourites, creating the file or the tables if there are none.

    Args:
        place: where they are; a file's folder, or a server's database itself, must exist.
        clock: dates the stars.
        patience: seconds for a request, or to wait for another program's lock on a file.
        on_deletion: called when a deletion is recorded.

    Raises:
        StoreError: the database cannot be used; it is unchanged.
    """
    async with (
        _open_database(place, patience, on_deletion) as database,
        open_repository(database, clock) as favourites,
    ):
        yield favourites


def _open_database(
    place: DatabasePlace, patience: float, on_deletion: Callable[[], object]
) -> AbstractAsyncContextManager[Database]:
    if not isinstance(place, PostgresUrl):
        return sqlite.open_database(place, lock_timeout=patience, on_deletion=on_deletion)
    require_asyncpg()
    # Imported late, here and below: those with a file need not have it.
    from bot.favourites.postgres import database as postgres  # noqa: PLC0415 - see above

    return postgres.open_database(place, request_timeout=patience, on_deletion=on_deletion)


@asynccontextmanager
async def reading_store(place: DatabasePlace) -> AsyncIterator[FavouritesReader]:
    """Open favourites for reading only; a bot may be serving them.

    Raises:
        StoreError: there are none, they are of another version, or cannot be read.
    """
    async with _open_to_read(place) as reader:
        yield FavouritesReader(reader)


@asynccontextmanager
async def _open_to_read(place: DatabasePlace) -> AsyncIterator[Reader]:
    if isinstance(place, PostgresUrl):
        async with _open_existing(place) as database:
            yield database
        return
    async with sqlite.open_for_reading(place) as reader:
        await require_not_moved(reader, f"The database {place}")
        yield reader


@asynccontextmanager
async def changing_store(place: DatabasePlace, clock: Clock) -> AsyncIterator[FavouritesRepository]:
    """Open favourites that are there, beside a bot that may be serving them.

    Raises:
        StoreError: there are none, they are of another version, or cannot be written.
    """
    if isinstance(place, PostgresUrl):
        async with (
            _open_existing(place) as database,
            open_repository(database, clock) as favourites,
        ):
            yield favourites
        return
    async with sqlite.open_for_reading(place):
        pass  # nothing is created or migrated here
    async with open_favourites(place, clock) as favourites:
        yield favourites


async def read_deletions(place: DatabasePlace, now: datetime) -> DeletionRecord:
    """Read what a database knows of deletions.

    Raises:
        StoreError: it cannot be read.
    """
    async with _open_to_read(place) as reader:
        return await DeletionRecord.of(reader, now)


async def admit_restored(
    url: PostgresUrl, record: DeletionRecord, folder: Path, now: datetime, unknown: UnknownDeletions
) -> int:
    """Let a server's database be served that was restored, after repeating what was deleted since.

    Args:
        url: where it is.
        record: deletions that were recorded outside of it.
        folder: where the bot expects the record.
        now: the time.
        unknown: what to do if the record does not know its deletions.

    Returns:
        How many stars were deleted again.

    Raises:
        StoreError: it cannot be used, or its deletions are unknown.
    """
    refusal = RestoredDatabaseError(url, folder / FILENAME)
    async with _open_database(url, SHORT_TIMEOUT, lambda: None) as database:
        return await admit(database, record, now, refusal, unknown) or 0


def _open_existing(url: PostgresUrl) -> AbstractAsyncContextManager[Database]:
    require_asyncpg()
    from bot.favourites.postgres import database as postgres  # noqa: PLC0415 - as above

    return postgres.open_existing(url)


def require_asyncpg() -> None:
    """Ensure that the package for PostgreSQL is installed.

    Raises:
        StoreError: it is not; the message says how to install it.
    """
    if importlib.util.find_spec("asyncpg") is None:
        message = 'PostgreSQL needs the package asyncpg: pip install "nomen[cluster]".'
        raise StoreError(message)


@asynccontextmanager
async def _serving_file(file: Path, settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    rotation = Rotation(file, settings.backup_folder, settings.backup_keep)
    schedule = BackupSchedule(rotation, settings.backup_every, clock=clock)
    read = partial(DeletionRecord.of_database, file)
    keeper = DeletionKeeper(rotation.folder, read, rotation.find_backups, clock=clock)
    withdraw_from_others(file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm")))
    with single_instance_lock(file):
        async with sqlite.open_database(file, on_deletion=keeper.note) as database:
            await _admit(database, file, keeper.path, clock())
            async with (
                open_repository(database, clock) as favourites,
                keeper.running(favourites.forget_deletions),
                schedule.running(),
            ):
                yield Store(favourites, lambda: schedule.last_backup)


@asynccontextmanager
async def _serving_server(url: PostgresUrl, folder: Path, clock: Clock) -> AsyncIterator[Store]:
    """Open a database for one of the processes that serve it; backups are the server's own."""
    from bot.favourites.postgres.database import open_database  # noqa: PLC0415 - as above
    from bot.favourites.postgres.instance_lock import serving_lock  # noqa: PLC0415 - as above

    async def read(now: datetime) -> DeletionRecord:
        return await DeletionRecord.of(database, now)  # which is open when it is asked for

    async def admit_again() -> None:
        keeper.note()  # nobody has told meanwhile
        await _admit(database, url, keeper.path, clock(), is_current=True)

    keeper = DeletionKeeper(folder, read, clock=clock)
    async with serving_lock(url, keeper.note, admit_again), open_database(url) as database:
        await _admit(database, url, keeper.path, clock())
        async with (
            open_repository(database, clock) as favourites,
            keeper.running(favourites.forget_deletions),
        ):
            yield Store(favourites, lambda: None)


async def _admit(
    database: Database, place: DatabasePlace, path: Path, now: datetime, *, is_current: bool = False
) -> None:
    try:
        record = await asyncio.to_thread(read_record, path)
    except StoreError as error:
        if database.kind == "postgres":
            raise
        # A file got there by `restore`, or by hand; the keeper begins another record.
        _log.error("%s Whether the database is an older copy is not known", error)
        return
    refusal = RestoredDatabaseError(place, path)
    stars = await admit(database, record, now, refusal, is_current=is_current)
    if stars is not None:
        message = "The database %s was restored; stars deleted again since the backup: %d"
        _log.warning(message, place, stars)
        await database.erase()
