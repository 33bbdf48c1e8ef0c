"""Nightly copies of an SQLite file, and putting one in its place."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from bot.store.deletion import Deletions
from bot.store.errors import StoreError
from bot.store.record import DeletionRecord
from bot.store.sqlite import (
    SIDECARS,
    copy_file,
    instance_lock,
    open_database,
    read_identity,
)

_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """The backups of a database, beside those of others and the record of deletions.

    A backup's name has the database's, its id, and when it was made.

    Attributes:
        folder: the folder; it is made for the first backup.
        database: the file.
        keep: how many are kept of each id, at least 1.
    """

    folder: Path
    database: Path
    keep: int = 7

    def find(self, identity: str = "*") -> Mapping[datetime, Path]:
        """Return the backups of an id, or of any, by when they were made.

        Raises:
            StoreError: the folder is there and cannot be read.
        """
        with _translated(self.folder):
            # Not `glob`, for which a folder that cannot be read is empty.
            files = [*self.folder.iterdir()] if self.folder.exists() else []
        found = {}
        for file in files:
            if file.match(self._name(identity, "*")):
                stamp = file.stem.rpartition("-")[2]
                with suppress(ValueError):
                    found[datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)] = file
        return found

    def newest(self, identity: str, now: datetime) -> datetime | None:
        """Return when the newest backup was made; those dated in the future do not count."""
        return max((moment for moment in self.find(identity) if moment <= now), default=None)

    def create(self, now: datetime) -> Path:
        """Make a backup, and delete the oldest of the same id that are too many.

        Raises:
            StoreError: it could not be made, and none was deleted; or one not deleted.
        """
        identity, _number = read_identity(self.database)
        with _translated(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = self.folder / self._name(identity, f"{now.astimezone(UTC):{_STAMP}}")
        back_up(self.database, target)
        backups = self.find(identity)
        # Those dated in the future, while a clock was wrong, go first.
        in_order = sorted(backups, key=lambda moment: (moment <= now, moment), reverse=True)
        with _translated(self.folder):
            for moment in in_order[self.keep :]:
                backups[moment].unlink(missing_ok=True)
        return target

    def oldest_number(self, identity: str) -> int | None:
        """Return the newest number that the oldest backup of an id has; None without a backup.

        Raises:
            StoreError: a backup cannot be read.
        """
        return min((read_identity(file)[1] for file in self.find(identity).values()), default=None)

    def require_expected(self, *, is_new: bool) -> None:
        """Ensure that no database is made anew where backups say that there was one.

        Args:
            is_new: whether the host wants a new one.

        Raises:
            StoreError: the file is missing, and there are backups of it.
        """
        if not (is_new or self.database.exists()) and self.find():
            message = (
                f"There is no database {self.database}, but there are backups of it in "
                f"{self.folder}. Restore one with `python -m bot restore`, or start once with "
                "--new."
            )
            raise StoreError(message)

    def _name(self, identity: str, stamp: str) -> str:
        return f"{self.database.stem}-{identity}-{stamp}.sqlite3"


def back_up(database: Path, target: Path) -> None:
    """Copy a database, as of one moment, into a file for its owner alone; bots may be writing.

    It is written under another name, checked and renamed, so that the target is always complete.

    Raises:
        StoreError: the target exists, or the copy could not be made.
    """
    if target.exists():
        message = f"{target} exists already."
        raise StoreError(message)
    with _partial(target) as copy:
        copy_file(database, copy)
        with _translated(target):
            copy.replace(target)


def become_owner(folder: Path) -> None:
    """As root, go on as the owner of a folder: that user may have made links in it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.setgroups([])
        os.setegid(owner.st_gid)
        os.seteuid(owner.st_uid)


async def restore(
    backup: Path,
    database: Path,
    record: DeletionRecord,
    now: datetime,
    *,
    is_without_record: bool = False,
) -> tuple[Path | None, int]:
    """Put a backup in a database's place, after repeating what was deleted since.

    The former database is kept beside the new one, under a name with the time in it, and what it
    knows of deletions is recorded first.

    Args:
        backup: the file, which is only read.
        database: the file to replace, if it is there; no bot may serve it.
        record: of deletions.
        now: for the name.
        is_without_record: whether to go on although nothing is recorded of the backup's database.

    Returns:
        Where the former database is kept, if there was one, and how many rows were deleted again.

    Raises:
        StoreError: a bot serves the database, the backup is not intact, or nothing is recorded of
            it; both files are as they were.
    """
    _require_another(backup, database)
    with instance_lock(database), _partial(database) as fresh:
        await _record_former(database, record)
        with _translated(fresh):
            shutil.copyfile(backup, fresh)
        async with open_database(fresh, create=False) as copy:
            deleted = await Deletions(copy, record).repeat(is_without_record=is_without_record)
        with _translated(database):
            kept = _set_aside(database, now)
            fresh.replace(database)
        return kept, deleted


def _require_another(backup: Path, database: Path) -> None:
    if not backup.is_file():
        message = f"There is no backup {backup}."
        raise StoreError(message)
    if database.exists() and backup.samefile(database):
        message = f"{backup} is the database itself. Name a backup."
        raise StoreError(message)


async def _record_former(database: Path, record: DeletionRecord) -> None:
    """Have recorded what a database knows of deletions, if it can be read."""
    try:
        async with open_database(database, create=False) as former:
            await Deletions(former, record).repeat(is_without_record=True)
    except StoreError:
        return  # it is replaced because it is damaged, or is not there


def _set_aside(database: Path, now: datetime) -> Path | None:
    """Rename a database, with the files beside it, to a name with the time in it."""
    stamp = f"{now.astimezone(UTC):{_STAMP}}"
    ends: Iterator[str] = chain([""], (f"-{number}" for number in count(2)))
    names = (f"{database.stem}.{stamp}{end}{database.suffix}" for end in ends)
    kept = next(path for path in map(database.with_name, names) if not path.exists())
    for end in ("", *SIDECARS):
        source = database.with_name(database.name + end)
        if source.exists():
            source.replace(kept.with_name(kept.name + end))
    return kept if kept.exists() else None


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """Yield an empty file in the target's folder, for its owner alone; delete it at the end."""
    with _translated(target):
        descriptor, name = tempfile.mkstemp(".partial", f".{target.name}.", target.parent)
    os.close(descriptor)
    partial = Path(name)
    try:
        yield partial
    finally:
        for end in ("", *SIDECARS):
            partial.with_name(partial.name + end).unlink(missing_ok=True)


@contextmanager
def _translated(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}."
        raise StoreError(message) from error
