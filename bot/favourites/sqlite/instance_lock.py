"""A lock that lets only one process serve a database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.errors import primary_code, translate_sqlite_errors

INSTANCE_LOCK_TIMEOUT = 2.0
"""Seconds to wait for another process that is just exiting."""


@contextmanager
def single_instance_lock(
    database: Path, *, timeout: float = INSTANCE_LOCK_TIMEOUT
) -> Iterator[None]:
    """Be the only process that serves a database, until the context or the process ends.

    Two bots would handle each press twice, and the second might report the star as an old one. It
    is SQLite's own lock, on an empty file beside the database that readers and backups ignore: the
    library filelock was as good, and took 0.8 MB of memory.

    Args:
        database: the database; it is not touched.
        timeout: seconds to wait.

    Raises:
        StoreError: another process serves it, or the lock file cannot be created.
    """
    lock_file = database.with_name(f"{database.name}-serving")
    with (
        translate_sqlite_errors(f"The file {lock_file}"),
        closing(sqlite3.connect(lock_file, timeout=timeout, isolation_level=None)) as lock,
    ):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY:
                raise
            message = (
                f"The database {database} is served by another Nomen that runs already. End that "
                "one first, or name another file in NOMEN_DATABASE."
            )
            raise StoreError(message) from error
        yield
