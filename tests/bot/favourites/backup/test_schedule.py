"""Scheduled backups go on whatever happens."""

import errno
from datetime import datetime, timedelta

import pytest

from bot.favourites.backup.rotation import Rotation
from bot.favourites.backup.schedule import BackupSchedule
from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository
from tests.support.clocks import ManualClock
from tests.wire.discord_server.polling import wait_until

GROUP, ADA = 7, 1
DAY = timedelta(days=1)
SOON = (timedelta(milliseconds=10),)


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

    async def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Rotation, "create", fail)
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
