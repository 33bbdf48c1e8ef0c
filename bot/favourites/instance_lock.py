"""A lock that lets only one process serve a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.errors import CANNOT_OPEN

INSTANCE_LOCK_TIMEOUT = 2.0
"""Seconds to wait for another process that is just exiting."""


@contextmanager
def single_instance_lock(
    database: Path, *, timeout: float = INSTANCE_LOCK_TIMEOUT
) -> Iterator[None]:
    """Be the only process that serves a database, until the context or the process ends.

    Two bots would handle each press twice, and the second might report the star as an old one. The
    operating system locks an empty file beside the database, which readers and backups ignore.

    Args:
        database: the database; it is not touched.
        timeout: seconds to wait.

    Raises:
        StoreError: another process serves it, or the lock file cannot be created.
    """
    lock_file = database.with_name(f"{database.name}-serving")
    cannot_open = StoreError(CANNOT_OPEN, database=f"The file {lock_file}")
    if not lock_file.parent.is_dir():  # FileLock would create it
        raise cannot_open
    try:
        lock = FileLock(lock_file, timeout=timeout).acquire()
    except Timeout as error:
        message = (
            f"The database {database} is served by another Nomen that runs already. End that one "
            "first, or name another file in NOMEN_DATABASE."
        )
        raise StoreError(message) from error
    except OSError as error:
        raise cannot_open from error
    with lock:
        yield
