"""What repeating deletions leaves in the files of a copy, and what it needs of the original."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from bot.favourites.backup.deletion_record import DeletionRecord
from bot.favourites.errors import StoreError
from bot.favourites.repeated_deletions import repeat_deletions
from bot.favourites.sqlite.database import open_database
from bot.favourites.store import open_favourites
from tests.support.clocks import ManualClock

GROUP, ADA = 7, 1


async def repeat_in_copy(current: Path, backup: Path) -> int:
    """Repeat in a backup the deletions that a database records; return how many stars that was."""
    now = ManualClock()()
    deletions = (await DeletionRecord.of_database(current, now)).tombstones
    repeat = partial(repeat_deletions, tombstones=deletions, newest=0, now=now)
    async with open_database(backup) as copy:
        return await copy.transact(repeat)


async def test_repeated_deletion_leaves_no_byte_of_what_it_deletes(
    database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.sqlite3"
    async with open_favourites(database) as repository:
        await repository.star(GROUP, ADA, "Before", None)
    shutil.copy(database, copy)
    async with open_favourites(database) as repository:
        await repository.delete_member(ADA)
    assert await repeat_in_copy(database, copy) == 1
    assert b"Before" not in copy.read_bytes()


async def test_unreadable_tombstones_leave_the_backup_unchanged(
    database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.sqlite3"
    async with open_favourites(copy) as repository:
        await repository.star(GROUP, ADA, "Ana", None)
    before = copy.read_bytes()
    with pytest.raises(StoreError, match="There is no database"):
        await repeat_in_copy(database, copy)
    assert copy.read_bytes() == before
