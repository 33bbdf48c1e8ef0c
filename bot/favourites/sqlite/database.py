"""Opening the database file, which is checked before anything is written to it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.identity import DatabaseInfo
from bot.favourites.sqlite.connection import (
    SIZE_QUERY,
    ReadConnection,
    WriteConnection,
    transaction,
)
from bot.favourites.sqlite.errors import (
    DATABASE_LABEL,
    DamagedDatabaseError,
    translate_sqlite_errors,
)
from bot.favourites.sqlite.file_guard import FileGuard, file_identity
from bot.favourites.sqlite.schema import (
    known_migrations,
    latest_version,
    migrate,
    read_version,
    require_latest_version,
)

LOCK_TIMEOUT = 2.0
"""Seconds to wait for other writers; Discord gives up on an interaction after three."""


async def inspect_database(path: Path) -> DatabaseInfo:
    """Check all of a database without changing it; the bot may be running.

    Raises:
        StoreError: it does not exist, or is damaged, another program's or a newer Nomen's.
    """
    require_database(path)
    subject = f"The database {path}"
    async with connect(path, "ro") as connection:
        with translate_sqlite_errors(subject):
            ((size,),) = await connection.execute_fetchall(SIZE_QUERY)
            version = await read_version(connection, subject)
        await require_intact(connection, subject)
    return DatabaseInfo(version, int(size))


@asynccontextmanager
async def open_for_writing(
    path: Path, *, lock_timeout: float = LOCK_TIMEOUT
) -> AsyncIterator[WriteConnection]:
    """Open a database for writing, creating it or migrating it to the latest version.

    Raises:
        StoreError: it is damaged, in use, another program's or a newer Nomen's, or cannot be
            written; it is left unchanged.
    """
    subject = f"The database {path}"
    async with connect(path, "rwc", lock_timeout) as connection:
        opened = file_identity(path)
        with translate_sqlite_errors(subject):
            await read_version(connection, subject)
            await require_intact(connection, subject, quick=True)
            if file_identity(path) != opened:
                message = f"{subject} was restored just now. Start the bot again."
                raise StoreError(message)
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
            await connection.execute_fetchall("PRAGMA foreign_keys = ON")
            # Deleted rows are overwritten, and not left in free pages.
            await connection.execute_fetchall("PRAGMA secure_delete = ON")
            await migrate(connection, known_migrations())
            # Rewritten, so that an unwritable file fails now and not at the first star.
            async with transaction(connection):
                await connection.execute_fetchall(f"PRAGMA user_version = {latest_version()}")
        guard = FileGuard(path, partial(_read_anew, path))
        yield WriteConnection(connection, guard, lock_timeout)


@asynccontextmanager
async def open_for_reading(
    path: Path, *, lock_timeout: float = LOCK_TIMEOUT
) -> AsyncIterator[ReadConnection]:
    """Open a database read-only.

    Raises:
        StoreError: it does not exist, or is damaged, another program's, or of another version.
    """
    require_database(path)
    subject = f"The database {path}"
    async with connect(path, "ro", lock_timeout) as connection:
        with translate_sqlite_errors(subject):
            await require_latest_version(connection, subject)
        yield ReadConnection(connection)


@asynccontextmanager
async def connect(
    path: Path, mode: str, lock_timeout: float = LOCK_TIMEOUT
) -> AsyncIterator[aiosqlite.Connection]:
    """Connect to a file without checking its content.

    Args:
        path: the file.
        mode: SQLite's `ro`, `rw`, or `rwc`, which creates the file.
        lock_timeout: seconds to wait for another program's lock.

    Raises:
        StoreError: it cannot be opened.
    """
    # Not opened by aiosqlite: its thread would swallow the error. And always closed, since its
    # thread keeps the process from exiting until then.
    with translate_sqlite_errors(f"The database {path}"):
        opened = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",  # noqa: ASYNC240 - no file is touched
            uri=True,
            timeout=lock_timeout,
            isolation_level=None,  # transactions are begun explicitly
            check_same_thread=False,  # only aiosqlite's thread uses it from here on
        )
    async with aiosqlite.Connection(lambda: opened, iter_chunk_size=64) as connection:
        yield connection


async def require_intact(
    connection: aiosqlite.Connection, subject: str, *, quick: bool = False
) -> None:
    """Ensure that every page of a database is consistent and, unless quick, every index too.

    Raises:
        StoreError: it is damaged; the message begins with the subject.
    """
    with translate_sqlite_errors(subject):
        pragma = "quick_check" if quick else "integrity_check"
        rows = await connection.execute_fetchall(f"PRAGMA {pragma}(1)")
    if [line for (line,) in rows] != ["ok"]:
        raise DamagedDatabaseError(subject)


async def _read_anew(path: Path) -> None:
    """Check a file on a connection of its own, which has nothing in its cache.

    Raises:
        StoreError: the file is damaged, or cannot be read at the moment.
    """
    async with connect(path, "ro") as connection:
        await require_intact(connection, DATABASE_LABEL, quick=True)


def require_database(path: Path) -> None:
    """Ensure that a database file exists.

    Raises:
        StoreError: it does not.
    """
    if not path.is_file():
        message = f"There is no database {path}."
        raise StoreError(message)
