"""A lock that lets only one process serve a database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.errors import primary_code, translate_sqlite_errors
from bot.favourites.sqlite.ownership import give_to_owner

INSTANCE_LOCK_TIMEOUT = 2.0
"""Seconds to wait for another process that is just exiting."""


@contextmanager
def single_instance_lock(
    database: Path, *, timeout: float = INSTANCE_LOCK_TIMEOUT
) -> Iterator[None]:
    """Be the only process that serves or replaces a database, until the context or process ends.

    Two bots would handle each press twice, and the second might report the star as an old one. A
    restore under a running bot would lose what is starred meanwhile. It is SQLite's own lock, on
    an empty file beside the database that readers and backups ignore: the library filelock was as
    good, and took 0.8 MB of memory.

    Args:
        database: the database, which need not exist; it is not touched.
        timeout: seconds to wait.

    Raises:
        StoreError: another process serves or replaces it, or the lock file cannot be created.
    """
    file = database.resolve()  # all links to it share the lock
    lock_file = file.with_name(f"{file.name}-serving")
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
                f"The database {database} is served by another Nomen. Stop the bot first, or name "
                "another file in NOMEN_DATABASE."
            )
            raise StoreError(message) from error
        give_to_owner(lock_file, file)
        yield
