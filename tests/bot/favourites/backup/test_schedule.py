"""Scheduled backups: when one is due, which are kept, and that they go on whatever happens."""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import AsyncMock, patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.favourites.backup.rotation import Rotation, superseded_backups, time_until_due
from bot.favourites.backup.schedule import BackupSchedule
from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.stores import open_once
from tests.support.clocks import ManualClock
from tests.wire.discord_server.polling import wait_until

GROUP, ADA = 7, 1
ZERO, DAY = timedelta(), timedelta(days=1)
SOON = (timedelta(milliseconds=10),)
MOMENTS = st.integers(0, 20 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(st.frozensets(MOMENTS), st.integers(1, 9), MOMENTS)
def test_newest_backups_are_kept(moments: frozenset[datetime], keep: int, now: datetime) -> None:
    deleted = set(superseded_backups({*moments, now}, keep, now))
    kept = {*moments, now} - deleted
    assert now in kept
    assert len(kept) == min(keep, len({*moments, now}))
    past = {moment for moment in kept if moment <= now}
    assert all(old < new for new in past for old in deleted if old <= now)


@given(st.frozensets(MOMENTS), st.timedeltas(timedelta(minutes=1), timedelta(days=365)), MOMENTS)
def test_backup_is_due_when_the_newest_reaches_the_interval(
    moments: frozenset[datetime], interval: timedelta, now: datetime
) -> None:
    wait = time_until_due(moments, interval, now)
    assert ZERO <= wait <= interval
    later = now + wait
    assert not any(later - interval < moment <= now for moment in moments)
    if wait:
        assert later - interval in moments


async def test_new_backup_displaces_the_oldest_and_no_other_file(
    rotation: Rotation, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(GROUP, ADA, "Ana", None)
    oldest = await rotation.create(clock.advance(hours=1))
    assert oldest.name == "nomen-20260101T010000Z.sqlite3"
    assert rotation.folder.stat().st_mode & 0o777 == 0o700
    others = {rotation.folder / name for name in ("nomen-before-the-move.sqlite3", "notes.txt")}
    for other in others:
        other.touch()
    abandoned = rotation.folder / ".nomen-20200101T000000Z.sqlite3.abc.partial"
    abandoned.touch()
    os.utime(abandoned, (0, 0))
    newest = {await rotation.create(clock.advance(hours=1)) for _ in range(2)}
    assert {*rotation.folder.iterdir()} == others | newest


async def test_failed_backup_deletes_no_old_ones(
    rotation: Rotation, database: Path, clock: ManualClock
) -> None:
    await open_once(database)
    created = [await rotation.create(clock.advance(hours=1)) for _ in range(2)]
    database.write_text("spoilt", "ascii")
    with pytest.raises(StoreError, match="damaged"):
        await rotation.create(clock.advance(hours=1))
    assert sorted(rotation.folder.iterdir()) == created


async def test_uncreatable_folder_is_reported(
    rotation: Rotation, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(GROUP, ADA, "Ana", None)
    rotation.folder.parent.touch()
    with pytest.raises(StoreError, match="written: Not a directory"):
        await rotation.create(clock())


@pytest.mark.parametrize("path", ["backups", "file/backups"])
def test_folder_that_is_not_there_has_no_backups(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not Rotation(tmp_path / "nomen.sqlite3", tmp_path / path, keep=2).find_backups()


def test_unreadable_folder_is_reported(rotation: Rotation) -> None:
    """The system lets root read everything."""
    rotation.folder.mkdir(parents=True)
    denied = PermissionError(errno.EACCES, "Permission denied")
    denying = patch.object(Path, "iterdir", side_effect=denied)
    with denying, pytest.raises(StoreError, match="Permission denied"):
        rotation.find_backups()


@pytest.fixture
async def schedule(
    repository: FavouritesRepository, rotation: Rotation, clock: ManualClock
) -> BackupSchedule:
    await repository.star(GROUP, ADA, "Ana", None)
    return BackupSchedule(rotation, DAY, clock=clock, retry_delays=SOON)


async def wait_for_backup(schedule: BackupSchedule, moment: datetime) -> None:
    await wait_until(lambda: schedule.last_backup == moment, f"backup of {moment}")


async def test_backup_is_not_repeated_after_a_restart(
    schedule: BackupSchedule, rotation: Rotation, clock: ManualClock
) -> None:
    made = clock()
    await rotation.create(made)
    clock.advance(hours=23)
    async with schedule.running():
        await wait_for_backup(schedule, made)
    assert list(rotation.find_backups()) == [made]


async def test_backup_is_made_when_the_newest_is_as_old_as_the_interval(
    schedule: BackupSchedule,
    rotation: Rotation,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.favourites.backup.schedule.MAX_SLEEP", SOON[0])
    async with schedule.running():
        await wait_for_backup(schedule, clock())
        await wait_for_backup(schedule, clock.advance(days=1))
    assert len(rotation.find_backups()) == 2


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(errno.EACCES, "Permission denied"),
        FileNotFoundError(errno.ENOENT, "No such file"),
        StoreError("away"),
        RuntimeError("a bug"),
    ],
)
async def test_any_failure_is_logged_and_tried_again_soon(
    schedule: BackupSchedule,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    """A folder without rights, which root cannot have, raises in many places."""
    with monkeypatch.context() as patched:
        patched.setattr(Rotation, "create", AsyncMock(side_effect=error))
        async with schedule.running():
            await wait_until(lambda: caplog.text.count("No backup was made") >= 2, "two failures")
            patched.undo()
            await wait_for_backup(schedule, clock())


@pytest.mark.usefixtures("repository")
async def test_no_interval_disables_backups(rotation: Rotation) -> None:
    schedule = BackupSchedule(rotation, None)
    async with schedule.running():
        assert schedule.last_backup is None
    assert not rotation.folder.exists()
