"""Copies of whole databases for backups and restores."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.schema import script_from
from bot.favourites.sqlite.connection import transaction, wait_until_free
from bot.favourites.sqlite.database import (
    connect,
    open_for_writing,
    require_database,
    require_intact,
)
from bot.favourites.sqlite.errors import primary_code, translate_sqlite_errors
from bot.favourites.sqlite.schema import read_version, require_latest_version

SIDECAR_SUFFIXES = ("-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite may keep beside a database."""
EXCLUSIVE_LOCK_TIMEOUT = 0.5
"""Seconds to wait for exclusive access; a running bot holds its lock for longer than that."""


class DeletionsUnreadableError(StoreError):
    """A database is too damaged to tell what members have had deleted; `str` begins a sentence."""

    def __init__(self, database: Path) -> None:
        super().__init__(f"The database {database} is damaged and cannot tell")


def sidecar_files(database: Path) -> Iterator[Path]:
    """Yield the paths of the files that SQLite may keep beside a database."""
    return (database.with_name(database.name + suffix) for suffix in SIDECAR_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database as of one moment, whatever others write to it.

    Attributes:
        database: the file.
        connection: reads it, in a transaction.
    """

    database: Path
    connection: aiosqlite.Connection

    async def copy_to(self, target: Path) -> None:
        """Copy it into an empty file, and check the copy.

        Raises:
            StoreError: it is damaged, or the target cannot be written.
        """
        await copy_pages(self.connection, target)
        async with connect(target, "ro") as copy:
            await require_intact(copy, f"The database {self.database}")


@asynccontextmanager
async def live_snapshot(database: Path) -> AsyncIterator[Snapshot]:
    """Take a snapshot of a database, which others may be using.

    Raises:
        StoreError: it does not exist, is empty or another program's, or cannot be read.
    """
    require_database(database)
    subject = f"The database {database}"
    async with connect(database, "ro") as connection:
        with translate_sqlite_errors(subject):
            version = await read_version(connection, subject)
        if not version:
            message = f"{subject} is empty. There is nothing to back up."
            raise StoreError(message)
        with translate_sqlite_errors(subject):
            async with transaction(connection, "BEGIN"):
                # The transaction begins with the first statement that reads.
                await connection.execute_fetchall("SELECT count(*) FROM sqlite_schema")
                yield Snapshot(database, connection)


async def require_intact_copy(copy: Path, subject: str) -> None:
    """Check a copy of a database completely.

    Raises:
        StoreError: it is empty, damaged, another program's, a newer Nomen's or too old; the message
            begins with the subject.
    """
    async with connect(copy, "rw") as connection:
        with translate_sqlite_errors(subject):
            version = await read_version(connection, subject)
        if not version:
            message = f"{subject} is empty."
            raise StoreError(message)
        script_from("sqlite", version, subject)
        await require_intact(connection, subject)


async def migrate_copy(copy: Path) -> None:
    """Migrate a copy of a database to the latest version.

    Raises:
        StoreError: it cannot be written.
    """
    async with open_for_writing(copy):
        pass


@asynccontextmanager
async def exclusive_database(database: Path) -> AsyncIterator[aiosqlite.Connection]:
    """Lock out everyone else, and ensure that the schema is current and deletions are readable.

    An open bot keeps a shared lock on its database even while idle, so asking for an exclusive
    lock suffices to detect one.

    Raises:
        DeletionsUnreadableError: the database is too damaged.
        StoreError: it is in use, another program's, or of another version.
    """
    subject = f"The database {database}"
    async with connect(database, "rw", EXCLUSIVE_LOCK_TIMEOUT) as connection:
        try:
            await connection.execute_fetchall("PRAGMA locking_mode = EXCLUSIVE")
            async with transaction(connection, "BEGIN EXCLUSIVE"):
                pass
            await require_latest_version(connection, subject)
            await connection.execute_fetchall(
                "SELECT key, mark, tombstone.sequence, deleted_at, id, ledger.sequence, forgotten "
                "FROM identity, ledger LEFT JOIN tombstone"
            )
        except sqlite3.Error as error:
            match primary_code(error):
                case sqlite3.SQLITE_BUSY:
                    message = f"{subject} is in use. Stop the bot first."
                    raise StoreError(message) from error
                case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_ERROR:
                    raise DeletionsUnreadableError(database) from error
            with translate_sqlite_errors(subject):
                raise
        yield connection


async def remove_log(connection: aiosqlite.Connection, database: Path) -> None:
    """Merge the write-ahead log into an exclusive database, so that a replacement does not meet it.

    Raises:
        StoreError: the database cannot be written.
    """
    with translate_sqlite_errors(f"The database {database}"):
        await connection.execute_fetchall("PRAGMA journal_mode = DELETE")


async def copy_pages(source: aiosqlite.Connection, target: Path) -> None:
    """Copy an open database, including any damage, into an empty file without a write-ahead log.

    `VACUUM INTO`, which takes as long, would fail on the damage that a restore has to preserve, and
    is documented not to flush the copy to disk. Neither blocks writers.

    When cancelled, it ends after the copying, which nothing interrupts.

    Raises:
        StoreError: the database cannot be read, or the target cannot be written.
    """
    async with connect(target, "rw") as copy:
        with translate_sqlite_errors(f"The copy {target}"):
            await _copy_to_the_end(source, copy)
            # Without this, opening the copy would create files beside it.
            await copy.execute_fetchall("PRAGMA journal_mode = DELETE")


async def _copy_to_the_end(source: aiosqlite.Connection, copy: aiosqlite.Connection) -> None:
    """Copy the pages from one connection to the other, which stays unused and open until then.

    The source's thread copies, whether somebody waits for it or not. Were the copy's thread to
    close the other connection meanwhile, SQLite would go on with memory that is freed.
    """
    try:
        # In a single step: in several it would start anew after every write by another process.
        await source.backup(copy)
    except asyncio.CancelledError:
        await wait_until_free(source)
        raise
