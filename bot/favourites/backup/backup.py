"""Backing up the database while the bot runs."""

from pathlib import Path

from bot.favourites.backup.files import replace_file, temporary_sibling, translate_os_errors
from bot.favourites.errors import StoreError
from bot.favourites.sqlite.snapshot import Snapshot, live_snapshot, sidecar_files


async def back_up(database: Path, target: Path, *, replace: bool = False) -> int:
    """Copy a database, as of one moment, into a single file; others may write to it meanwhile.

    The copy is written to a temporary file, checked, and renamed, so that the target is always
    complete. Only its owner may read it.

    Args:
        database: the database; it is only read.
        target: the copy; its folder must exist.
        replace: whether to replace an existing file.

    Returns:
        The size of the copy in bytes.

    Raises:
        StoreError: the database does not exist, is another program's or damaged, or the copy
            cannot be written; the target is unchanged.
    """
    async with live_snapshot(database) as snapshot:
        return await back_up_snapshot(snapshot, target, replace=replace)


async def back_up_snapshot(snapshot: Snapshot, target: Path, *, replace: bool = False) -> int:
    """Do the same with a snapshot of the database.

    Raises:
        StoreError: the database is damaged, or the copy cannot be written; the target is unchanged.
    """
    with translate_os_errors(target):
        _require_valid_target(target, snapshot.database, replace=replace)
    with temporary_sibling(target) as partial:
        await snapshot.copy_to(partial)
        return replace_file(partial, target)


def _require_valid_target(target: Path, database: Path, *, replace: bool) -> None:
    if not (target.exists() or target.is_symlink()):
        return
    if target.is_dir():
        message = f"{target} is a folder. Name the file that the backup should be."
    elif target.exists() and target.samefile(database):
        message = f"{target} is the database itself. Name another file."
    elif any(file.exists() for file in sidecar_files(target)):
        message = f"{target} is in use as a database. Name another file."
    elif not replace:
        message = f"{target} is there already, and was left as it is. --force would replace it."
    else:
        return
    raise StoreError(message)
