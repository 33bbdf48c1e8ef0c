"""What a tombstone deletes from a copy, whatever clocks say and however copies are related."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.favourites.models import Scope
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.repository import open_favourites
from bot.favourites.sqlite.tombstones import apply_tombstones, read_tombstones
from tests.bot.favourites.manual_clock import ManualClock
from tests.bot.favourites.rows import run_sql, starred_names

GROUP, ADA, BEN = 7, 1, 2
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@asynccontextmanager
async def opened(database: Path, clock: ManualClock) -> AsyncIterator[FavouritesRepository]:
    async with open_favourites(database, clock) as repository:
        yield repository


async def star(database: Path, clock: ManualClock, name: str, member: int = ADA) -> None:
    async with opened(database, clock) as repository:
        await repository.star(GROUP, member, name, None)


async def delete(database: Path, clock: ManualClock, member: int = ADA) -> None:
    async with opened(database, clock) as repository:
        await repository.delete_member(member)


async def restore(backup: Path, current: Path) -> None:
    """Put a copy of a backup in a database's place, as a restore does."""
    fresh = backup.with_suffix(".fresh")
    shutil.copy(backup, fresh)
    await apply_tombstones(await read_tombstones(current), fresh, NOW)
    fresh.replace(current)


def copy(database: Path, name: str) -> Path:
    return Path(shutil.copy(database, database.with_name(name)))


@pytest.mark.parametrize("jump", [-3650, -1, 1, 3650], ids=lambda days: f"{days:+} days")
async def test_clock_that_jumps_back_or_forth_does_not_decide_what_is_deleted(
    database: Path, clock: ManualClock, jump: int
) -> None:
    await star(database, clock, "Before")
    backup = copy(database, "backup.sqlite3")
    clock.advance(days=jump)
    await delete(database, clock)
    clock.advance(days=-jump)
    await star(database, clock, "After")
    later = copy(database, "later.sqlite3")
    await restore(later, database)
    assert starred_names(database) == {"After"}
    await restore(backup, database)
    assert starred_names(database) == set()


async def test_deletion_after_a_restore_covers_stars_of_the_database_before_it(
    database: Path, clock: ManualClock
) -> None:
    """The restored one counts fewer stars than the one that it replaced."""
    await star(database, clock, "Old", BEN)
    backup = copy(database, "backup.sqlite3")
    for number in range(20):
        await star(database, clock, f"Lost {number}")
    replaced = copy(database, "replaced.sqlite3")
    await restore(backup, database)
    await delete(database, clock)
    await restore(replaced, database)
    assert starred_names(database) == {"Old"}


async def test_star_after_a_restore_outlives_the_deletions_before_it(
    database: Path, clock: ManualClock
) -> None:
    await star(database, clock, "Old", BEN)
    backup = copy(database, "backup.sqlite3")
    for number in range(20):
        await star(database, clock, f"Lost {number}")
    await delete(database, clock)
    await restore(backup, database)
    await star(database, clock, "After")
    await restore(copy(database, "after.sqlite3"), database)
    assert starred_names(database) == {"Old", "After"}


async def test_deletion_of_the_first_version_goes_by_its_time(
    database: Path, clock: ManualClock
) -> None:
    await star(database, clock, "Before")
    clock.advance(days=1)
    await star(database, clock, "After", BEN)
    for member in (ADA, BEN):
        await delete(copy(database, f"{member}.sqlite3"), clock, member)
    old = copy(database, "old.sqlite3")
    run_sql(old, "UPDATE star SET sequence = 0")
    for member, expected in ((ADA, {"After"}), (BEN, {"Before", "After"})):
        current = database.with_name(f"{member}.sqlite3")
        # At noon of the first of January.
        run_sql(current, "UPDATE tombstone SET sequence = 0, deleted_at = 1767268800000")
        target = copy(old, "target.sqlite3")
        await apply_tombstones(await read_tombstones(current), target, NOW)
        assert starred_names(target) == expected


async def test_numbered_deletion_covers_all_stars_of_the_first_version(
    database: Path, clock: ManualClock
) -> None:
    await star(database, clock, "Dated in the future")
    run_sql(database, "UPDATE star SET sequence = 0, starred_at = 2100000000000")
    backup = copy(database, "backup.sqlite3")
    await delete(database, clock)
    await restore(backup, database)
    assert starred_names(database) == set()


@pytest.mark.parametrize(("member", "guild"), [(None, None), (None, 0)])
def test_deletion_has_a_member_or_a_group(member: int | None, guild: int | None) -> None:
    with pytest.raises(ValueError, match="of a member or of a group"):
        Scope(member, guild)
