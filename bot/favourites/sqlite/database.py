"""How the database file is opened: looked at before anything is written into it."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.connection import ReadConnection, WriteConnection, transaction
from bot.favourites.sqlite.errors import translate_sqlite_errors
from bot.favourites.sqlite.schema import migrate, shipped, version_of

PATIENCE = 2.0
"""Seconds to wait for a turn and for another program's lock; Discord gives up after three."""


@asynccontextmanager
async def open_writing(path: Path, *, patience: float = PATIENCE) -> AsyncIterator[WriteConnection]:
    """Open a database to write, made if there is none and brought to the newest version.

    Raises:
        StoreError: it is damaged, in use, newer than this program or another's, or cannot be
            written; it is left as it is.
    """
    async with connected(path, "rwc", patience) as connection:
        opened = _file_at(path)
        with translate_sqlite_errors(f"The database {path}"):
            await _check(connection, path)
            if _file_at(path) != opened:
                message = f"The database {path} was restored just now. Start the bot again."
                raise StoreError(message)
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
            await connection.execute_fetchall("PRAGMA foreign_keys = ON")
            # What is deleted is overwritten, and not left in pages to be used again some day.
            await connection.execute_fetchall("PRAGMA secure_delete = ON")
            await migrate(connection, shipped())
            await _write_nothing_new(connection)
        yield WriteConnection(connection, patience)


@asynccontextmanager
async def open_reading(path: Path, *, patience: float = PATIENCE) -> AsyncIterator[ReadConnection]:
    """Open a database to read it only.

    Raises:
        StoreError: there is none, or it is damaged, another program's, or of another version.
    """
    demand(path)
    async with connected(path, "ro", patience) as connection:
        with translate_sqlite_errors(f"The database {path}"):
            newest = shipped()[-1].version
            version = await version_of(connection, f"The database {path}", newest)
        if version < newest:
            message = f"The database {path} is an older Nomen's. Start the bot once to renew it."
            raise StoreError(message)
        yield ReadConnection(connection)


@asynccontextmanager
async def connected(
    path: Path, mode: str, patience: float = PATIENCE
) -> AsyncIterator[aiosqlite.Connection]:
    """Open a file as it is, without a look at what is in it.

    Args:
        path: the file.
        mode: SQLite's: `ro`, `rw`, or `rwc`, which makes the file.
        patience: seconds to wait for another program's lock.

    Raises:
        StoreError: it cannot be opened.
    """
    # Opened here and not by aiosqlite, whose thread complains to nobody when it cannot open; and
    # closed in any case, for until then that thread holds up the end of the process.
    with translate_sqlite_errors(f"The database {path}"):
        opened = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",  # noqa: ASYNC240 - no file is touched
            uri=True,
            timeout=patience,
            isolation_level=None,  # transactions are begun by hand
            check_same_thread=False,  # from here on only that thread uses it
        )
    async with aiosqlite.Connection(lambda: opened, iter_chunk_size=64) as connection:
        yield connection


async def _check(connection: aiosqlite.Connection, path: Path) -> None:
    await version_of(connection, f"The database {path}", shipped()[-1].version)
    found = [line for (line,) in await connection.execute_fetchall("PRAGMA quick_check(1)")]
    if found != ["ok"]:
        message = (
            f"The database {path} is damaged. It was left as it is; put a backup in its place."
        )
        raise StoreError(message)


async def _write_nothing_new(connection: aiosqlite.Connection) -> None:
    """Write the version anew: what cannot be written is told now, not to the first who stars."""
    async with transaction(connection):
        await connection.execute_fetchall(f"PRAGMA user_version = {shipped()[-1].version}")


def demand(path: Path) -> None:
    """See that there is a database.

    Raises:
        StoreError: there is none.
    """
    if not path.is_file():
        message = f"There is no database {path}."
        raise StoreError(message)


def _file_at(path: Path) -> tuple[int, int]:
    """Tell which file has the name: while a lock is waited for, another may come to bear it."""
    status = path.stat()
    return status.st_dev, status.st_ino


@contextmanager
def sole_server(path: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only process that serves a database, until the context or the process ends.

    Two would answer each press twice, and the member might be told by the second that the star
    is an old one. The lock is SQLite's own on an empty file beside the database; whoever only
    reads, or backs up, does not ask for it.

    Args:
        path: the database, which is not touched.
        patience: seconds to wait for another process that is just ending.

    Raises:
        StoreError: another process serves it, or nothing can be written beside it.
    """
    beside = path.with_name(f"{path.name}-serving")
    with translate_sqlite_errors(f"The file {beside}"), closing(_opened(beside, patience)) as lock:
        _hold(lock, path)
        yield


def _opened(beside: Path, patience: float) -> sqlite3.Connection:
    return sqlite3.connect(beside, timeout=patience, isolation_level=None)


def _hold(lock: sqlite3.Connection, path: Path) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        message = (
            f"The database {path} is served by another Nomen that runs already. End that one "
            "first, or name another file in NOMEN_DATABASE."
        )
        raise StoreError(message) from error
