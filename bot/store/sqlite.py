"""The database in a file, by aiosqlite: one connection that writes, and one that reads."""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

from bot.store.database import SHORT_TIMEOUT, Row, Work, new_identity, require_version
from bot.store.errors import StoreBusyError, StoreError
from bot.store.queries import Query, load_queries, tables_script

T = TypeVar("T")

APPLICATION_ID = 0x4E6F6D6E
"""SQLite's application id of Nomen's files: "Nomn"."""
SIDECARS = ("-wal", "-shm", "-journal")
"""Ends of the names of the files that SQLite keeps beside a database."""

_DAMAGED = "{file} is damaged, or no database. It was left as it is; put a backup in its place."
_MESSAGES = {
    sqlite3.SQLITE_BUSY: "{file} is in use by another program. Try again in a moment.",
    sqlite3.SQLITE_FULL: "{file} has no room left on its disk.",
    sqlite3.SQLITE_READONLY: "{file} may only be read.",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: "{file} cannot be opened. Its folder must be there, and writable.",
    sqlite3.SQLITE_IOERR: "{file} cannot be read or written: its disk fails.",
}
_PRIMARY = 0xFF
"""Masks the primary error code; the higher bits hold details."""


class Connection(aiosqlite.Connection):
    """A connection whose thread also runs functions."""

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function of the connection in its thread, after all that it was told before."""
        result: T = await self._execute(function, self._conn)  # type: ignore[no-untyped-call]
        return result


class SqliteDatabase:
    """`Database`, which documents the methods, in a file.

    Each read and each transaction is one call in its connection's thread, and so one after another.
    """

    def __init__(self, file: Path, reader: Connection, writer: Connection) -> None:
        self.file = file
        self._reader, self._writer = reader, writer
        self._opened = file.stat()
        self._queries = load_queries("sqlite")

    async def fetch(self, query: str, /, **parameters: object) -> Sequence[Row]:
        """Run a query."""
        read = partial(_fetch, self._queries[query], parameters)
        return await self._run(self._reader, read, SHORT_TIMEOUT)

    async def transact(self, work: Work[T], within: float = SHORT_TIMEOUT) -> T:
        """Do work in a transaction."""

        def do_work(connection: sqlite3.Connection) -> T:
            self._require_there()
            return _transact(work, self._queries, connection)

        return await self._run(self._writer, do_work, within)

    async def vacuum(self) -> None:
        """Leave no byte of what was deleted in the files; nobody can write meanwhile."""

        def vacuum(connection: sqlite3.Connection) -> None:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        with translated_errors(self.file):
            await self._writer.run(vacuum)

    def _require_there(self) -> None:
        """Ensure that what is committed is in a file that will be found again."""
        with suppress(OSError):
            if os.path.samestat(self.file.stat(), self._opened):
                return
        message = f"The database {self.file} was removed or replaced. Stop the bot, and restore it."
        raise StoreError(message)

    async def _run(
        self, connection: Connection, function: Callable[[sqlite3.Connection], T], within: float
    ) -> T:
        with translated_errors(self.file):
            try:
                async with asyncio.timeout(within):
                    return await connection.run(function)
            except TimeoutError:
                message = f"{self.file} took too long to answer. Try again in a moment."
                raise StoreBusyError(message) from None


@asynccontextmanager
async def open_database(file: Path, *, create: bool = True) -> AsyncIterator[SqliteDatabase]:
    """Open a database.

    Args:
        file: the file; its folder must exist.
        create: whether to make it where there is none, or it is empty.

    Raises:
        StoreError: it cannot be used; it is left as it is.
    """
    async with _connected(file, "rwc" if create else "rw") as writer:
        with translated_errors(file):
            await writer.run(partial(_prepare, file, create=create))
        async with _connected(file, "ro") as reader:
            yield SqliteDatabase(file, reader, writer)


def copy_file(file: Path, target: Path) -> None:
    """Copy a database, as of one moment, into an empty file, and check the copy.

    Raises:
        StoreError: it is no database of Nomen's, is damaged, or the copy cannot be written.
    """
    with translated_errors(file), _opened(file, "ro") as source, _opened(target, "rw") as copy:
        _require_own(file, source)
        # In a single step: in several it would start anew after every write by another process.
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # else opening it made files beside it
        _require_intact(copy)


def check_file(file: Path) -> None:
    """Check every page of a file that nobody has open, and that it is a database of Nomen's.

    Raises:
        StoreError: it is not intact, not Nomen's or of another version.
    """
    with translated_errors(file), _opened(file, "ro") as connection:
        _require_own(file, connection)
        _require_intact(connection)


def read_identity(file: Path) -> tuple[str, int]:
    """Return a file's id and newest number, without changing it.

    Raises:
        StoreError: it is damaged, or no database of Nomen's.
    """
    with translated_errors(file), _opened(file, "ro") as connection:
        _require_own(file, connection)
        ((identity, number),) = connection.execute("SELECT id, number FROM ledger").fetchall()
        return str(identity), int(number)


@contextmanager
def instance_lock(file: Path) -> Iterator[None]:
    """Be the only process that serves or replaces a file, until the context or the process ends.

    Raises:
        StoreError: another process is, or the lock cannot be taken.
    """
    path = file.resolve()  # all links to it share the lock
    path = path.with_name(f"{path.name}-serving")
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(path, flags, 0o600)
    except OSError as error:
        message = f"The lock {path} cannot be opened: {error.strerror}."
        raise StoreError(message) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        message = (
            f"The database {file} is served by another Nomen. Stop that bot first, or name another "
            "file in NOMEN_DATABASE."
        )
        raise StoreError(message) from None
    finally:
        os.close(descriptor)


@contextmanager
def translated_errors(file: Path) -> Iterator[None]:
    """Turn SQLite's errors into `StoreError`s that begin with the file."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
        message = _MESSAGES.get(code, "{file} failed: {error}.").format(file=file, error=error)
        message = f"The database {message}"
        kind = StoreBusyError if code == sqlite3.SQLITE_BUSY else StoreError
        raise kind(message) from error


