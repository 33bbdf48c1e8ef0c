"""Nothing is written to a database file that was moved, replaced or overwritten while it was open.

Each harm is done while the log holds a star, where SQLite itself would go on writing.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import AsyncMock, patch

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite import database as sqlite
from bot.favourites.sqlite import file_guard
from bot.favourites.sqlite.errors import unreadable_error
from bot.favourites.store import open_favourites
from tests.bot.favourites.rows import insert_stars, run_sql, starred_names
from tests.bot.favourites.stores import open_once

GROUP, ADA = 7, 1


@pytest.fixture
async def other(tmp_path: Path) -> Path:
    """Another database of Nomen's, much like the first."""
    path = tmp_path / "other.sqlite3"
    async with open_favourites(path) as repository:
        await repository.star(GROUP, ADA, "Others", None)
    return path


def spoil(database: Path) -> None:
    database.write_bytes(b"\xa5" * database.stat().st_size)


HARMS: dict[str, Callable[[Path, Path], object]] = {
    "moved": lambda database, _: database.rename(database.with_name("moved.sqlite3")),
    "replaced": lambda database, other: other.replace(database),
    "replaced by its like": lambda database, other: shutil.move(
        shutil.copy2(database, other), database
    ),
    "cut off": lambda database, _: os.truncate(database, database.stat().st_size // 2),
    "emptied": lambda database, _: os.truncate(database, 0),
    "spoilt": lambda database, _: spoil(database),
}


@pytest.mark.parametrize("harm", HARMS)
async def test_stars_are_refused_until_a_restart(
    database: Path,
    other: Path,
    repository: FavouritesRepository,
    harm: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    insert_stars(database, [(GROUP, member, "ana", "Ana") for member in range(2, 500)])
    run_sql(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    await repository.star(GROUP, ADA, "Before", None)
    HARMS[harm](database, other)
    content = database.read_bytes() if database.exists() else None
    for _ in range(2):
        with pytest.raises(StoreError, match="moved or overwritten"):
            await repository.star(GROUP, ADA, "After", None)
    assert (database.read_bytes() if database.exists() else None) == content
    with pytest.raises(StoreError, match="moved or overwritten"):
        await repository.check()
    assert caplog.text.count("Nothing more is saved") == 1


async def test_file_put_back_has_all_that_was_acknowledged(database: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.sqlite3"
    async with open_favourites(database) as repository:
        await repository.star(GROUP, ADA, "Before", None)
        database.rename(moved)
        with pytest.raises(StoreError, match="moved or overwritten"):
            await repository.star(GROUP, ADA, "After", None)
    moved.rename(database)
    await open_once(database)
    assert starred_names(database) == {"Before"}


async def test_another_program_may_write(database: Path, repository: FavouritesRepository) -> None:
    insert_stars(database, [(GROUP, member, "ana", "Ana") for member in range(2, 500)])
    for sql in ("DELETE FROM star WHERE member > 2", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        run_sql(database, sql)
    assert await repository.star(GROUP, ADA, "After", None)
    assert starred_names(database) == {"Ana", "After"}


async def test_folder_without_rights_for_a_moment_is_no_reason_to_stop(
    repository: FavouritesRepository,
) -> None:
    """Root may read everything, so that the system's refusal is simulated."""
    refusing = patch.object(Path, "stat", side_effect=PermissionError)
    with refusing, pytest.raises(StoreError, match="cannot be read"):
        await repository.star(GROUP, ADA, "Meanwhile", None)
    assert await repository.star(GROUP, ADA, "After", None)


@asynccontextmanager
async def open_at_rest(database: Path) -> AsyncIterator[FavouritesRepository]:
    """Open a database, and wait until the wipe that begins with it no longer writes."""
    async with open_favourites(database) as repository:
        await repository.star(GROUP, ADA, "Before", None)
        yield repository


def change(database: Path, member: int) -> None:
    """Change the file as another program does."""
    insert_stars(database, [(GROUP, member, "ana", "Ana")])
    run_sql(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    os.utime(database, (member, member))  # two changes at once may have one date


class SlowReading:
    def __init__(self) -> None:
        self.begun = 0
        self.is_over = asyncio.Event()
        self.has_ended = asyncio.Event()
        self._read = sqlite._read_anew  # noqa: SLF001 - there is no other way to slow it

    async def __call__(self, database: Path) -> None:
        self.begun += 1
        await self.is_over.wait()
        try:
            await self._read(database)
        finally:
            self.has_ended.set()


@pytest.fixture
def slow_reading(monkeypatch: pytest.MonkeyPatch) -> SlowReading:
    """A file so large that reading it takes longer than a change waits for it."""
    reading = SlowReading()
    monkeypatch.setattr(sqlite, "_read_anew", reading)
    monkeypatch.setattr(file_guard, "VERIFICATION_PATIENCE", 0.01)
    return reading


async def test_star_waits_for_no_large_file_which_is_reread_only_if_it_changes_meanwhile(
    database: Path, slow_reading: SlowReading
) -> None:
    async with open_at_rest(database) as repository:
        change(database, 2)
        assert await repository.star(GROUP, ADA, "Meanwhile", None)
        change(database, 3)
        assert await repository.star(GROUP, ADA, "Later", None)
        assert slow_reading.begun == 1
        assert not slow_reading.has_ended.is_set()
        slow_reading.is_over.set()
        await slow_reading.has_ended.wait()
        for letter in "ABC":
            assert await repository.star(GROUP, ADA, f"After {letter}", None)
    assert slow_reading.begun == 2
    after = {f"After {letter}" for letter in "ABC"}
    assert starred_names(database) == {"Before", "Ana", "Meanwhile", "Later"} | after


async def test_damage_found_meanwhile_ends_stars(database: Path, slow_reading: SlowReading) -> None:
    async with open_at_rest(database) as repository:
        change(database, 2)
        assert await repository.star(GROUP, ADA, "Meanwhile", None)
        spoil(database)
        slow_reading.is_over.set()
        await slow_reading.has_ended.wait()
        content = database.read_bytes()
        for _ in range(2):
            with pytest.raises(StoreError, match="moved or overwritten"):
                await repository.star(GROUP, ADA, "After", None)
        assert database.read_bytes() == content


async def test_unreadable_file_is_reread(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = AsyncMock(side_effect=[unreadable_error(), None])
    monkeypatch.setattr(sqlite, "_read_anew", reading)
    async with open_at_rest(database) as repository:
        change(database, 2)
        with pytest.raises(StoreError, match="cannot be read"):
            await repository.star(GROUP, ADA, "Meanwhile", None)
        assert await repository.star(GROUP, ADA, "After", None)
    assert reading.await_count == 2
