"""A folder of dated backups, of which the newest few are kept."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.favourites.backup.backup import PARTIAL, back_up, writing

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = "nomen-{}.sqlite3"


@dataclass(frozen=True, slots=True)
class Rotation:
    """Backups of one database.

    Attributes:
        database: what is backed up.
        folder: where they lie; it is made when the first one is.
        keep: how many are left there, 1 at least.
    """

    database: Path
    folder: Path
    keep: int

    async def due(self, every: timedelta, now: datetime) -> timedelta:
        """Tell how long until the newest is as old as that; zero if it is, or if there is none."""
        return until_due(await asyncio.to_thread(self.dated), every, now)

    async def make(self, now: datetime) -> Path:
        """Make one and, when it is good, delete those that are too many.

        Raises:
            StoreError: it could not be made, and no other was deleted; or not deleted.
        """
        await asyncio.to_thread(self._prepare)
        target = self.folder / _NAME.format(f"{now.astimezone(UTC):{_STAMP}}")
        await back_up(self.database, target, replace=True)
        await asyncio.to_thread(self._drop, now)
        return target

    def dated(self) -> Mapping[datetime, Path]:
        """Find the backups by their names; what else lies there is none of ours."""
        found = {}
        for path in self.folder.glob(_NAME.format("*")):
            try:
                moment = datetime.strptime(path.name, _NAME.format(_STAMP)).replace(tzinfo=UTC)
            except ValueError:
                continue
            found[moment] = path
        return found

    def _prepare(self) -> None:
        with writing(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Of a bot that was killed while it made one.
            for partial in self.folder.glob(f".{_NAME.format('*')}.*{PARTIAL}"):
                partial.unlink(missing_ok=True)

    def _drop(self, now: datetime) -> None:
        dated = self.dated()
        with writing(self.folder):
            for moment in too_many(dated, self.keep, now):
                dated[moment].unlink(missing_ok=True)


def until_due(moments: Collection[datetime], every: timedelta, now: datetime) -> timedelta:
    """Tell how long to wait until the newest backup is as old as that.

    One from the future, made while the clock was wrong, counts for nothing.
    """
    past = [moment for moment in moments if moment <= now]
    return max(timedelta(), max(past) + every - now) if past else timedelta()


def too_many(moments: Collection[datetime], keep: int, now: datetime) -> Collection[datetime]:
    """Choose the backups to be deleted so that the newest few are left.

    Those from the future, made while the clock was wrong, go before all others.
    """
    return sorted(moments, key=lambda moment: (moment <= now, moment), reverse=True)[keep:]
