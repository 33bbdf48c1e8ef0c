"""A copy of the database, made while the bot runs: whole and good, or none at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiosqlite

from bot.favourites.backup.integrity import demand_good
from bot.favourites.errors import StoreError
from bot.favourites.sqlite.database import connected, demand
from bot.favourites.sqlite.errors import translate_sqlite_errors
from bot.favourites.sqlite.schema import shipped, version_of

PARTIAL = ".partial"
"""What the name of a copy ends in until it is whole."""
LOGS = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a database, by the ends of their names."""


async def back_up(database: Path, target: Path, *, replace: bool = False) -> int:
    """Copy a database into one file, as it is at one moment; others may write meanwhile.

    The copy is written under another name beside, checked, and renamed, so that the target is
    whole whenever it is there. Only the user who made it may read it.

    Args:
        database: what to copy; it is only read.
        target: the copy; its folder must be there.
        replace: whether to put it in the place of a file that there is.

    Returns:
        The bytes of the copy.

    Raises:
        StoreError: there is no such database, it is none of ours, it is damaged, or the copy
            cannot be written; what the target was it still is.
    """
    _see_that_it_may_be(database, target, replace=replace)
    with partial_beside(target) as partial:
        async with connected(database, "ro") as source:
            with translate_sqlite_errors(f"The database {database}"):
                version = await version_of(
                    source, f"The database {database}", shipped()[-1].version
                )
            if not version:
                message = f"The database {database} is empty. There is nothing to back up."
                raise StoreError(message)
            await duplicate(source, partial)
        async with connected(partial, "ro") as made:
            await demand_good(made, f"The database {database}")
        return put(partial, target)


async def duplicate(source: aiosqlite.Connection, target: Path) -> None:
    """Copy an open database, damage included, into an empty file that needs no log of changes.

    Raises:
        StoreError: it could not be.
    """
    async with connected(target, "rw") as made:
        with translate_sqlite_errors(f"The copy {target}"):
            # All in one step: in parts it would begin anew whenever a member stars a name.
            await source.backup(made)
            # Else whoever looks into the copy would find files of SQLite's beside it.
            await made.execute_fetchall("PRAGMA journal_mode = DELETE")


@contextmanager
def partial_beside(target: Path) -> Iterator[Path]:
    """Give an empty file in the same folder; whatever is left of it at the end is deleted.

    Raises:
        StoreError: the folder is not there or may not be written.
    """
    with writing(target):
        descriptor, name = tempfile.mkstemp(PARTIAL, f".{target.name}.", target.parent)
    os.close(descriptor)
    partial = Path(name)
    try:
        yield partial
    finally:
        for file in (partial, *beside(partial)):
            file.unlink(missing_ok=True)


def put(partial: Path, target: Path) -> int:
    """Rename a file that is whole, see that the name outlives a power cut, and tell its bytes.

    Raises:
        StoreError: it cannot be renamed.
    """
    with writing(target):
        partial.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return target.stat().st_size


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn what the system raises into a `StoreError` that begins with the file."""
    try:
        yield
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}."
        raise StoreError(message) from error


def beside(database: Path) -> Iterator[Path]:
    """Give the names of what SQLite may keep beside a database."""
    return (database.with_name(database.name + end) for end in LOGS)


def _see_that_it_may_be(database: Path, target: Path, *, replace: bool) -> None:
    demand(database)
    if not (target.exists() or target.is_symlink()):
        return
    if target.is_dir():
        message = f"{target} is a folder. Name the file that the backup should be."
    elif target.exists() and target.samefile(database):
        message = f"{target} is the database itself. Name another file."
    elif any(file.exists() for file in beside(target)):
        message = f"{target} is in use as a database. Name another file."
    elif not replace:
        message = f"{target} is there already, and was left as it is. --force would replace it."
    else:
        return
    raise StoreError(message)
