"""Backups that are made by the clock: when one is due, and which are kept."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.favourites.backup.restore import restore
from bot.favourites.backup.rotation import Rotation, too_many, until_due
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.favourites.maintenance import backing_up
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.repository import open_favourites
from tests.bot.favourites.manual_clock import HandClock
from tests.wire.discord_server.waiting import until

GROUP, ADA = 7, 1
AT_ONCE = timedelta()
MOMENTS = st.integers(0, 20 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.fixture
def rotation(path: Path, tmp_path: Path) -> Rotation:
    return Rotation(path, tmp_path / "safe" / "backups", keep=2)


@given(st.frozensets(MOMENTS), st.integers(1, 9), MOMENTS)
def test_the_newest_few_are_kept_and_the_one_just_made_always(
    moments: frozenset[datetime], keep: int, now: datetime
) -> None:
    dropped = set(too_many({*moments, now}, keep, now))
    kept = {*moments, now} - dropped
    assert now in kept
    assert len(kept) == min(keep, len({*moments, now}))
    past = {moment for moment in kept if moment <= now}
    assert all(gone < one for one in past for gone in dropped if gone <= now)


@given(st.frozensets(MOMENTS), st.timedeltas(timedelta(minutes=1), timedelta(days=365)), MOMENTS)
def test_one_is_due_when_the_newest_is_old_enough_and_not_before(
    moments: frozenset[datetime], every: timedelta, now: datetime
) -> None:
    wait = until_due(moments, every, now)
    assert AT_ONCE <= wait <= every
    later = now + wait
    assert not any(later - every < moment <= now for moment in moments)
    if wait:
        assert later - every in moments


async def test_one_more_than_are_kept_takes_the_place_of_the_oldest(
    rotation: Rotation, store: FavouritesRepository, clock: HandClock
) -> None:
    made = []
    for number in range(3):
        await store.star(GROUP, ADA, f"Name {number}", None)
        made.append(await rotation.make(clock.move(hours=1)))
    assert [path.name for path in made] == [
        f"nomen-20260101T0{hour}0000Z.sqlite3" for hour in (1, 2, 3)
    ]
    assert sorted(rotation.folder.iterdir()) == made[1:]
    assert rotation.folder.stat().st_mode & 0o777 == 0o700


async def test_what_else_lies_in_the_folder_is_left(
    rotation: Rotation, store: FavouritesRepository, clock: HandClock
) -> None:
    await store.star(GROUP, ADA, "Ana", None)
    rotation.folder.mkdir(parents=True)
    others = {rotation.folder / name for name in ("nomen-before-the-move.sqlite3", "notes.txt")}
    for other in others:
        other.touch()
    (rotation.folder / ".nomen-20200101T000000Z.sqlite3.abc.partial").touch()
    made = {await rotation.make(clock.move(hours=hour)) for hour in range(4)}
    assert set(rotation.folder.iterdir()) == others | set(sorted(made)[-2:])


async def test_old_ones_are_kept_when_no_new_one_can_be_made(
    rotation: Rotation, path: Path, clock: HandClock
) -> None:
    async with open_favourites(path):
        pass
    made = [await rotation.make(clock.move(hours=1)) for _ in range(2)]
    path.write_text("spoilt", "ascii")
    with pytest.raises(StoreError, match="damaged"):
        await rotation.make(clock.move(hours=1))
    assert sorted(rotation.folder.iterdir()) == made


async def test_a_folder_that_cannot_be_made_is_told(
    rotation: Rotation, store: FavouritesRepository, clock: HandClock
) -> None:
    await store.star(GROUP, ADA, "Ana", None)
    rotation.folder.parent.touch()
    with pytest.raises(StoreError, match="cannot be written"):
        await rotation.make(clock())


async def backups(rotation: Rotation, count: int) -> list[Path]:
    """Wait until there have been so many."""
    seen: dict[datetime, Path] = {}

    def enough() -> bool:
        seen.update(rotation.dated())
        return len(seen) >= count

    await until(enough, "backups")
    return [seen[moment] for moment in sorted(seen)]


async def test_backups_are_made_by_the_clock_and_hold_what_is_starred(
    rotation: Rotation, store: FavouritesRepository, tmp_path: Path
) -> None:
    await store.star(GROUP, ADA, "Ana", None)
    async with backing_up(rotation, timedelta(milliseconds=100)):
        made = await backups(rotation, 2)
    fresh = tmp_path / "fresh.sqlite3"
    await restore(made[-1], fresh, utc_now())
    with closing(sqlite3.connect(fresh)) as connection:
        assert connection.execute("SELECT name FROM star").fetchall() == [("Ana",)]


async def test_none_is_made_while_the_newest_is_young(
    rotation: Rotation, store: FavouritesRepository, clock: HandClock
) -> None:
    await store.star(GROUP, ADA, "Ana", None)
    assert await rotation.due(timedelta(hours=1), clock()) == AT_ONCE
    await rotation.make(clock())
    assert await rotation.due(timedelta(hours=1), clock.move(minutes=20)) == timedelta(minutes=40)
    assert await rotation.due(timedelta(hours=1), clock.move(minutes=40)) == AT_ONCE


async def test_one_that_fails_is_told_to_the_log_and_tried_again(
    rotation: Rotation, store: FavouritesRepository, caplog: pytest.LogCaptureFixture
) -> None:
    await store.star(GROUP, ADA, "Ana", None)
    rotation.folder.parent.touch()
    async with backing_up(rotation, timedelta(milliseconds=50)):
        await until(lambda: caplog.text.count("No backup was made") >= 2, "two failures")
        rotation.folder.parent.unlink()
        await backups(rotation, 1)


async def test_without_a_time_none_is_made(rotation: Rotation, store: FavouritesRepository) -> None:
    async with backing_up(rotation, None):
        await store.star(GROUP, ADA, "Ana", None)
    assert not rotation.folder.exists()
