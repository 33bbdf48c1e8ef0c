"""Copies of an SQLite file, and putting one in its place."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import create_autospec

import pytest

from bot.store.backups import BackupFolder, back_up, restore
from bot.store.deletion import Scope
from bot.store.errors import StoreError
from bot.store.record import DeletionRecord
from bot.store.sqlite import instance_lock, read_identity
from bot.store.store import open_store, serving_store
from tests.bot.store.filling import ADA, BEN, FRIENDS
from tests.wire.discord_server.polling import wait_until

NOW = datetime(2026, 1, 1, 3, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "nomen.sqlite3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def backups(file: Path, folder: Path) -> BackupFolder:
    return BackupFolder(folder, file)


async def star(file: Path, folder: Path, *names: str, member: int = ADA) -> None:
    """Star names in a file that is served."""
    async with serving_store(file, folder, keep=0) as store:
        for name in names:
            await store.stars.star(FRIENDS, member, name, None)


async def starred(file: Path, member: int = ADA) -> list[str]:
    async with open_store(file, create=False) as store:
        return [name.name for name in await store.stars.favourites(FRIENDS, member)]


async def test_a_backup_is_one_file_with_all_that_was_committed_for_its_owner_alone(
    file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(file) as store:
        await store.stars.star(FRIENDS, ADA, "Ana", None)
        await asyncio.to_thread(back_up, file, copy)
        await store.stars.star(FRIENDS, ADA, "Bo", None)
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy.sqlite3"]
    assert await starred(copy) == ["Ana"]


async def test_a_backup_replaces_no_file(file: Path, folder: Path) -> None:
    await star(file, folder, "Ana")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="exists already"):
        back_up(file, file)
    assert file.read_bytes() == before


async def test_a_damaged_database_is_no_backup(file: Path, folder: Path, tmp_path: Path) -> None:
    await star(file, folder, *(f"A{letter}" for letter in "abcdefghijklmnopq"))
    with file.open("r+b") as damaged:
        damaged.seek(8192)
        damaged.write(b"\xff" * 4096)
    with pytest.raises(StoreError, match="is damaged"):
        back_up(file, tmp_path / "copy.sqlite3")
    assert not [*tmp_path.glob("*copy*")]


async def test_the_newest_seven_of_a_database_are_kept(
    file: Path, folder: Path, backups: BackupFolder
) -> None:
    await star(file, folder, "Ana")
    future = backups.create(NOW + 400 * DAY)
    made = [backups.create(NOW + number * DAY) for number in range(8)]
    assert not future.exists()
    assert [path.exists() for path in made] == [False] + [True] * 7
    identity, _ = read_identity(file)
    assert made[-1].name == f"nomen-{identity}-20260108T030000Z.sqlite3"
    assert backups.newest(identity, NOW + 7 * DAY) == NOW + 7 * DAY
    assert folder.stat().st_mode & 0o077 == 0


async def test_backups_of_other_databases_are_neither_counted_nor_deleted(
    tmp_path: Path, folder: Path
) -> None:
    """Two bots share a folder; one file was replaced by an empty one of the same name."""
    first, second = tmp_path / "a.sqlite3", tmp_path / "b.sqlite3"
    for file in (first, second):
        await star(file, folder, "Ana")
    of_first, of_second = (BackupFolder(folder, file) for file in (first, second))
    kept = of_first.create(NOW)
    first.unlink()
    async with serving_store(first, folder, keep=0, is_new=True):
        pass
    for number in range(9):
        of_first.create(NOW + number * DAY + timedelta(hours=1))
        of_second.create(NOW + number * DAY)
    assert kept.exists()
    assert len(of_first.find()) == 8
    assert len(of_second.find()) == 7
    assert of_second.newest(read_identity(second)[0], NOW + 9 * DAY) == NOW + 8 * DAY


async def test_a_missing_file_that_has_backups_is_not_made_anew(
    file: Path, folder: Path, backups: BackupFolder
) -> None:
    await star(file, folder, "Ana")
    backups.create(NOW)
    file.unlink()
    with pytest.raises(StoreError, match="there are backups of it"):
        await star(file, folder)
    assert not file.exists()
    async with serving_store(file, folder, keep=0, is_new=True):
        pass
    assert await starred(file) == []
    await star(file.with_name("other.sqlite3"), folder)


async def test_a_bot_that_serves_backs_up_nightly(file: Path, folder: Path) -> None:
    backups = BackupFolder(folder, file)
    for expected in (1, 1):
        async with serving_store(file, folder) as store:
            await store.stars.star(FRIENDS, ADA, "Ana", None)
            await wait_until(lambda: store.last_backup is not None, "backup")
        assert len(backups.find()) == expected


@pytest.mark.parametrize(("hours", "expected"), [(23, 1), (25, 2)])
async def test_the_next_backup_is_due_a_day_after_the_newest(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, hours: int, expected: int
) -> None:
    looks = create_autospec(BackupFolder.newest, side_effect=BackupFolder.newest)
    monkeypatch.setattr(BackupFolder, "newest", looks)
    monkeypatch.setattr("bot.store.store.LOOK_AGAIN", 0.01)
    backups = BackupFolder(folder, file)
    await star(file, folder, "Ana")
    backups.create(datetime.now(UTC) - timedelta(hours=hours))
    async with serving_store(file, folder):
        await wait_until(lambda: looks.call_count > 2, "third look at the backups")
    assert len(backups.find()) == expected


async def test_what_is_deleted_is_gone_from_the_files_after_the_night(
    file: Path, folder: Path
) -> None:
    async with serving_store(file, folder, keep=0) as store:
        for letter in "abcdefghijklmnopqrstuvwxyz":
            await store.stars.star(FRIENDS, ADA, f"Secretname{letter}", None)
        await store.deletions.delete(Scope(ADA))
        await store.database.vacuum()  # type: ignore[attr-defined] # of a file
        left = b"".join(path.read_bytes() for path in file.parent.glob("nomen.sqlite3*"))
    assert b"ecretname" not in left


async def test_a_backup_is_restored_without_what_was_deleted_since(
    file: Path, folder: Path, backups: BackupFolder
) -> None:
    await star(file, folder, "Ana")
    await star(file, folder, "Bo", member=BEN)
    backup = backups.create(NOW)
    async with serving_store(file, folder, keep=0) as store:
        await store.deletions.delete(Scope(ADA))
        await store.stars.star(FRIENDS, BEN, "Cas", None)
    kept, deleted = await restore(backup, file, DeletionRecord(folder), NOW)
    assert await starred(file) == []
    assert await starred(file, BEN) == ["Bo"]
    assert deleted > 0
    assert kept == file.with_name("nomen.20260101T030000Z.sqlite3")
    assert await starred(kept, BEN) == ["Bo", "Cas"]


async def test_what_only_the_replaced_database_knows_is_deleted_from_the_backup(
    file: Path, folder: Path, backups: BackupFolder
) -> None:
    await star(file, folder, "Ana")
    backup = backups.create(NOW)
    async with open_store(file) as store:
        await store.deletions.delete(Scope(ADA))
    await restore(backup, file, DeletionRecord(folder), NOW)
    assert await starred(file) == []


async def test_a_damaged_database_is_replaced_by_its_backup(
    file: Path, folder: Path, backups: BackupFolder
) -> None:
    await star(file, folder, "Ana")
    backup = backups.create(NOW)
    file.write_bytes(b"no database" * 1000)
    kept, _deleted = await restore(backup, file, DeletionRecord(folder), NOW)
    assert await starred(file) == ["Ana"]
    assert kept is not None
    assert kept.read_bytes().startswith(b"no database")


@pytest.mark.parametrize("what", ["missing", "itself", "damaged", "another program's", "unknown"])
async def test_what_is_no_backup_changes_nothing(
    file: Path, folder: Path, tmp_path: Path, what: str
) -> None:
    await star(file, folder, "Ana")
    backup = tmp_path / "backup.sqlite3"
    if what == "damaged":
        back_up(file, backup)
        os.truncate(backup, backup.stat().st_size - 4096)
    elif what == "another program's":
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute("CREATE TABLE star (mine text)")
    elif what == "unknown":
        await star(backup, tmp_path / "elsewhere", "Bo")
    named = file if what == "itself" else backup
    with pytest.raises(StoreError):
        await restore(named, file, DeletionRecord(folder), NOW)
    assert await starred(file) == ["Ana"]
    assert {path.name for path in tmp_path.glob("*nomen*")} == {file.name, f"{file.name}-serving"}


async def test_a_backup_of_which_nothing_is_recorded_is_restored_if_the_host_says_so(
    file: Path, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.sqlite3"
    await star(other, tmp_path / "elsewhere", "Bo")
    record = DeletionRecord(folder)
    with pytest.raises(StoreError, match="--without-record"):
        await restore(other, file, record, NOW)
    kept, _deleted = await restore(other, file, record, NOW, is_without_record=True)
    assert kept is None
    assert await starred(file) == ["Bo"]
    await star(file, folder, "Cas")


async def test_a_served_database_is_not_replaced(
    file: Path, folder: Path, backups: BackupFolder
) -> None:
    await star(file, folder, "Ana")
    backup = backups.create(NOW)
    with instance_lock(file), pytest.raises(StoreError, match="served by another Nomen"):
        await restore(backup, file, DeletionRecord(folder), NOW)


async def test_the_logs_of_a_killed_bot_belong_to_its_database(
    file: Path, folder: Path, tmp_path: Path, backups: BackupFolder
) -> None:
    await star(file, folder, "Ana")
    backup = backups.create(NOW)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    async with open_store(file) as store:
        await store.stars.star(FRIENDS, ADA, "Bo", None)
        for end in ("", "-wal"):
            (crashed / f"nomen.sqlite3{end}").write_bytes(Path(f"{file}{end}").read_bytes())
    kept, _deleted = await restore(backup, crashed / "nomen.sqlite3", DeletionRecord(folder), NOW)
    assert await starred(crashed / "nomen.sqlite3") == ["Ana"]
    assert kept is not None
    assert await starred(kept) == ["Ana", "Bo"]


def test_a_link_in_the_place_of_the_lock_is_not_followed(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    Path(f"{file}-serving").symlink_to(target)
    with pytest.raises(StoreError, match="lock"), instance_lock(file):
        pass
    assert not target.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can go on as another user")
def test_root_goes_on_as_the_owner_of_the_folder() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chown(folder, 65534, 65534)
        script = (
            "import os, sys; from pathlib import Path; from bot.store.backups import become_owner; "
            "folder = Path(sys.argv[1]); become_owner(folder); (folder / 'made').touch(); "
            "assert not os.getgroups()"
        )
        subprocess.run([sys.executable, "-c", script, folder], check=True)  # noqa: S603 - our own
        made = (folder / "made").stat()
        assert (made.st_uid, made.st_gid) == (65534, 65534)
