"""The rehearsal of a restore compares what comes back with what was there."""

from pathlib import Path

import pytest

from bot.favourites.backup.backup import back_up_snapshot
from bot.favourites.backup.drill import drill
from bot.favourites.backup.restore import restore
from bot.favourites.models import RETENTION
from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.rows import insert_stars, run_sql
from tests.bot.favourites.stores import fill, open_once
from tests.support.clocks import ManualClock

GROUP, ADA, BEN = 7, 1, 2


@pytest.fixture
async def _content(repository: FavouritesRepository) -> None:
    await fill(repository, ADA, BEN)
    await repository.guild_joined(GROUP)
    await repository.delete_member(ADA)


def files(folder: Path) -> set[str]:
    """Return the names of all files but those that SQLite keeps beside a database."""
    return {file.name for file in folder.iterdir() if not file.name.endswith(("-wal", "-shm"))}


@pytest.mark.usefixtures("_content")
async def test_difference_is_reported(
    database: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def restore_badly(backup: Path, target: Path, *arguments: object) -> None:
        await restore(backup, target, *arguments)  # type: ignore[arg-type] # as given
        run_sql(target, "PRAGMA journal_mode = DELETE")
        insert_stars(target, [(GROUP, ADA, "more", "More")])

    monkeypatch.setattr("bot.favourites.backup.drill.restore", restore_badly)
    assert set((await drill(database, clock())).different) >= {"star", "tally"}


@pytest.mark.usefixtures("_content")
async def test_restored_database_is_the_same_again_whatever_is_written_meanwhile(
    database: Path,
    repository: FavouritesRepository,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def star_first(*arguments: object) -> int:
        await repository.star(GROUP, ADA, "Ana", None)
        await repository.board.hide(GROUP, "Meanwhile")
        return await back_up_snapshot(*arguments)  # type: ignore[arg-type] # as given

    monkeypatch.setattr("bot.favourites.backup.drill.back_up_snapshot", star_first)
    before = files(database.parent)
    report = await drill(database, clock())
    assert report.different == ()
    assert report.size > 0
    expected = {"star": 3, "tally": 2, "tombstone": 1, "hidden_name": 2, "typed_names_refused": 2}
    assert {name: report.restored[name].rows for name in expected} == expected
    assert files(database.parent) == before


async def test_stars_made_after_a_purged_group_was_left_are_restored(
    database: Path, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(GROUP, ADA, "Before", None)
    await repository.guild_left(GROUP)
    await repository.star(GROUP, ADA, "After", None)
    await repository.purge(clock.advance(seconds=RETENTION.total_seconds()), [])
    report = await drill(database, clock())
    assert report.different == ()
    assert report.restored["star"].rows == 1


async def test_copies_of_a_killed_drill_are_deleted(database: Path, clock: ManualClock) -> None:
    await open_once(database)
    (database.parent / ".drill-abc").mkdir()
    (database.parent / ".drill-abc" / "backup.sqlite3").touch()
    await drill(database, clock())
    assert files(database.parent) == {database.name}
