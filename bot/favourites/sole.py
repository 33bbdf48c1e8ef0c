"""That one process alone serves a database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.favourites.errors import StoreError
from bot.favourites.faults import told
from bot.favourites.opening import PATIENCE


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
    with told(f"The file {beside}"), closing(_opened(beside, patience)) as lock:
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
