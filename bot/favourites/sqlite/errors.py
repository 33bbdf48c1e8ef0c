"""What SQLite says went wrong, in words for people."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.favourites.errors import StoreError
from model.domain.errors import LazyText, gettext_noop

DATABASE = LazyText(gettext_noop("The database of favourites"))
"""What members read of it; whoever hosts the bot reads the file's name."""
_BUSY = gettext_noop("{database} is in use by another program. Try again in a moment.")
_DAMAGED = gettext_noop(
    "{database} is damaged, or no database. It was left as it is; put a backup in its place."
)
_TOLD = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: gettext_noop(
        "{database} has no room left on its disk. Nothing was changed."
    ),
    sqlite3.SQLITE_READONLY: gettext_noop("{database} may only be read. Nothing was changed."),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: gettext_noop(
        "{database} cannot be opened. See that its folder is there and may be written."
    ),
    sqlite3.SQLITE_IOERR: gettext_noop(
        "{database} cannot be read or written: its disk fails. Nothing was changed."
    ),
}
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRIMARY = 0xFF
"""The bits of an error code that tell what went wrong; those above tell where."""
_OTHER = gettext_noop("{database} failed: {cause}. Nothing was changed.")


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
def translate_sqlite_errors(database: str = DATABASE) -> Iterator[None]:
    """Turn what SQLite raises into a `StoreError` that begins with what the database is called."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(
            _TOLD.get(primary(error), _OTHER), database=database, cause=str(error)
        ) from error
