"""What is deleted stays deleted, everywhere."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES, RETENTION
from bot.favourites.repository import FavouritesRepository, Report, delete_everywhere
from bot.favourites.sqlite.database import open_writing
from bot.favourites.sqlite.repository import open_favourites
from bot.favourites.sqlite.tombstones import apply_tombstones
from model.domain.spelling import fold
from tests.bot.favourites.manual_clock import HandClock
from tests.bot.favourites.rows import put

FRIENDS, FAMILY = 7, 8
ADA, BEN = 0x0123456789ABCDEF, 0x0123456789ABCDE0


async def own(path: Path, member: int) -> list[str]:
    """All favourites of a member in a file, in whatever group."""
    async with open_favourites(path) as store:
        return [star.name for star in (await store.export(member)).stars]


async def test_a_member_is_deleted_in_every_group_and_others_are_not(
    store: FavouritesRepository,
) -> None:
    for guild in (DIRECT_MESSAGES, FRIENDS, FAMILY):
        for member in (ADA, BEN):
            await store.star(guild, member, "Ana", None)
    assert await store.delete_member(ADA) == Report("favourites", {"stars": 3})
    assert (await store.export(ADA)).stars == ()
    assert len((await store.export(BEN)).stars) == 3
    assert await store.counts(FRIENDS, BEN, ["Ana"]) == {"Ana": 1}
    assert await store.delete_member(ADA) == Report("favourites", {"stars": 0})


async def test_no_byte_of_what_was_deleted_is_left_while_the_bot_runs_on(
    path: Path, store: FavouritesRepository
) -> None:
    rng = np.random.default_rng(2026)
    stars = [(FRIENDS, ADA, f"adasecret{number}", f"Adasecret {number}") for number in range(200)]
    for member in range(200):
        for number in rng.integers(3000, size=100):
            name = f"Benskept {number}"
            stars.append((int(rng.integers(1, 20)), member, fold(name), name))
    # In any order, so that pages are split everywhere and copies of stars left behind.
    put(path, [stars[turn] for turn in rng.permutation(len(stars))])
    assert (await store.delete_member(ADA)).deleted == {"stars": 200}
    files = [file.read_bytes() for file in path.parent.iterdir()]
    assert any(b"enskept" in held for held in files)
    for secret in (b"dasecret", ADA.to_bytes(8), str(ADA).encode()):
        assert not any(secret in held for held in files)


async def test_a_large_file_is_not_written_anew(
    path: Path, store: FavouritesRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.favourites.sqlite.connection.SMALL", 0)
    put(path, [(FRIENDS, ADA, f"name{number}", f"Name {number}") for number in range(1000)])
    before = pages(path)
    assert (await store.delete_member(ADA)).deleted == {"stars": 1000}
    assert pages(path) == before


def pages(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        ((count,),) = connection.execute("PRAGMA page_count")
    return int(count)


async def test_traces_that_cannot_be_wiped_away_are_told_to_the_log_alone(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_writing(path, patience=0.01) as writing:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await writing.wipe()
    assert "traces" in caplog.text


async def test_a_deletion_reaches_older_copies_and_nothing_made_later(
    path: Path, tmp_path: Path, clock: HandClock
) -> None:
    copy = tmp_path / "backup.sqlite3"
    async with open_favourites(path, clock) as store:
        await store.star(FRIENDS, ADA, "Before", None)
        await store.star(FAMILY, BEN, "Bens", None)
    shutil.copy(path, copy)
    async with open_favourites(path, clock) as store:
        await store.delete_member(ADA)
        clock.move(milliseconds=1)
        await store.star(FRIENDS, ADA, "After", None)
    assert await own(copy, ADA) == ["Before"]
    assert (await apply_tombstones(path, copy)).deleted == {"stars": 1}
    assert await own(copy, ADA) == []
    assert await own(copy, BEN) == ["Bens"]
    assert b"Before" not in copy.read_bytes()
    assert (await apply_tombstones(path, path)).deleted == {"stars": 0}
    assert await own(path, ADA) == ["After"]


async def test_a_copy_that_was_restored_carries_the_deletions_on(
    path: Path, tmp_path: Path, clock: HandClock
) -> None:
    """A new database is begun, deletions are made in it, and an old backup takes its place."""
    old, older = tmp_path / "old.sqlite3", tmp_path / "older.sqlite3"
    for file in (old, older):
        async with open_favourites(file, clock) as store:
            await store.star(FRIENDS, ADA, "Adas", None)
            await store.star(FRIENDS, BEN, "Bens", None)
    async with open_favourites(old, clock) as store:
        await store.delete_member(BEN)
    async with open_favourites(path, clock) as store:
        await store.delete_member(ADA)
    assert (await apply_tombstones(path, old)).deleted == {"stars": 1}
    assert (await apply_tombstones(old, older)).deleted == {"stars": 2}


async def test_of_two_deletions_the_later_one_holds(
    path: Path, tmp_path: Path, clock: HandClock
) -> None:
    copy = tmp_path / "backup.sqlite3"
    async with open_favourites(path, clock) as store:
        await store.delete_member(ADA)
        clock.move(days=1)
        await store.star(FRIENDS, ADA, "Between", None)
    shutil.copy(path, copy)
    async with open_favourites(path, clock) as store:
        clock.move(days=1)
        await store.delete_member(ADA)
    assert (await apply_tombstones(path, copy)).deleted == {"stars": 1}


async def test_a_tombstone_holds_no_id_and_differs_from_database_to_database(
    path: Path, tmp_path: Path
) -> None:
    marks = set()
    for file in (path, tmp_path / "other.sqlite3"):
        async with open_favourites(file) as store:
            await store.delete_member(ADA)
        with closing(sqlite3.connect(file)) as connection:
            ((key, mark),) = connection.execute("SELECT key, mark FROM tombstone")
        assert (len(key), len(mark)) == (32, 16)
        marks.add(mark)
    assert len(marks) == 2


async def test_tombstones_that_cannot_be_read_leave_the_copy_as_it_is(
    path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.sqlite3"
    async with open_favourites(copy) as store:
        await store.star(FRIENDS, ADA, "Ana", None)
    before = copy.read_bytes()
    with pytest.raises(StoreError, match="There is no database"):
        await apply_tombstones(path, copy)
    assert copy.read_bytes() == before


async def test_a_group_left_is_kept_for_its_days_of_grace_and_then_deleted(
    store: FavouritesRepository, clock: HandClock
) -> None:
    for guild in (DIRECT_MESSAGES, FRIENDS, FAMILY):
        await store.star(guild, ADA, "Ana", None)
    await store.guild_joined(FRIENDS)
    await store.guild_left(FRIENDS)
    clock.move(days=15)
    await store.guild_left(FRIENDS)
    almost = clock.move(days=15, milliseconds=-1)
    assert (await store.purge(almost, [FAMILY])).deleted == {"groups": 0, "stars": 0}
    assert len(await store.top_of_group(FRIENDS)) == 1
    now = clock.move(milliseconds=1)
    assert (await store.purge(now, [FAMILY])).deleted == {"groups": 1, "stars": 1}
    assert await store.top_of_group(FRIENDS) == ()
    assert len(await store.top_of_group(FAMILY)) == 1
    assert len(await store.own(DIRECT_MESSAGES, ADA)) == 1
    assert (await store.purge(clock.move(days=60), [FAMILY])).deleted == {"groups": 0, "stars": 0}


async def test_a_group_left_without_a_star_is_forgotten(
    store: FavouritesRepository, clock: HandClock
) -> None:
    await store.guild_left(FRIENDS)
    assert (await store.purge(clock.move(days=30), [])).deleted == {"groups": 1, "stars": 0}
    assert (await store.purge(clock.move(days=30), [])).deleted == {"groups": 0, "stars": 0}


@pytest.mark.parametrize("told", ["and told so", ""])
async def test_a_group_joined_again_begins_anew(
    store: FavouritesRepository, clock: HandClock, told: str
) -> None:
    await store.star(FRIENDS, ADA, "Ana", None)
    await store.guild_left(FRIENDS)
    clock.move(days=29)
    if told:
        await store.guild_joined(FRIENDS)
    now = clock.move(days=10)
    assert (await store.purge(now, [FRIENDS])).deleted == {"groups": 0, "stars": 0}
    await store.guild_left(FRIENDS)
    now = clock.move(days=29)
    assert (await store.purge(now, [])).deleted == {"groups": 0, "stars": 0}


async def test_a_group_lost_while_the_bot_was_off_has_its_days_of_grace_too(
    store: FavouritesRepository, clock: HandClock
) -> None:
    await store.star(FRIENDS, ADA, "Ana", None)
    await store.purge(clock(), [FRIENDS, FAMILY])
    missed = clock.move(days=40)
    assert (await store.purge(missed, [FAMILY])).deleted == {"groups": 0, "stars": 0}
    assert (await store.purge(missed + RETENTION, [FAMILY])).deleted == {"groups": 1, "stars": 1}


async def test_a_group_to_which_members_bring_the_bot_along_is_never_purged(
    store: FavouritesRepository, clock: HandClock
) -> None:
    await store.star(FRIENDS, ADA, "Ana", None)
    for _ in range(3):
        now = clock.move(days=2 * RETENTION / timedelta(days=1))
        assert (await store.purge(now, [FAMILY])).deleted == {"groups": 0, "stars": 0}


async def test_a_large_group_is_purged_in_parts_and_holds_nobody_up(
    path: Path, store: FavouritesRepository, clock: HandClock
) -> None:
    put(path, [(FRIENDS, member, "ana", "Ana") for member in range(1, 2501)])
    await store.guild_left(FRIENDS)
    purging = asyncio.create_task(store.purge(clock.move(days=30), []))
    await asyncio.sleep(0)
    assert await store.star(FAMILY, ADA, "Ana", None)
    assert not purging.done()
    assert (await purging).deleted == {"groups": 1, "stars": 2500}
    assert await store.counts(FAMILY, ADA, ["Ana"]) == {"Ana": 1}


async def test_a_group_joined_again_while_it_is_purged_keeps_the_rest(
    path: Path, store: FavouritesRepository, clock: HandClock
) -> None:
    put(path, [(FRIENDS, member, "ana", "Ana") for member in range(1, 10001)])
    await store.guild_left(FRIENDS)
    purging = asyncio.create_task(store.purge(clock.move(days=30), []))
    while await store.counts(FRIENDS, ADA, ["Ana"]) == {"Ana": 10000}:
        pass
    await store.guild_joined(FRIENDS)
    report = await purging
    assert report.deleted["groups"] == 0
    kept = await store.counts(FRIENDS, ADA, ["Ana"])
    assert 0 < kept["Ana"] == 10000 - report.deleted["stars"]


class Notes:
    """A part that keeps one note of everybody, or cannot let go of it."""

    def __init__(self, part: str, fault: BaseException | None = None) -> None:
        self.part = part
        self._fault = fault

    async def delete_member(self, member: int) -> Report:
        assert member == ADA
        if self._fault is not None:
            raise self._fault
        return Report(self.part, {"notes": 1})


async def test_every_part_deletes_and_those_that_fail_are_named(
    store: FavouritesRepository, caplog: pytest.LogCaptureFixture
) -> None:
    await store.star(FRIENDS, ADA, "Ana", None)
    broken = Notes("broken notes", StoreError("no paper"))
    deletion = await delete_everywhere(ADA, [Notes("notes"), broken, store])
    assert deletion.reports == (Report("notes", {"notes": 1}), Report("favourites", {"stars": 1}))
    assert deletion.failed == ("broken notes",)
    assert "no paper" in caplog.text
    assert str(ADA) not in caplog.text


async def test_the_end_of_the_process_is_no_failure_of_a_part() -> None:
    with pytest.raises(asyncio.CancelledError):
        await delete_everywhere(ADA, [Notes("notes", asyncio.CancelledError())])
