"""Scheduled backups: when one is due, and which are kept."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.favourites.backup.restore import restore
from bot.favourites.backup.rotation import Rotation, superseded_backups, time_until_due
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.favourites.maintenance import scheduled_backups
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.repository import open_favourites
from tests.bot.favourites.manual_clock import ManualClock
from tests.wire.discord_server.polling import wait_until

GROUP, ADA = 7, 1
ZERO = timedelta()
MOMENTS = st.integers(0, 20 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.fixture
def rotation(database: Path, tmp_path: Path) -> Rotation:
    return Rotation(database, tmp_path / "safe" / "backups", keep=2)


@given(st.frozensets(MOMENTS), st.integers(1, 9), MOMENTS)
def test_newest_backups_are_kept_including_the_latest(
    moments: frozenset[datetime], keep: int, now: datetime
) -> None:
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


async def test_new_backup_displaces_the_oldest(
    rotation: Rotation, repository: FavouritesRepository, clock: ManualClock
) -> None:
    created = []
    for number in range(3):
        await repository.star(GROUP, ADA, f"Name {number}", None)
        created.append(await rotation.create(clock.advance(hours=1)))
    assert [path.name for path in created] == [
        f"nomen-20260101T0{hour}0000Z.sqlite3" for hour in (1, 2, 3)
    ]
    assert sorted(rotation.folder.iterdir()) == created[1:]
    assert rotation.folder.stat().st_mode & 0o777 == 0o700


async def test_other_files_in_the_folder_are_ignored(
    rotation: Rotation, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(GROUP, ADA, "Ana", None)
    rotation.folder.mkdir(parents=True)
    others = {rotation.folder / name for name in ("nomen-before-the-move.sqlite3", "notes.txt")}
    for other in others:
        other.touch()
    (rotation.folder / ".nomen-20200101T000000Z.sqlite3.abc.partial").touch()
    created = {await rotation.create(clock.advance(hours=hour)) for hour in range(4)}
    assert set(rotation.folder.iterdir()) == others | set(sorted(created)[-2:])


async def test_failed_backup_deletes_no_old_ones(
    rotation: Rotation, database: Path, clock: ManualClock
) -> None:
    async with open_favourites(database):
        pass
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
    with pytest.raises(StoreError, match="cannot be written"):
        await rotation.create(clock())


async def wait_for_backups(rotation: Rotation, count: int) -> list[Path]:
    """Wait until this many backups have been created, and return them in order."""
    seen: dict[datetime, Path] = {}

    def enough() -> bool:
        seen.update(rotation.find_backups())
        return len(seen) >= count

    await wait_until(enough, "backups")
    return [seen[moment] for moment in sorted(seen)]


async def test_scheduled_backups_contain_the_stars(
    rotation: Rotation, repository: FavouritesRepository, tmp_path: Path
) -> None:
    await repository.star(GROUP, ADA, "Ana", None)
    async with scheduled_backups(rotation, timedelta(milliseconds=100)):
        created = await wait_for_backups(rotation, 2)
    fresh = tmp_path / "fresh.sqlite3"
    await restore(created[-1], fresh, utc_now())
    with closing(sqlite3.connect(fresh)) as connection:
        assert connection.execute("SELECT name FROM star").fetchall() == [("Ana",)]


async def test_time_until_next_depends_on_the_newest(
    rotation: Rotation, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(GROUP, ADA, "Ana", None)
    assert await rotation.time_until_next(timedelta(hours=1), clock()) == ZERO
    await rotation.create(clock())
    assert await rotation.time_until_next(
        timedelta(hours=1), clock.advance(minutes=20)
    ) == timedelta(minutes=40)
    assert await rotation.time_until_next(timedelta(hours=1), clock.advance(minutes=40)) == ZERO


async def test_failed_backup_is_logged_and_retried(
    rotation: Rotation, repository: FavouritesRepository, caplog: pytest.LogCaptureFixture
) -> None:
    await repository.star(GROUP, ADA, "Ana", None)
    rotation.folder.parent.touch()
    async with scheduled_backups(rotation, timedelta(milliseconds=50)):
        await wait_until(lambda: caplog.text.count("No backup was made") >= 2, "two failures")
        rotation.folder.parent.unlink()
        await wait_for_backups(rotation, 1)


async def test_no_interval_disables_backups(
    rotation: Rotation, repository: FavouritesRepository
) -> None:
    async with scheduled_backups(rotation, None):
        await repository.star(GROUP, ADA, "Ana", None)
    assert not rotation.folder.exists()
