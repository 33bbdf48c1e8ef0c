"""How the file is opened, and what is refused and left as it is."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.database import PATIENCE, open_reading, open_writing
from bot.favourites.sqlite.repository import open_favourites
from bot.favourites.sqlite.schema import APPLICATION_ID, Migration, migrate, shipped
from tests.bot.favourites.rows import ask

NEWEST = shipped()[-1].version


async def open_and_close(path: Path, patience: float = PATIENCE) -> None:
    async with open_favourites(path, patience=patience):
        pass


def start(path: Path) -> None:
    asyncio.run(open_and_close(path))


def refusal(path: Path) -> str:
    """What is said when the file is opened, which must not change it."""
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        start(path)
    assert path.read_bytes() == before
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_a_file_that_is_not_there_or_empty_becomes_a_database_of_the_newest_version(
    path: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for file in (path, empty):
        start(file)
        assert ask(file, "PRAGMA user_version") == [(NEWEST,)]
        assert ask(file, "PRAGMA application_id") == [(APPLICATION_ID,)]
        assert ask(file, "PRAGMA journal_mode") == [("wal",)]


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert [step.version for step in shipped()] == list(range(1, NEWEST + 1))


async def test_a_connection_that_writes_keeps_foreign_keys_and_overwrites_what_is_deleted(
    path: Path,
) -> None:
    async with open_writing(path) as writing, writing.transaction() as connection:
        for pragma in ("foreign_keys", "secure_delete"):
            assert list(await connection.execute_fetchall(f"PRAGMA {pragma}")) == [(1,)]


async def test_a_migration_that_fails_leaves_the_state_before_it(path: Path) -> None:
    await open_and_close(path)
    steps = (
        *shipped(),
        Migration(NEWEST + 1, "CREATE TABLE good (x);\nINSERT INTO good VALUES (';');\n"),
        Migration(
            NEWEST + 2, "CREATE TABLE half (x);\nDROP TABLE star;\nINSERT INTO none VALUES (1);"
        ),
    )
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        with pytest.raises(sqlite3.OperationalError, match="none"):
            await migrate(connection, steps)
    assert ask(path, "PRAGMA user_version") == [(NEWEST + 1,)]
    assert ask(path, "SELECT * FROM good") == [(";",)]
    tables = ask(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    assert ("star",) in tables
    assert ("half",) not in tables


async def test_a_migration_without_its_end_is_refused(path: Path) -> None:
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        with pytest.raises(sqlite3.OperationalError, match="incomplete input"):
            await migrate(connection, [Migration(1, "CREATE TABLE good (x);\nCREATE TABLE half (")])
    assert ask(path, "SELECT * FROM sqlite_schema") == []


async def test_programs_that_start_together_migrate_once(path: Path) -> None:
    await asyncio.gather(*(open_and_close(path, patience=60) for _ in range(8)))
    assert ask(path, "PRAGMA user_version") == [(NEWEST,)]
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


async def test_a_database_that_is_replaced_while_it_is_waited_for_is_not_written_to(
    path: Path, tmp_path: Path
) -> None:
    """Stars would be kept in the old file, which nobody opens any more."""
    await open_and_close(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as restoring:
        restoring.execute("PRAGMA locking_mode = EXCLUSIVE")
        restoring.execute("BEGIN EXCLUSIVE")
        opening = asyncio.create_task(open_and_close(path, patience=30))
        await asyncio.sleep(0.1)
        assert not opening.done()
        restoring.execute("COMMIT")
        restoring.execute("PRAGMA journal_mode = DELETE")
        await open_and_close(tmp_path / "fresh")
        (tmp_path / "fresh").replace(path)
    with pytest.raises(StoreError, match="restored just now"):
        await opening


def test_a_newer_programs_database_is_refused(path: Path) -> None:
    start(path)
    ask(path, f"PRAGMA user_version = {NEWEST + 1}")
    told = refusal(path)
    assert "newer Nomen" in told
    assert "update" in told


def test_another_programs_database_is_refused(path: Path) -> None:
    ask(path, "CREATE TABLE mine (x)")
    assert "another program's" in refusal(path)


def test_what_is_no_database_is_refused(path: Path) -> None:
    path.write_text("My favourite names: José, Zofieke.\n" * 100, "utf-8")
    assert "no database" in refusal(path)


def test_a_database_with_any_page_spoilt_is_refused(path: Path) -> None:
    async def fill() -> None:
        async with open_favourites(path) as store:
            for number in range(100):
                await store.star(1, 1, f"Name {number}", None)

    asyncio.run(fill())
    whole = path.read_bytes()
    ((size,),) = ask(path, "PRAGMA page_size")
    assert isinstance(size, int)
    for begin in range(0, len(whole), size):
        path.write_bytes(whole[:begin] + b"\xa5" * size + whole[begin + size :])
        assert "damaged" in refusal(path)


def test_half_a_database_is_refused(path: Path) -> None:
    start(path)
    path.write_bytes(path.read_bytes()[:10000])
    assert "damaged" in refusal(path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        start(tmp_path / "nowhere" / "nomen.sqlite3")
    assert list(tmp_path.iterdir()) == []


async def look_into(path: Path) -> None:
    async with open_reading(path):
        pass


def test_reading_makes_no_database(path: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        asyncio.run(look_into(path))
    assert not path.exists()


def test_reading_an_older_version_is_refused(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="older"):
        asyncio.run(look_into(path))
    assert path.read_bytes() == b""


async def test_a_connection_that_reads_cannot_write(path: Path) -> None:
    await open_and_close(path)
    async with open_reading(path) as reading:
        with pytest.raises(StoreError, match="may only be read"):
            await reading.rows("DELETE FROM star")


def test_a_file_with_odd_letters_in_its_name_is_that_file(tmp_path: Path) -> None:
    odd = tmp_path / "a b?mode=ro#ü%20.sqlite3"
    start(odd)
    assert odd.is_file()
