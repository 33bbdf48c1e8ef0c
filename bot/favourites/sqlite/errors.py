"""What SQLite says went wrong, in words for people."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.favourites.errors import StoreError
from model.domain.errors import Phrase, message

DATABASE = Phrase(message("The database of favourites"))
"""What members read of it; whoever hosts the bot reads the file's name."""
_BUSY = message("{database} is in use by another program. Try again in a moment.")
_DAMAGED = message(
    "{database} is damaged, or no database. It was left as it is; put a backup in its place."
)
_TOLD = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: message("{database} has no room left on its disk. Nothing was changed."),
    sqlite3.SQLITE_READONLY: message("{database} may only be read. Nothing was changed."),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: message(
        "{database} cannot be opened. See that its folder is there and may be written."
    ),
    sqlite3.SQLITE_IOERR: message(
        "{database} cannot be read or written: its disk fails. Nothing was changed."
    ),
}
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRIMARY = 0xFF
"""The bits of an error code that tell what went wrong; those above tell where."""
_OTHER = message("{database} failed: {cause}. Nothing was changed.")


def busy() -> StoreError:
    """What is raised when there was no turn in time."""
    return StoreError(_BUSY, database=DATABASE)


def is_damage(error: StoreError) -> bool:
    """Whether the file is no database any more, or not a whole one."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.Error) and primary(cause) in _DAMAGE


def primary(error: sqlite3.Error) -> int:
    """What went wrong, as one of SQLite's primary error codes; 0 where SQLite was not asked."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY


@contextmanager
def told(database: str = DATABASE) -> Iterator[None]:
    """Turn what SQLite raises into a `StoreError` that begins with what the database is called."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(
            _TOLD.get(primary(error), _OTHER), database=database, cause=str(error)
        ) from error
