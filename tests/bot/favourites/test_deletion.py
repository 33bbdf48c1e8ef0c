"""Deletions are complete and permanent."""

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
from bot.favourites.repository import DeletionReport, FavouritesRepository, delete_everywhere
from bot.favourites.sqlite.database import open_for_writing
from bot.favourites.sqlite.repository import open_favourites
from bot.favourites.sqlite.tombstones import apply_tombstones, read_tombstones
from model.domain.spelling import fold
from tests.bot.favourites.manual_clock import ManualClock
from tests.bot.favourites.rows import insert_stars

FRIENDS, FAMILY = 7, 8
ADA, BEN = 0x0123456789ABCDEF, 0x0123456789ABCDE0


async def favourites_in(database: Path, member: int) -> list[str]:
    """Return all favourites of a member in a database, in any group."""
    async with open_favourites(database) as repository:
        return [star.name for star in (await repository.export(member)).stars]


async def repeat_deletions(current: Path, backup: Path) -> int:
    """Repeat in a backup the deletions that a database records; return how many stars that was."""
    return await apply_tombstones(await read_tombstones(current), backup, ManualClock()())


async def test_member_is_deleted_in_every_group(
    repository: FavouritesRepository,
) -> None:
    for guild in (DIRECT_MESSAGES, FRIENDS, FAMILY):
        for member in (ADA, BEN):
            await repository.star(guild, member, "Ana", None)
    assert await repository.delete_member(ADA) == DeletionReport("favourites", {"stars": 3})
    assert (await repository.export(ADA)).stars == ()
    assert len((await repository.export(BEN)).stars) == 3
    assert await repository.count_members(FRIENDS, BEN, ["Ana"]) == {"Ana": 1}
    assert await repository.delete_member(ADA) == DeletionReport("favourites", {"stars": 0})


async def test_deleted_bytes_are_erased_from_all_files(
    database: Path, repository: FavouritesRepository
) -> None:
    rng = np.random.default_rng(2026)
    stars = [(FRIENDS, ADA, f"adasecret{number}", f"Adasecret {number}") for number in range(200)]
    for member in range(200):
        for number in rng.integers(3000, size=100):
            name = f"Benskept {number}"
            stars.append((int(rng.integers(1, 20)), member, fold(name), name))
    # In random order, so that pages are split everywhere, leaving copies of stars behind.
    insert_stars(database, [stars[index] for index in rng.permutation(len(stars))])
    assert (await repository.delete_member(ADA)).deleted == {"stars": 200}
    files = [file.read_bytes() for file in database.parent.iterdir()]
    assert any(b"enskept" in content for content in files)
    for secret in (b"dasecret", ADA.to_bytes(8), str(ADA).encode()):
        assert not any(secret in content for content in files)


