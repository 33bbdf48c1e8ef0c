"""Nothing is written to a database file that was moved, replaced or overwritten while it was open.

Each harm is done while the log holds a star, where SQLite itself would go on writing.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import open_favourites
from tests.bot.favourites.rows import insert_stars, run_sql, starred_names

GROUP, ADA = 7, 1


@pytest.fixture
async def other(tmp_path: Path) -> Path:
    """Another database of Nomen's, much like the first."""
    path = tmp_path / "other.sqlite3"
    async with open_favourites(path) as repository:
        await repository.star(GROUP, ADA, "Others", None)
    return path


def move_away(database: Path, _: Path) -> None:
    database.rename(database.with_name("moved.sqlite3"))


def replace(database: Path, other: Path) -> None:
    other.replace(database)


def cut_off(database: Path, _: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)


def empty(database: Path, _: Path) -> None:
    os.truncate(database, 0)


def spoil(database: Path, _: Path) -> None:
    database.write_bytes(b"\xa5" * database.stat().st_size)


@pytest.mark.parametrize("harm", [move_away, replace, cut_off, empty, spoil])
async def test_stars_are_refused_until_a_restart(
    database: Path,
    other: Path,
    repository: FavouritesRepository,
    harm: Callable[[Path, Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    insert_stars(database, [(GROUP, member, "ana", "Ana") for member in range(2, 500)])
    run_sql(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    await repository.star(GROUP, ADA, "Before", None)
    harm(database, other)
    for _ in range(2):
        with pytest.raises(StoreError, match="moved or overwritten"):
            await repository.star(GROUP, ADA, "After", None)
    with pytest.raises(StoreError, match="moved or overwritten"):
        await repository.check()
    assert caplog.text.count("Nothing more is saved") == 1


async def test_file_that_took_the_place_is_left_as_it_is(
    database: Path, other: Path, repository: FavouritesRepository
) -> None:
    await repository.star(GROUP, ADA, "Before", None)
    content = other.read_bytes()
    other.replace(database)
    with pytest.raises(StoreError, match="moved or overwritten"):
        await repository.star(GROUP, ADA, "After", None)
    assert database.read_bytes() == content


async def test_file_put_back_has_all_that_was_acknowledged(database: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.sqlite3"
    async with open_favourites(database) as repository:
        await repository.star(GROUP, ADA, "Before", None)
        database.rename(moved)
        with pytest.raises(StoreError, match="moved or overwritten"):
            await repository.star(GROUP, ADA, "After", None)
    moved.rename(database)
    async with open_favourites(database):
        assert starred_names(database) == {"Before"}


async def test_another_program_may_write_to_the_database(
    database: Path, repository: FavouritesRepository
) -> None:
    insert_stars(database, [(GROUP, member, "ana", "Ana") for member in range(2, 500)])
    with closing(sqlite3.connect(database)) as program:
        program.execute("DELETE FROM star WHERE member > 2")
        program.commit()
        program.execute("VACUUM")
        program.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert await repository.star(GROUP, ADA, "After", None)
    assert starred_names(database) == {"Ana", "After"}


async def test_folder_without_rights_for_a_moment_is_no_reason_to_stop(
    repository: FavouritesRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so that the system's refusal is simulated."""

    def refuse(_: Path) -> os.stat_result:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", refuse)
        with pytest.raises(StoreError, match="cannot be read"):
            await repository.star(GROUP, ADA, "Meanwhile", None)
    assert await repository.star(GROUP, ADA, "After", None)


async def test_identical_copy_in_its_place_is_another_file(
    database: Path, tmp_path: Path, repository: FavouritesRepository
) -> None:
    copy = tmp_path / "copy.sqlite3"
    shutil.copy2(database, copy)
    copy.replace(database)
    with pytest.raises(StoreError, match="moved or overwritten"):
        await repository.star(GROUP, ADA, "After", None)
