"""Backups of a live database, which are complete or absent."""

from collections import Counter
from pathlib import Path

import pytest

from bot.favourites.backup.backup import back_up
from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository
from bot.favourites.schema import VERSION
from bot.favourites.store import open_favourites
from tests.bot.favourites.programs import begin, begin_program, read_line
from tests.bot.favourites.rows import insert_stars, run_sql, swap_indexes
from tests.bot.favourites.stores import open_once, use

GROUP, ADA = 7, 1


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "away").mkdir()
    return tmp_path / "away" / "backup.sqlite3"


async def refusal(database: Path, target: Path, *, replace: bool = False) -> str:
    """Return the error of a backup that fails, which must leave no file behind."""
    before = sorted(target.parent.glob("*"))
    with pytest.raises(StoreError) as refused:
        await back_up(database, target, replace=replace)
    assert sorted(target.parent.glob("*")) == before
    return str(refused.value)


async def test_backup_is_one_file_with_all_committed_data_for_its_owner_alone(
    repository: FavouritesRepository, database: Path, target: Path
) -> None:
    await repository.star(GROUP, ADA, "Ana", None)
    assert await back_up(database, target) == target.stat().st_size
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o600
    assert run_sql(target, "SELECT name, members FROM tally") == [("Ana", 1)]
    assert run_sql(target, "PRAGMA journal_mode") == [("delete",)]
    async with open_favourites(target) as copy:
        assert [star.name for star in await copy.list_favourites(GROUP, ADA)] == ["Ana"]


async def test_backup_during_writes_is_of_one_moment(database: Path, target: Path) -> None:
    """Stars in two groups alternate, so their counts differ by at most one at any moment."""
    program = """
        for member in range(1, 100000):
            await favourites.star(1, member, "Ana", None)
            await favourites.star(2, member, "Ana", None)
            print(member, flush=True)
    """
    with begin(database, program) as starring:
        counts = []
        for _ in range(5):
            read_line(starring)
            await back_up(database, target, replace=True)
            groups = Counter(run_sql(target, "SELECT guild FROM star"))
            assert 0 <= groups[(1,)] - groups[(2,)] <= 1
            counts.append(groups.total())
        starring.kill()
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


async def test_backup_includes_the_log_of_a_killed_bot(database: Path, target: Path) -> None:
    begin(
        database,
        """
        await favourites.star(7, 1, "Ana", None)
        os.kill(os.getpid(), signal.SIGKILL)
        """,
    ).communicate()
    assert database.with_name(database.name + "-wal").stat().st_size
    await back_up(database, target)
    assert run_sql(target, "SELECT name FROM star") == [("Ana",)]


async def test_existing_file_is_replaced_only_on_request(
    repository: FavouritesRepository, database: Path, target: Path
) -> None:
    await repository.star(GROUP, ADA, "Ana", None)
    target.write_text("my notes", "utf-8")
    assert "is there already" in await refusal(database, target)
    assert target.read_text("utf-8") == "my notes"
    await back_up(database, target, replace=True)
    assert run_sql(target, "SELECT name FROM star") == [("Ana",)]


@pytest.mark.usefixtures("repository")
async def test_what_cannot_be_replaced_is_refused_as_target(database: Path, target: Path) -> None:
    async with open_favourites(target):
        assert "in use" in await refusal(database, target, replace=True)
    link = target.with_name("link.sqlite3")
    link.symlink_to(database)
    for same in (database, link):
        assert "itself" in await refusal(database, same, replace=True)
    assert "No such file" in await refusal(database, target.parent / "nowhere" / "backup.sqlite3")
    assert "is a folder" in await refusal(database, target.parent, replace=True)


async def test_database_that_is_none_or_anothers_is_refused(database: Path, target: Path) -> None:
    assert "There is no database" in await refusal(database, target)
    database.touch()
    assert "empty" in await refusal(database, target)
    run_sql(database, "CREATE TABLE mine (x)")
    assert "another program's" in await refusal(database, target)
    database.unlink()
    await open_once(database)
    run_sql(database, f"PRAGMA user_version = {VERSION['sqlite'] + 1}")
    assert "newer Nomen" in await refusal(database, target)


async def test_damaged_database_replaces_no_good_backup(database: Path, target: Path) -> None:
    async with open_favourites(database) as repository:
        await repository.star(GROUP, ADA, "Ana", None)
    await back_up(database, target)
    good = target.read_bytes()
    swap_indexes(database)
    assert "damaged" in await refusal(database, target, replace=True)
    assert target.read_bytes() == good


def test_full_disk_leaves_no_partial_backup(database: Path, target: Path) -> None:
    """The operating system limits the file size of a subprocess."""
    use(database)
    insert_stars(database, [(GROUP, member, "ana", "Ana") for member in range(1, 20_000)])
    program = """
        import asyncio, resource, signal, sys
        from pathlib import Path
        from bot.favourites.backup.backup import back_up
        from bot.favourites.errors import StoreError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            asyncio.run(back_up(Path(sys.argv[1]), Path(sys.argv[2])))
        except StoreError as error:
            print("refused:", error)
    """
    output, _ = begin_program(program, database, target).communicate()
    assert output.startswith("refused:")
    assert list(target.parent.iterdir()) == []
