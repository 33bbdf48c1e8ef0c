"""Restoring a backup without reviving the data of members who had it deleted."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from bot.favourites.backup.files import replace_file, temporary_sibling, translate_os_errors
from bot.favourites.errors import StoreError
from bot.favourites.sqlite.instance_lock import single_instance_lock
from bot.favourites.sqlite.snapshot import (
    DeletionsUnreadableError,
    copy_pages,
    exclusive_database,
    migrate_copy,
    remove_log,
    sidecar_files,
)
from bot.favourites.sqlite.tombstones import apply_tombstones, read_tombstones

LOCK_TIMEOUT = 0.5
"""Seconds to wait for a bot that is just exiting."""


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The outcome of a restore.

    Attributes:
        kept: the former database under its new name; None if there was none.
        deleted: number of stars of the backup that were deleted again; None if unknown.
    """

    kept: Path | None
    deleted: int | None


async def restore(
    backup: Path, database: Path, now: datetime, *, forget_deletions: bool = False
) -> RestoreResult:
    """Replace a database, which nobody may have open, by a backup.

    The bot's own lock is held meanwhile: a database that was moved, cut off or damaged has no
    locks that tell whether a bot is running. The backup is not changed. The former database is kept
    beside the new one, under a name with the time in it, and deletions of members recorded in it
    are repeated.

    Args:
        backup: a file written by `back_up`, or any database of Nomen's.
        database: the database to replace, if it exists; its folder must exist.
        now: the time for the name.
        forget_deletions: whether to continue if the database is too damaged to list deletions.

    Raises:
        StoreError: the backup is damaged, another program's or a newer Nomen's, or the database is
            in use or cannot list deletions; both are unchanged.
    """
    _require_valid_backup(backup, database)
    with single_instance_lock(database, timeout=LOCK_TIMEOUT):
        return await _restore(backup, database, now, forget_deletions=forget_deletions)


async def _restore(
    backup: Path, database: Path, now: datetime, *, forget_deletions: bool
) -> RestoreResult:
    kept = _unused_name(database, now)
    with temporary_sibling(database) as fresh:
        await _copy_backup(backup, fresh)
        if not _is_nonempty(database):
            _set_sidecars_aside(database, kept)
            _replace_database(fresh, database)
            return RestoreResult(None, 0)
        try:
            return RestoreResult(kept, await _exchange(database, fresh, kept, now))
        except DeletionsUnreadableError:
            if not forget_deletions:
                raise
        with translate_os_errors(kept):
            shutil.copy2(database, kept)
        _set_sidecars_aside(database, kept)
        _replace_database(fresh, database)
    return RestoreResult(kept, None)


async def _copy_backup(backup: Path, fresh: Path) -> None:
    """Copy a backup, check the copy, and migrate it to the latest version.

    The file is copied byte by byte, since SQLite would create files beside the backup.
    """
    subject = f"The backup {backup}"
    try:
        shutil.copyfile(backup, fresh)
        for source, target in zip(sidecar_files(backup), sidecar_files(fresh), strict=True):
            if source.exists() and not source.name.endswith("-shm"):
                shutil.copyfile(source, target)
    except OSError as error:
        message = f"{subject} cannot be copied: {error.strerror}."
        raise StoreError(message) from error
    await migrate_copy(fresh, subject)


async def _exchange(database: Path, fresh: Path, kept: Path, now: datetime) -> int:
    """Swap the files while nobody can open the database; return how many stars were deleted."""
    async with exclusive_database(database) as connection:
        with temporary_sibling(kept) as partial:
            await copy_pages(connection, partial)
            deleted = await apply_tombstones(await read_tombstones(partial), fresh, now)
            await remove_log(connection, database)
            replace_file(partial, kept)
            _replace_database(fresh, database)
    return deleted


def _require_valid_backup(backup: Path, database: Path) -> None:
    if not backup.is_file():
        message = f"There is no backup {backup}."
        raise StoreError(message)
    if database.exists() and backup.samefile(database):
        message = f"{backup} is the database itself. Name a backup."
        raise StoreError(message)


def _is_nonempty(database: Path) -> bool:
    return database.exists() and database.stat().st_size > 0


def _set_sidecars_aside(database: Path, kept: Path) -> None:
    """Rename the files beside a database, whose log must not be applied to the restored one."""
    with translate_os_errors(kept):
        for source, target in zip(sidecar_files(database), sidecar_files(kept), strict=True):
            if source.exists():
                source.replace(target)


def _replace_database(fresh: Path, database: Path) -> None:
    """Move the restored file into place; as root, give it the owner of the former or its folder."""
    if os.geteuid() == 0:
        owner = (database if database.exists() else database.parent).stat()
        os.chown(fresh, owner.st_uid, owner.st_gid)
    replace_file(fresh, database)


def _unused_name(database: Path, now: datetime) -> Path:
    """Return a path beside the database, with the time in its name, that does not exist."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    suffixes = chain([""], (f"-{number}" for number in count(2)))
    names = (f"{database.stem}.{stamp}{suffix}{database.suffix}" for suffix in suffixes)
    return next(path for path in map(database.with_name, names) if not path.exists())
