"""The store where the settings say, and what has to run beside it."""

import asyncio
import importlib.util
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.runtime.background import background
from bot.runtime.postgres_url import PostgresUrl
from bot.store import sqlite
from bot.store.backups import BackupFolder
from bot.store.board import Board
from bot.store.database import Database
from bot.store.deletion import Deletions
from bot.store.errors import StoreError
from bot.store.matches import Matches
from bot.store.record import DeletionRecord
from bot.store.retention import Retention
from bot.store.seen import SeenNames
from bot.store.stars import Stars

Place = Path | PostgresUrl
"""The file of an SQLite database, or the address of a PostgreSQL database."""

NIGHTLY = timedelta(days=1)
LOOK_AGAIN = 3600.0
"""Seconds after which it is looked again whether a backup or a purge is due, or can be made."""

_log = logging.getLogger(__name__)


class Store:
    """Everything that is stored. Every method may raise `StoreError`.

    Attributes:
        stars: members' stars, and groups' top fives.
        board: what those who manage the groups have decided.
        matches: members who let each other see which names both like.
        seen: which names have been shown to whom.
        deletions: of what is stored about members and groups.
        retention: in which groups the bot is, and what is old.
        database: which all of them use.
        last_backup: when the newest backup was made; None if there is none, or if backups are not
            the bot's business.
    """

    def __init__(self, database: Database, record: DeletionRecord | None = None) -> None:
        self.database = database
        self.deletions = Deletions(database, record)
        self.stars = Stars(database)
        self.board = Board(database)
        self.matches = Matches(database, self.deletions)
        self.seen = SeenNames(database)
        self.retention = Retention(database)
        self.last_backup: datetime | None = None
        self._record = record

    async def check(self) -> None:
        """Ensure that the database and the record of deletions can be written.

        Raises:
            StoreError: one of them cannot.
        """
        await self.database.transact(lambda each: each.fetch("touch"))
        if self._record is not None:
            await asyncio.to_thread(self._record.add)

    async def size(self) -> int:
        """Return the size of the database in bytes."""
        ((size,),) = await self.database.fetch("size")
        return int(size)

    async def known_commands(self) -> str | None:
        """Return the digest of the commands that Discord was told last."""
        ((digest,),) = await self.database.fetch("known_commands")
        return None if digest is None else str(digest)

    async def commands_told(self, digest: str) -> None:
        """Remember that Discord was told of the commands with a digest."""
        await self.database.transact(lambda each: each.fetch("set_commands", digest=digest))


@asynccontextmanager
async def open_store(
    place: Place, *, create: bool = True, folder: Path | None = None
) -> AsyncIterator[Store]:
    """Open the store beside a bot that may be serving it, or for a bot that nobody relies on.

    Args:
        place: where it is.
        create: whether to make it where there is none.
        folder: of the record of deletions, for whoever deletes.

    Raises:
        StoreError: it cannot be used; it is left as it is.
    """
    async with _open(place, create=create) as database:
        yield Store(database, None if folder is None else DeletionRecord(folder))


@asynccontextmanager
async def serving_store(
    place: Place,
    folder: Path,
    keep: int = 7,
    *,
    is_new: bool = False,
    is_without_record: bool = False,
) -> AsyncIterator[Store]:
    """Open the store for a bot that serves it, keeping backups and the record of deletions.

    Args:
        place: where it is.
        folder: of the backups and the record.
        keep: how many nightly backups of a file to keep; 0 to make none.
        is_new: whether to make a database where there are backups of one.
        is_without_record: whether to serve one of which no deletions are recorded.

    Raises:
        StoreError: the database or the record cannot be used, another bot serves the file, a file
            that had backups is missing, or nothing is recorded of a database that holds something.
    """
    record = DeletionRecord(folder)
    await asyncio.to_thread(record.add)
    if isinstance(place, PostgresUrl):
        async with _open(place) as database:
            yield await _admitted(database, record, is_without_record=is_without_record)
        return
    backups = BackupFolder(folder, place, keep)
    backups.require_expected(is_new=is_new)
    with sqlite.instance_lock(place):
        async with sqlite.open_database(place) as file:
            store = await _admitted(file, record, is_without_record=is_without_record)
            nights = _Nights(file, backups, store)
            async with background(nights.run() if keep else asyncio.sleep(0)):
                yield store


async def _admitted(
    database: Database, record: DeletionRecord, *, is_without_record: bool
) -> Store:
    store = Store(database, record)
    rows = await store.deletions.repeat(is_without_record=is_without_record)
    if rows:
        _log.warning("The database is an older copy; rows deleted again since: %d", rows)
    return store


@dataclass(frozen=True, slots=True)
class _Nights:
    """What is done to a file once a day."""

    database: sqlite.SqliteDatabase
    backups: BackupFolder
    store: Store

    async def run(self) -> None:
        """Do it whenever the newest backup is a day old; a failure is tried again in an hour."""
        while True:
            try:
                await self._do_what_is_due(datetime.now(UTC))
            except Exception as error:  # noqa: BLE001 - whatever it is, backups must go on
                expected = isinstance(error, StoreError)
                _log.error("No backup was made: %s", error, exc_info=None if expected else error)
            await asyncio.sleep(LOOK_AGAIN)

    async def _do_what_is_due(self, now: datetime) -> None:
        ((identity, _key),) = await self.database.fetch("identity")
        newest = await asyncio.to_thread(self.backups.newest, identity, now)
        self.store.last_backup = newest
        if newest is not None and now - newest < NIGHTLY:
            return
        await self.database.vacuum()
        path = await asyncio.to_thread(self.backups.create, now)
        self.store.last_backup = now
        _log.info("Backed up to %s", path)
        number = await asyncio.to_thread(self.backups.oldest_number, identity)
        await self.store.deletions.forget_before(number or 0)


async def purge_daily(
    retention: Retention, present_groups: Callable[[], Awaitable[Collection[int]]]
) -> None:
    """Delete what is old, now and daily until cancelled; of several processes one does it.

    Args:
        retention: knows what is old.
        present_groups: returns the ids of all groups that the bot is in, unavailable ones included;
            what it raises postpones the purge.
    """
    while True:
        try:
            if await retention.take_purge():
                try:
                    deleted = await retention.purge(await present_groups())
                except BaseException:  # also if the process ends meanwhile
                    await retention.give_up_purge()
                    raise
                _log.info("Rows deleted for being old: %s", dict(deleted))
        except Exception as error:  # noqa: BLE001 - whatever it is, the next purge goes on
            expected = isinstance(error, StoreError)
            _log.warning("Nothing old was deleted: %s", error, exc_info=None if expected else error)
        await asyncio.sleep(LOOK_AGAIN)


def _open(place: Place, *, create: bool = True) -> AbstractAsyncContextManager[Database]:
    if not isinstance(place, PostgresUrl):
        return sqlite.open_database(place, create=create)
    if importlib.util.find_spec("asyncpg") is None:
        message = 'PostgreSQL needs the package asyncpg: pip install "nomen[cluster]".'
        raise StoreError(message)
    # Imported late: those with a file need not have it.
    from bot.store import postgres  # noqa: PLC0415 - see above

    return postgres.open_database(place, create=create)
