"""What SQLite says went wrong, in words for people."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.favourites.errors import StoreError

_BUSY = "is in use by another program. Try again in a moment."
_DAMAGED = "is damaged, or no database. It was left as it is; put a backup in its place."
_TOLD = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: "has no room left on its disk. Nothing was changed.",
    sqlite3.SQLITE_READONLY: "may only be read. Nothing was changed.",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. See that its folder is there and may be written.",
    sqlite3.SQLITE_IOERR: "cannot be read or written: its disk fails. Nothing was changed.",
}
_PRIMARY = 0xFF
"""The bits of an error code that tell what went wrong; those above tell where."""


@contextmanager
def told(subject: str = "The database of favourites") -> Iterator[None]:
    """Turn what SQLite raises into a `StoreError` that begins with the subject."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
        words = _TOLD.get(code, f"failed: {error}. Nothing was changed.")
        message = f"{subject} {words}"
        raise StoreError(message) from error
