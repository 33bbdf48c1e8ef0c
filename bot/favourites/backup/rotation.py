"""A folder of dated backups, of which the newest few are kept."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.files import (
    make_private_folder,
    remove_partial_files,
    translate_os_errors,
)

_TIMESTAMP = "%Y%m%dT%H%M%SZ"
_FILENAME = "nomen-{}.sqlite3"


@dataclass(frozen=True, slots=True)
class Rotation:
    """Backups of one database.

    Attributes:
        database: the database to back up.
        folder: where the backups are; it is created for the first one.
        keep: how many are kept, at least 1.
    """

    database: Path
    folder: Path
    keep: int

    async def create(self, now: datetime) -> Path:
        """Create a backup, and delete the superseded ones if that succeeds.

        Raises:
            StoreError: it could not be created, and none was deleted; or one not deleted.
        """
        await asyncio.to_thread(self._prepare_folder)
        target = self.folder / _FILENAME.format(f"{now.astimezone(UTC):{_TIMESTAMP}}")
        await back_up(self.database, target, replace=True)
        await asyncio.to_thread(self._delete_superseded, now)
        return target

    def find_backups(self) -> Mapping[datetime, Path]:
        """Find the backups, by their names; other files are ignored.

        Raises:
            StoreError: the folder is there and cannot be read.
        """
        found = {}
        # Not `glob`, for which a folder that cannot be read is empty.
        with translate_os_errors(self.folder):
            paths = list(self.folder.iterdir()) if self.folder.exists() else []
        for path in paths:
            try:
                moment = datetime.strptime(path.name, _FILENAME.format(_TIMESTAMP)).replace(
                    tzinfo=UTC
                )
            except ValueError:
                continue
            found[moment] = path
        return found

    def _prepare_folder(self) -> None:
        make_private_folder(self.folder)
        remove_partial_files(self.folder / _FILENAME.format("*"))

    def _delete_superseded(self, now: datetime) -> None:
        backups = self.find_backups()
        with translate_os_errors(self.folder):
            for moment in superseded_backups(backups, self.keep, now):
                backups[moment].unlink(missing_ok=True)


def newest_backup(moments: Collection[datetime], now: datetime) -> datetime | None:
    """Return when the newest backup was made.

    Backups dated in the future, made while the clock was wrong, are ignored.
    """
    return max((moment for moment in moments if moment <= now), default=None)


def time_until_due(moments: Collection[datetime], interval: timedelta, now: datetime) -> timedelta:
    """Return how long until the newest backup is as old as the interval; 0 without one."""
    newest = newest_backup(moments, now)
    return timedelta() if newest is None else max(timedelta(), newest + interval - now)


def superseded_backups(
    moments: Collection[datetime], keep: int, now: datetime
) -> Collection[datetime]:
    """Choose the backups to delete so that the newest few are left.

    Backups dated in the future, made while the clock was wrong, are deleted first.
    """
    return sorted(moments, key=lambda moment: (moment <= now, moment), reverse=True)[keep:]
