"""The record of deletions beside the backups: what it says, and of which backups it is enough."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.favourites.backup.deletion_record import (
    Coverage,
    DamagedRecordError,
    DeletionRecord,
    read_record,
    write_record,
)
from bot.favourites.errors import StoreError
from bot.favourites.identity import DatabaseIdentity
from bot.favourites.store import open_favourites
from bot.favourites.tombstones import Tombstone
from tests.support.clocks import ManualClock

GROUP, ADA = 7, 0x0123456789ABCDEF
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ONE, OTHER = b"one database", b"other database"


def coverage(newest: int = 100, forgotten: int = 0) -> Coverage:
    return Coverage(NOW, newest, forgotten)


def backup_of(identity: bytes, sequence: int) -> DatabaseIdentity:
    return DatabaseIdentity(identity, sequence, forgotten=0)


def tombstone(mark: bytes, sequence: int, age: timedelta = timedelta()) -> Tombstone:
    return Tombstone(b"key", mark, sequence, NOW - age)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deletions.json"


@pytest.fixture
async def record(database: Path, clock: ManualClock) -> DeletionRecord:
    """The record of a database in which Ada was deleted."""
    async with open_favourites(database, clock) as repository:
        await repository.star(GROUP, ADA, "Adas", None)
        await repository.delete_member(ADA)
    return await DeletionRecord.of_database(database, clock())


def test_record_is_read_as_it_was_written(path: Path, record: DeletionRecord) -> None:
    write_record(path, record)
    assert len(record.tombstones) == 1
    assert read_record(path) == record


def test_file_is_for_its_owner_alone_and_names_nobody(path: Path, record: DeletionRecord) -> None:
    write_record(path, record)
    assert path.stat().st_mode & 0o777 == 0o600
    content = path.read_text("utf-8")
    assert not any(text in content for text in (str(ADA), f"{ADA:x}", "Adas"))
    assert list(path.parent.glob(".*")) == []


def test_file_made_by_root_belongs_to_the_owner_of_its_folder(path: Path) -> None:
    owner = 12_345 if os.geteuid() == 0 else os.geteuid()
    os.chown(path.parent, owner, -1)
    write_record(path, DeletionRecord())
    assert path.stat().st_uid == owner


def test_record_is_on_the_disk_before_it_replaces_the_former_one(
    path: Path, record: DeletionRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that losing power leaves one of the two whole."""
    synced: list[tuple[str, bool]] = []
    sync = os.fsync

    def note(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        synced.append(("folder" if is_folder else "file", path.exists()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    write_record(path, record)
    assert synced == [("file", False), ("folder", True)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b"{}",
        b'{"format": 2, "databases": {}, "deletions": {}}',
        b'{"format": 1, "databases": {"xy": {}}, "deletions": {}}',
        b'{"format": 1, "databases": {}, "deletions": {"00": [["00", 1, "2026-01-01"]]}}',
        b'{"format": 1, "databases": {}, "deletions": {"00": [1]}}',
    ],
)
def test_damaged_file_is_reported(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(DamagedRecordError, match=r"deletions\.json"):
        read_record(path)


def test_unwritable_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        write_record(tmp_path / "nowhere" / "deletions.json", DeletionRecord())


@pytest.mark.parametrize(
    ("known", "backup", "covered"),
    [
        (coverage(), backup_of(ONE, 50), True),
        (coverage(newest=50), backup_of(ONE, 50), True),
        (coverage(newest=49), backup_of(ONE, 50), False),  # the record is older than the backup
        (coverage(forgotten=50), backup_of(ONE, 50), True),
        (coverage(forgotten=51), backup_of(ONE, 50), False),  # what it forgot is in the backup
        (coverage(), backup_of(OTHER, 50), False),
    ],
)
def test_record_covers_backups_of_its_databases_between_its_ends(
    known: Coverage, backup: DatabaseIdentity, *, covered: bool
) -> None:
    assert DeletionRecord({ONE: known}).covering(backup) == (ONE if covered else None)


def test_merged_records_have_the_deletions_and_databases_of_both() -> None:
    first = DeletionRecord({ONE: coverage(newest=5)}, (tombstone(b"ada", 5),))
    second = DeletionRecord(
        {ONE: coverage(newest=9, forgotten=2), OTHER: coverage()},
        (tombstone(b"ada", 8), tombstone(b"ben", 9)),
    )
    merged = first.merge(second)
    assert merged.databases == {ONE: coverage(newest=9, forgotten=2), OTHER: coverage()}
    found = {(tombstone.mark, tombstone.sequence) for tombstone in merged.tombstones}
    assert found == {(b"ada", 8), (b"ben", 9)}
    assert second.merge(first).databases == merged.databases


def test_forgetting_notes_how_far_the_record_reaches() -> None:
    day = timedelta(days=1)
    record = DeletionRecord(
        {ONE: coverage()}, (tombstone(b"ada", 5, 3 * day), tombstone(b"ben", 9, day))
    )
    kept = record.forget(NOW - 2 * day)
    assert [found.mark for found in kept.tombstones] == [b"ben"]
    assert kept.covering(backup_of(ONE, 4)) is None
    assert kept.covering(backup_of(ONE, 5)) == ONE
    assert kept.forget(NOW - 2 * day) == kept
