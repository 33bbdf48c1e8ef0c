"""The database in a file, which is checked before anything is written to it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

from bot.favourites.database import SHORT_TIMEOUT, Work
from bot.favourites.errors import StoreError
from bot.favourites.identity import DatabaseInfo, require_not_moved
from bot.favourites.queries import Kind, load_queries
from bot.favourites.schema import VERSION
from bot.favourites.sqlite.connection import Connection, SqliteReader, WriteConnection
from bot.favourites.sqlite.errors import (
    DATABASE_LABEL,
    DamagedDatabaseError,
    translate_sqlite_errors,
)
from bot.favourites.sqlite.file_guard import FileGuard, file_identity
from bot.favourites.sqlite.schema import migrate, read_version, require_latest_version
from bot.favourites.sqlite.wipe import Wiper, wiping

T = TypeVar("T")

_WAL_RETRY_DELAY = 0.05
"""Seconds between two tries to turn the write-ahead log on."""


class SqliteDatabase:
    """`Database`, which documents the methods, in a file."""

    kind: Kind = "sqlite"

    def __init__(
        self,
        reader: SqliteReader,
        streamer: SqliteReader,
        writer: WriteConnection,
        wiper: Wiper,
        on_deletion: Callable[[], object],
    ) -> None:
        """Read on one connection, and in pages on another, so that nobody waits for those."""
        self.fetch = reader.fetch
        self.stream = streamer.stream
        self.texts = reader.texts
        self._writer = writer
        self._wiper = wiper
        self._on_deletion = on_deletion

    async def transact(
        self,
        work: Work[T],
        within: float | None = None,  # noqa: ARG002 - the lock has its own deadline
        *,
        repeatable: bool = True,  # noqa: ARG002 - what has failed is not committed
    ) -> T:
        """Do work in a transaction."""
        return await self._writer.transact(work)

    async def check(self) -> None:
        """Commit an empty transaction, if nothing else is being written, and read."""
        await self._writer.check()
        await self.fetch("size")

    async def erase(self, patience: float = 0) -> bool:
        """Have what was deleted recorded elsewhere and wiped here."""
        self._on_deletion()
        return await self._wiper.wipe(patience)


@asynccontextmanager
async def open_database(
    path: Path,
    *,
    lock_timeout: float = SHORT_TIMEOUT,
    on_deletion: Callable[[], object] = lambda: None,
    even_moved: bool = False,
) -> AsyncIterator[SqliteDatabase]:
    """Open a database, creating it or migrating it to the latest version.

    Args:
        path: the file; its folder must exist.
        lock_timeout: seconds to wait for another program's lock.
        on_deletion: called when a deletion is recorded, before what it left behind is erased.
        even_moved: whether to open it although everything was moved elsewhere.

    Raises:
        StoreError: it cannot be used, or was moved elsewhere; it is unchanged.
    """
    async with (
        open_for_writing(path, lock_timeout=lock_timeout) as writer,
        wiping(writer) as wiper,
        open_for_reading(path, lock_timeout=lock_timeout) as reader,
        open_for_reading(path, lock_timeout=lock_timeout) as streamer,
    ):
        database = SqliteDatabase(reader, streamer, writer, wiper, on_deletion)
        if not even_moved:
            await require_not_moved(database, f"The database {path}")
        yield database


async def inspect_database(path: Path) -> DatabaseInfo:
    """Check all of a database without changing it; the bot may be running.

    Raises:
        StoreError: it does not exist, or is damaged, another program's or a newer Nomen's.
    """
    require_database(path)
    subject, queries = f"The database {path}", load_queries("sqlite")
    async with connect(path, "ro") as connection:
        with translate_sqlite_errors(subject):
            ((size,),) = await connection.execute_fetchall(queries["size"].sql)
            version = await read_version(connection, subject)
        await require_intact(connection, subject)
        miscounted = 0
        if version == VERSION["sqlite"]:
            ((miscounted,),) = await connection.execute_fetchall(queries["miscounted"].sql)
    return DatabaseInfo(version, int(size), int(miscounted))


async def _write_ahead(connection: Connection, patience: float) -> None:
    """Turn the write-ahead log on, and wait for others that do so just now, as SQLite does not."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while True:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or loop.time() >= deadline:
                raise
            await asyncio.sleep(_WAL_RETRY_DELAY)
        else:
            return


@asynccontextmanager
async def open_for_writing(
    path: Path, *, lock_timeout: float = SHORT_TIMEOUT
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
            await _write_ahead(connection, lock_timeout)
            await connection.execute_fetchall("PRAGMA foreign_keys = ON")
            # Deleted rows are overwritten, and not left in free pages.
            await connection.execute_fetchall("PRAGMA secure_delete = ON")
            await migrate(connection, subject)
        guard = FileGuard(path, partial(_read_anew, path))
        try:
            yield WriteConnection(connection, guard, lock_timeout)
        finally:
            await guard.close()


@asynccontextmanager
async def open_for_reading(
    path: Path, *, lock_timeout: float = SHORT_TIMEOUT
) -> AsyncIterator[SqliteReader]:
    """Open a database read-only.

    Raises:
        StoreError: it does not exist, or is damaged, another program's, or of another version.
    """
    require_database(path)
    subject = f"The database {path}"
    async with connect(path, "ro", lock_timeout) as connection:
        with translate_sqlite_errors(subject):
            await require_latest_version(connection, subject)
        yield SqliteReader(connection)


@asynccontextmanager
async def connect(
    path: Path, mode: str, lock_timeout: float = SHORT_TIMEOUT
) -> AsyncIterator[Connection]:
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
    async with Connection(lambda: opened, iter_chunk_size=64) as connection:
        assert isinstance(connection, Connection)  # noqa: S101 - typed as its base class
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
