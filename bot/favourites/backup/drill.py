"""A rehearsal of the restore, beside the database and without touching it."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.favourites.backup.backup import back_up_snapshot
from bot.favourites.backup.deletion_record import DeletionRecord
from bot.favourites.backup.files import translate_os_errors
from bot.favourites.backup.restore import UnknownDeletions, restore
from bot.favourites.sqlite.connection import SqliteReader
from bot.favourites.sqlite.database import inspect_database, open_for_reading
from bot.favourites.sqlite.snapshot import live_snapshot
from bot.favourites.transfer import TableDigest, digest_tables

_PREFIX = ".drill-"


@dataclass(frozen=True, slots=True)
class DrillReport:
    """The outcome of backing a database up and restoring the backup.

    Attributes:
        size: of the backup in bytes.
        backed_up: what the database contained at that moment, by table.
        restored: what the restored copy of it contains.
    """

    size: int
    backed_up: Mapping[str, TableDigest]
    restored: Mapping[str, TableDigest]

    @property
    def different(self) -> tuple[str, ...]:
        """The tables that are not the same again; none if all is well."""
        names = {*self.backed_up, *self.restored}
        return tuple(
            name for name in sorted(names) if self.backed_up.get(name) != self.restored.get(name)
        )


async def drill(database: Path, now: datetime) -> DrillReport:
    """Back a database up, restore the backup to another file, and compare that with the database.

    The bot may be running: what it writes meanwhile is not compared. All copies are deleted.

    Raises:
        StoreError: the database cannot be backed up, or the backup not restored.
    """
    with _scratch_folder(database.parent) as folder:
        backup, restored = folder / "backup.sqlite3", folder / "restored.sqlite3"
        async with live_snapshot(database) as snapshot:
            backed_up = await digest_tables(SqliteReader(snapshot.connection))
            size = await back_up_snapshot(snapshot, backup)
        record = await DeletionRecord.of_database(backup, now)
        await restore(backup, restored, now, record)
        return DrillReport(size, backed_up, await _read(restored))


async def rehearse(backup: Path, beside: Path, now: datetime) -> Mapping[str, TableDigest]:
    """Restore a backup to a file that is deleted again.

    Args:
        backup: the backup; it is only read.
        beside: a file in whose folder there is room for it.
        now: the time.

    Returns:
        What it contains, by table.

    Raises:
        StoreError: it cannot be restored.
    """
    with _scratch_folder(beside.parent) as folder:
        restored = folder / "restored.sqlite3"
        await restore(backup, restored, now, unknown=UnknownDeletions.FORGET)
        return await _read(restored)


async def _read(database: Path) -> Mapping[str, TableDigest]:
    await inspect_database(database)
    async with open_for_reading(database) as reader:
        return await digest_tables(reader)


@contextmanager
def _scratch_folder(parent: Path) -> Iterator[Path]:
    """Yield an empty folder for its owner alone; delete it at the end, and any left by a kill.

    Raises:
        StoreError: it cannot be created.
    """
    with translate_os_errors(parent):
        for left in parent.glob(f"{_PREFIX}*"):
            shutil.rmtree(left)
        folder = TemporaryDirectory(prefix=_PREFIX, dir=parent)
    with folder as name:
        yield Path(name)
