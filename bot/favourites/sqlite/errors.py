"""SQLite's errors, translated into messages for the host."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.favourites.errors import StoreBusyError, StoreError

DATABASE_LABEL = "The database of favourites"
"""How messages call the database where its file is not known."""
_CANNOT_OPEN = "{database} cannot be opened. See that its folder is there and may be written."
_BUSY = "{database} is in use by another program. Try again in a moment."
_SLOW = "{database} took too long to answer. Try again in a moment."
_DAMAGED = "{database} is damaged, or no database. It was left as it is; put a backup in its place."
_UNREADABLE = "{database} cannot be read or written: its disk fails. Nothing was changed."
_MESSAGES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: "{database} has no room left on its disk. Nothing was changed.",
    sqlite3.SQLITE_READONLY: "{database} may only be read. Nothing was changed.",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_IOERR: _UNREADABLE,
}
_OTHER = "{database} failed: {cause}. Nothing was changed."
_DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRIMARY_MASK = 0xFF
"""Masks the primary error code; the higher bits hold details."""


class DamagedDatabaseError(StoreError):
    """Pages or indexes of a database are not consistent; the message begins with the subject."""

    def __init__(self, subject: str) -> None:
        super().__init__(f"{subject} is damaged. It was left as it is; put a backup in its place.")


class DatabaseReplacedError(StoreError):
    """The file is no longer the one that was opened; nothing more is written until a restart."""

    def __init__(self) -> None:
        super().__init__(
            f"{DATABASE_LABEL} was moved or overwritten while it was open, so nothing more is "
            "saved; the log says what to do."
        )


def busy_error() -> StoreBusyError:
    """Create the error for a lock that was not free in time."""
    return StoreBusyError(_BUSY.format(database=DATABASE_LABEL))


def slow_error() -> StoreBusyError:
    """Create the error for a query that did not end in time."""
    return StoreBusyError(_SLOW.format(database=DATABASE_LABEL))


def unreadable_error() -> StoreError:
    """Create the error for a file that the system does not let read at the moment."""
    return StoreError(_UNREADABLE.format(database=DATABASE_LABEL))


def is_damage(error: StoreError) -> bool:
    """Return whether the file is corrupt, not a database, or not the one that was opened."""
    cause = error.__cause__
    return isinstance(error, DamagedDatabaseError | DatabaseReplacedError) or (
        isinstance(cause, sqlite3.Error) and primary_code(cause) in _DAMAGE_CODES
    )


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary error code, or 0 if the error is not from SQLite itself."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY_MASK


@contextmanager
def translate_sqlite_errors(database: str = DATABASE_LABEL) -> Iterator[None]:
    """Turn SQLite's errors into `StoreError`s whose messages begin with the database's label."""
    try:
        yield
    except sqlite3.Error as error:
        message = _MESSAGES.get(primary_code(error), _OTHER)
        kind = StoreBusyError if message == _BUSY else StoreError
        raise kind(message.format(database=database, cause=error)) from error
