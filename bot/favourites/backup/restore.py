"""A backup put in the place of the database, without reviving what members have had deleted."""

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

import aiosqlite

from bot.favourites.backup.backup import beside, duplicate, partial_beside, put, writing
from bot.favourites.backup.integrity import demand_good
from bot.favourites.errors import StoreError
from bot.favourites.sqlite.connection import transaction
from bot.favourites.sqlite.database import connected, open_writing
from bot.favourites.sqlite.errors import primary, translate_sqlite_errors
from bot.favourites.sqlite.schema import shipped, version_of
from bot.favourites.sqlite.tombstones import apply_tombstones

PATIENCE = 0.5
"""Seconds to wait for the database; who has it open keeps it for longer than that."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it.

    Attributes:
        kept: the database that there was, under its new name; None if there was none.
        deleted: stars of the backup that were deleted again; None where nobody could tell which.
    """

    kept: Path | None
    deleted: int | None


async def restore(
    backup: Path, database: Path, now: datetime, *, forget_deletions: bool = False
) -> Restored:
    """Put a backup in the place of a database that nobody has open.

    The backup itself stays as it is. The database that there was is kept beside, under a name with
    the moment in it, and the deletions that members have made in it are made in the backup too.

    Args:
        backup: a file that `back_up` wrote, or any database of ours.
        database: what to replace, if there is any; its folder must be there.
        now: the moment for the name.
        forget_deletions: whether to go on where the database is too damaged to tell the deletions.

    Raises:
        StoreError: the backup is damaged, another program's or a newer Nomen's, or the database is
            in use or cannot tell the deletions; both are as they were.
    """
    _see_that_it_may_be(backup, database)
    kept = _free_name(database, now)
    with partial_beside(database) as fresh:
        await _take(backup, fresh)
        if not _holds_something(database):
            _set_aside(database, kept)
            _put(fresh, database)
            return Restored(None, 0)
        try:
            return Restored(kept, await _exchange(database, fresh, kept))
        except _UnreadableError as error:
            if not forget_deletions:
                raise StoreError(str(error)) from error
        with writing(kept):
            shutil.copy2(database, kept)
        _set_aside(database, kept)
        _put(fresh, database)
    return Restored(kept, None)


class _UnreadableError(Exception):
    """The database that there is cannot tell what members have had deleted."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"The database {database} is damaged and cannot tell what members have had deleted "
            "since the backup. It was left as it is; --forget-deletions goes on without."
        )


async def _take(backup: Path, fresh: Path) -> None:
    """Copy a backup, see that it is good, and bring the copy to the newest version.

    It is copied byte by byte, since SQLite would write files of its own beside it.
    """
    subject = f"The backup {backup}"
    try:
        shutil.copyfile(backup, fresh)
        for log, taken in zip(beside(backup), beside(fresh), strict=True):
            if log.exists() and not log.name.endswith("-shm"):
                shutil.copyfile(log, taken)
    except OSError as error:
        message = f"{subject} cannot be copied: {error.strerror}."
        raise StoreError(message) from error
    async with connected(fresh, "rw") as connection:
        with translate_sqlite_errors(subject):
            version = await version_of(connection, subject, shipped()[-1].version)
        if not version:
            message = f"{subject} is empty."
            raise StoreError(message)
        await demand_good(connection, subject)
    async with open_writing(fresh):
        pass


async def _exchange(database: Path, fresh: Path, kept: Path) -> int:
    """Change places while nobody else can have the database, and count the stars deleted again."""
    async with _alone(database) as connection:
        with partial_beside(kept) as partial:
            await duplicate(connection, partial)
            report = await apply_tombstones(partial, fresh)
            # From here on all is in one file, so that no log of the old one meets the new one.
            with translate_sqlite_errors(f"The database {database}"):
                await connection.execute_fetchall("PRAGMA journal_mode = DELETE")
            put(partial, kept)
            _put(fresh, database)
    return report.deleted["stars"]


@asynccontextmanager
async def _alone(database: Path) -> AsyncIterator[aiosqlite.Connection]:
    """Keep everybody else from a database, whose version is the newest and deletions readable.

    A bot keeps a lock on its database for as long as it has it open, even while nobody asks
    anything of it, so it is enough to ask for all locks.
    """
    subject = f"The database {database}"
    newest = shipped()[-1].version
    async with connected(database, "rw", PATIENCE) as connection:
        try:
            await connection.execute_fetchall("PRAGMA locking_mode = EXCLUSIVE")
            async with transaction(connection, "BEGIN EXCLUSIVE"):
                pass
            version = await version_of(connection, subject, newest)
            if version == newest:
                await connection.execute_fetchall("SELECT key, mark, deleted_at FROM tombstone")
        except sqlite3.Error as error:
            match primary(error):
                case sqlite3.SQLITE_BUSY:
                    message = f"{subject} is in use. Stop the bot first."
                    raise StoreError(message) from error
                case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_ERROR:
                    raise _UnreadableError(database) from error
            with translate_sqlite_errors(subject):
                raise
        if version < newest:
            message = f"{subject} is an older Nomen's. Start the bot once to renew it."
            raise StoreError(message)
        yield connection


def _see_that_it_may_be(backup: Path, database: Path) -> None:
    if not backup.is_file():
        message = f"There is no backup {backup}."
        raise StoreError(message)
    if database.exists() and backup.samefile(database):
        message = f"{backup} is the database itself. Name a backup."
        raise StoreError(message)


def _holds_something(database: Path) -> bool:
    return database.exists() and database.stat().st_size > 0


def _set_aside(database: Path, kept: Path) -> None:
    """Rename what lies beside the database: a log of changes must not meet another's database."""
    with writing(kept):
        for log, name in zip(beside(database), beside(kept), strict=True):
            if log.exists():
                log.replace(name)


def _put(fresh: Path, database: Path) -> None:
    """Put the backup in the database's place, for whoever that or its folder belongs to."""
    if os.geteuid() == 0:
        like = (database if database.exists() else database.parent).stat()
        os.chown(fresh, like.st_uid, like.st_gid)
    put(fresh, database)


def _free_name(database: Path, now: datetime) -> Path:
    """Give a name with the moment in it that no file has."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    ends = chain([""], (f"-{number}" for number in count(2)))
    names = (f"{database.stem}.{stamp}{end}{database.suffix}" for end in ends)
    return next(path for path in map(database.with_name, names) if not path.exists())