async def test_large_database_is_not_vacuumed(
    database: Path, repository: FavouritesRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.favourites.sqlite.connection.MAX_VACUUM_PAGES", 0)
    insert_stars(
        database, [(FRIENDS, ADA, f"name{number}", f"Name {number}") for number in range(1000)]
    )
    before = pages(database)
    assert (await repository.delete_member(ADA)).deleted == {"stars": 1000}
    assert pages(database) == before


def pages(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        ((count,),) = connection.execute("PRAGMA page_count")
    return int(count)


async def test_failed_erasure_is_only_logged(
    database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_for_writing(database, lock_timeout=0.01) as writer:
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await writer.erase_deleted_pages()
    assert "traces" in caplog.text


async def test_tombstones_delete_older_stars_only(
    database: Path, tmp_path: Path, clock: ManualClock
) -> None:
    copy = tmp_path / "backup.sqlite3"
    async with open_favourites(database, clock) as repository:
        await repository.star(FRIENDS, ADA, "Before", None)
        await repository.star(FAMILY, BEN, "Bens", None)
    shutil.copy(database, copy)
    async with open_favourites(database, clock) as repository:
        await repository.delete_member(ADA)
        clock.advance(milliseconds=1)
        await repository.star(FRIENDS, ADA, "After", None)
    assert await favourites_in(copy, ADA) == ["Before"]
    assert await repeat_deletions(database, copy) == 1
    assert await favourites_in(copy, ADA) == []
    assert await favourites_in(copy, BEN) == ["Bens"]
    assert b"Before" not in copy.read_bytes()
    assert await repeat_deletions(database, database) == 0
    assert await favourites_in(database, ADA) == ["After"]


async def test_restored_backup_inherits_tombstones(
    database: Path, tmp_path: Path, clock: ManualClock
) -> None:
    """After deletions in a new database, an old backup replaces it."""
    old, older = tmp_path / "old.sqlite3", tmp_path / "older.sqlite3"
    for file in (old, older):
        async with open_favourites(file, clock) as repository:
            await repository.star(FRIENDS, ADA, "Adas", None)
            await repository.star(FRIENDS, BEN, "Bens", None)
    async with open_favourites(old, clock) as repository:
        await repository.delete_member(BEN)
    async with open_favourites(database, clock) as repository:
        await repository.delete_member(ADA)
    assert await repeat_deletions(database, old) == 1
    assert await repeat_deletions(old, older) == 2


async def test_later_deletion_of_a_member_prevails(
    database: Path, tmp_path: Path, clock: ManualClock
) -> None:
    copy = tmp_path / "backup.sqlite3"
    async with open_favourites(database, clock) as repository:
        await repository.delete_member(ADA)
        clock.advance(days=1)
        await repository.star(FRIENDS, ADA, "Between", None)
    shutil.copy(database, copy)
    async with open_favourites(database, clock) as repository:
        clock.advance(days=1)
        await repository.delete_member(ADA)
    assert await repeat_deletions(database, copy) == 1


async def test_tombstones_are_keyed_hashes_that_differ_between_databases(
    database: Path, tmp_path: Path
) -> None:
    marks = set()
    for file in (database, tmp_path / "other.sqlite3"):
        async with open_favourites(file) as repository:
            await repository.delete_member(ADA)
        with closing(sqlite3.connect(file)) as connection:
            ((key, mark),) = connection.execute("SELECT key, mark FROM tombstone")
        assert (len(key), len(mark)) == (32, 16)
        marks.add(mark)
    assert len(marks) == 2


async def test_unreadable_tombstones_leave_the_backup_unchanged(
    database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "backup.sqlite3"
    async with open_favourites(copy) as repository:
        await repository.star(FRIENDS, ADA, "Ana", None)
    before = copy.read_bytes()
    with pytest.raises(StoreError, match="There is no database"):
        await repeat_deletions(database, copy)
    assert copy.read_bytes() == before


async def test_group_is_purged_after_its_retention(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    for guild in (DIRECT_MESSAGES, FRIENDS, FAMILY):
        await repository.star(guild, ADA, "Ana", None)
    await repository.guild_joined(FRIENDS)
    await repository.guild_left(FRIENDS)
    clock.advance(days=15)
    await repository.guild_left(FRIENDS)
    almost = clock.advance(days=15, milliseconds=-1)
    assert (await repository.purge(almost, [FAMILY])).deleted == {"groups": 0, "stars": 0}
    assert len(await repository.top_of_group(FRIENDS)) == 1
    now = clock.advance(milliseconds=1)
    assert (await repository.purge(now, [FAMILY])).deleted == {"groups": 1, "stars": 1}
    assert await repository.top_of_group(FRIENDS) == ()
    assert len(await repository.top_of_group(FAMILY)) == 1
    assert len(await repository.list_favourites(DIRECT_MESSAGES, ADA)) == 1
    assert (await repository.purge(clock.advance(days=60), [FAMILY])).deleted == {
        "groups": 0,
        "stars": 0,
    }


async def test_group_without_stars_is_purged_too(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.guild_left(FRIENDS)
    assert (await repository.purge(clock.advance(days=30), [])).deleted == {"groups": 1, "stars": 0}
    assert (await repository.purge(clock.advance(days=30), [])).deleted == {"groups": 0, "stars": 0}


@pytest.mark.parametrize("notified", [True, False])
async def test_rejoined_group_restarts_its_retention(
    repository: FavouritesRepository, clock: ManualClock, *, notified: bool
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    await repository.guild_left(FRIENDS)
    clock.advance(days=29)
    if notified:
        await repository.guild_joined(FRIENDS)
    now = clock.advance(days=10)
    assert (await repository.purge(now, [FRIENDS])).deleted == {"groups": 0, "stars": 0}
    await repository.guild_left(FRIENDS)
    now = clock.advance(days=29)
    assert (await repository.purge(now, [])).deleted == {"groups": 0, "stars": 0}


async def test_group_left_while_offline_has_its_retention(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    await repository.purge(clock(), [FRIENDS, FAMILY])
    missed = clock.advance(days=40)
    assert (await repository.purge(missed, [FAMILY])).deleted == {"groups": 0, "stars": 0}
    assert (await repository.purge(missed + RETENTION, [FAMILY])).deleted == {
        "groups": 1,
        "stars": 1,
    }


async def test_group_using_the_bot_as_user_app_is_never_purged(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    for _ in range(3):
        now = clock.advance(days=2 * RETENTION / timedelta(days=1))
        assert (await repository.purge(now, [FAMILY])).deleted == {"groups": 0, "stars": 0}


async def test_large_group_is_purged_in_batches_between_other_writes(
    database: Path, repository: FavouritesRepository, clock: ManualClock
) -> None:
    insert_stars(database, [(FRIENDS, member, "ana", "Ana") for member in range(1, 2501)])
    await repository.guild_left(FRIENDS)
    purging = asyncio.create_task(repository.purge(clock.advance(days=30), []))
    await asyncio.sleep(0)
    assert await repository.star(FAMILY, ADA, "Ana", None)
    assert not purging.done()
    assert (await purging).deleted == {"groups": 1, "stars": 2500}
    assert await repository.count_members(FAMILY, ADA, ["Ana"]) == {"Ana": 1}


async def test_group_rejoined_during_a_purge_keeps_the_rest(
    database: Path, repository: FavouritesRepository, clock: ManualClock
) -> None:
    insert_stars(database, [(FRIENDS, member, "ana", "Ana") for member in range(1, 10001)])
    await repository.guild_left(FRIENDS)
    purging = asyncio.create_task(repository.purge(clock.advance(days=30), []))
    while await repository.count_members(FRIENDS, ADA, ["Ana"]) == {"Ana": 10000}:
        pass
    await repository.guild_joined(FRIENDS)
    report = await purging
    assert report.deleted["groups"] == 0
    kept = await repository.count_members(FRIENDS, ADA, ["Ana"])
    assert 0 < kept["Ana"] == 10000 - report.deleted["stars"]


class NoteStore:
    """A store with one note about everybody, which deletes it or fails."""

    def __init__(self, part: str, error: BaseException | None = None) -> None:
        self.label = part
        self._error = error

    async def delete_member(self, member: int) -> DeletionReport:
        assert member == ADA
        if self._error is not None:
            raise self._error
        return DeletionReport(self.label, {"notes": 1})


async def test_failing_store_does_not_stop_other_deletions(
    repository: FavouritesRepository, caplog: pytest.LogCaptureFixture
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    broken = NoteStore("broken notes", StoreError("no paper"))
    outcome = await delete_everywhere(ADA, [NoteStore("notes"), broken, repository])
    assert outcome.reports == (
        DeletionReport("notes", {"notes": 1}),
        DeletionReport("favourites", {"stars": 1}),
    )
    assert outcome.failed == ("broken notes",)
    assert "no paper" in caplog.text
    assert str(ADA) not in caplog.text


async def test_cancellation_is_not_reported_as_a_failure() -> None:
    with pytest.raises(asyncio.CancelledError):
        await delete_everywhere(ADA, [NoteStore("notes", asyncio.CancelledError())])
