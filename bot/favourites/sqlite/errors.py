"""SQLite's errors, translated into messages for users."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.favourites.errors import StoreError
from model.domain.errors import LazyText, gettext_noop

DATABASE_LABEL = LazyText(gettext_noop("The database of favourites"))
"""How messages to members call the database; those to the host name the file."""
_CANNOT_OPEN = gettext_noop(
    "{database} cannot be opened. See that its folder is there and may be written."
)
_BUSY = gettext_noop("{database} is in use by another program. Try again in a moment.")
_SLOW = gettext_noop("{database} took too long to answer. Try again in a moment.")
_DAMAGED = gettext_noop(
    "{database} is damaged, or no database. It was left as it is; put a backup in its place."
)
_MESSAGES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: gettext_noop(
        "{database} has no room left on its disk. Nothing was changed."
    ),
    sqlite3.SQLITE_READONLY: gettext_noop("{database} may only be read. Nothing was changed."),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_IOERR: gettext_noop(
        "{database} cannot be read or written: its disk fails. Nothing was changed."
    ),
}
_REPLACED = gettext_noop(
    "{database} was moved or overwritten while I had it open, so I save nothing more. Tell whoever "
    "runs me; the log says what to do."
)
_OTHER = gettext_noop("{database} failed: {cause}. Nothing was changed.")
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
        super().__init__(_REPLACED, database=DATABASE_LABEL)


def busy_error() -> StoreError:
    """Create the error for a lock that was not free in time."""
    return StoreError(_BUSY, database=DATABASE_LABEL)


def slow_error() -> StoreError:
    """Create the error for a query that did not end in time."""
    return StoreError(_SLOW, database=DATABASE_LABEL)


def unreadable_error() -> StoreError:
    """Create the error for a file that the system does not let read at the moment."""
    return StoreError(_MESSAGES[sqlite3.SQLITE_IOERR], database=DATABASE_LABEL)


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
        raise StoreError(
            _MESSAGES.get(primary_code(error), _OTHER), database=database, cause=str(error)
        ) from error