@asynccontextmanager
async def _connected(file: Path, mode: str) -> AsyncIterator[Connection]:
    # Not opened by aiosqlite, whose thread would swallow the error. And always closed, since its
    # thread keeps the process from exiting until then.
    with translated_errors(file):
        opened = _connect(file, mode)
    async with Connection(lambda: opened, iter_chunk_size=64) as connection:
        assert isinstance(connection, Connection)  # noqa: S101 - typed as its base class
        yield connection


@contextmanager
def _opened(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    connection = _connect(file, mode)
    try:
        yield connection
    finally:
        connection.close()


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    if mode != "rwc" and not file.is_file():
        message = f"There is no database {file}."
        raise StoreError(message)
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=SHORT_TIMEOUT,
        isolation_level=None,  # transactions are begun explicitly
        check_same_thread=False,  # only the thread of its connection uses it from here on
    )


def _prepare(file: Path, connection: sqlite3.Connection, *, create: bool) -> None:
    """Check a file that is to be written, and make the tables where it is empty."""
    ((tables,),) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    if tables or not create:
        _require_own(file, connection)
        _require_intact(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # deleted rows are overwritten
    if not tables:
        connection.executescript(f"BEGIN IMMEDIATE; {tables_script()}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(load_queries("sqlite")["begin"].sql, new_identity())
        connection.execute("COMMIT")


def _require_own(file: Path, connection: sqlite3.Connection) -> None:
    ((application,),) = connection.execute("PRAGMA application_id").fetchall()
    if application != APPLICATION_ID:
        message = f"{file} is no database of Nomen’s. It was left as it is; name another file."
        raise StoreError(message)
    ((version,),) = connection.execute(load_queries("sqlite")["version"].sql).fetchall()
    require_version(f"The database {file}", version)


def _require_intact(connection: sqlite3.Connection) -> None:
    rows = connection.execute("PRAGMA quick_check(1)").fetchall()
    if rows != [("ok",)]:
        error = sqlite3.DatabaseError(str(rows))
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _fetch(
    query: Query, parameters: Mapping[str, object], connection: sqlite3.Connection
) -> Sequence[Row]:
    return connection.execute(query.sql, parameters).fetchall()


class _ThreadTransaction:
    """`Transaction` within SQLite's thread."""

    def __init__(self, queries: Mapping[str, Query], connection: sqlite3.Connection) -> None:
        self._queries, self._connection = queries, connection

    async def fetch(self, query: str, /, **parameters: object) -> Sequence[Row]:
        """Run a query."""
        return _fetch(self._queries[query], parameters, self._connection)


def _transact(work: Work[T], queries: Mapping[str, Query], connection: sqlite3.Connection) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = _finish(work(_ThreadTransaction(queries, connection)))
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return result


def _finish(work: Awaitable[T]) -> T:
    """Run a coroutine that never waits, in a thread without an event loop."""
    assert isinstance(work, Coroutine)  # noqa: S101 - `Work` is asynchronous functions
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    message = "A transaction awaits nothing but its own queries."
    raise RuntimeError(message)
