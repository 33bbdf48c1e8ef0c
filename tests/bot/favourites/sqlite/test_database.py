"""Opening and migrating the database file, and files that are refused unchanged."""

import asyncio
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.favourites import schema
from bot.favourites.errors import StoreError
from bot.favourites.queries import Query
from bot.favourites.sqlite.database import open_for_reading, open_for_writing
from bot.favourites.sqlite.schema import APPLICATION_ID
from tests.bot.favourites.rows import run_sql
from tests.bot.favourites.stores import open_once, starring, use

NEWEST = schema.VERSION["sqlite"]
NO_DATABASE = "damaged, or no database. It was left as it is"


def refusal(database: Path) -> str:
    """Return the error on opening a file, which must not be changed."""
    before = database.read_bytes()
    with pytest.raises(StoreError) as refused:
        use(database)
    assert database.read_bytes() == before
    assert str(database) in str(refused.value)
    return str(refused.value)


def test_missing_or_empty_file_becomes_a_current_database(database: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for file in (database, empty):
        use(file)
        assert run_sql(file, "PRAGMA user_version") == [(NEWEST,)]
        assert run_sql(file, "PRAGMA application_id") == [(APPLICATION_ID,)]
        assert run_sql(file, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1)],
)
async def test_what_is_written_survives_losing_power_and_what_is_deleted_does_not_stay(
    database: Path, pragma: str, value: object
) -> None:
    """Each commit waits until the write-ahead log is on the disk: 2 is FULL."""
    async with open_for_writing(database) as writer, writer.exclusive() as connection:
        assert [*await connection.execute_fetchall(f"PRAGMA {pragma}")] == [(value,)]


def make_former(database: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Make a database one version older, which a script leads to the newest."""
    use(database)
    run_sql(database, f"PRAGMA user_version = {NEWEST - 1}")
    monkeypatch.setattr(schema, "script_from", lambda *_: script)


def test_migration_runs_all_its_statements(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "CREATE TABLE good (x);\n-- A note; and more.\nINSERT INTO good\nVALUES (';');\n"
    make_former(database, monkeypatch, script)
    use(database)
    assert run_sql(database, "PRAGMA user_version") == [(NEWEST,)]
    assert run_sql(database, "SELECT * FROM good") == [(";",)]


def test_closed_database_is_one_file(database: Path) -> None:
    use(database, starring(1, 1, "Zofieke"))
    assert [file.name for file in database.parent.iterdir()] == [database.name]


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("INSERT INTO none VALUES (1);", "no such table: none"),
        ("CREATE TABLE more (", "incomplete"),
    ],
)
def test_migration_that_fails_is_rolled_back(
    database: Path, monkeypatch: pytest.MonkeyPatch, end: str, message: str
) -> None:
    make_former(database, monkeypatch, f"CREATE TABLE half (x);\nDROP TABLE star;\n{end}")
    with pytest.raises(StoreError, match=message):
        use(database)
    assert run_sql(database, "PRAGMA user_version") == [(NEWEST - 1,)]
    tables = run_sql(database, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    assert ("star",) in tables
    assert ("half",) not in tables


async def test_concurrent_openings_migrate_once(database: Path) -> None:
    await asyncio.gather(*(open_once(database, patience=60) for _ in range(8)))
    assert run_sql(database, "PRAGMA user_version") == [(NEWEST,)]
    assert run_sql(database, "PRAGMA integrity_check") == [("ok",)]


async def test_database_replaced_meanwhile_is_not_written(database: Path, tmp_path: Path) -> None:
    """Stars would be written to the old file, which nobody opens any more."""
    await open_once(database)
    with closing(sqlite3.connect(database, isolation_level=None)) as restoring:
        restoring.execute("PRAGMA locking_mode = EXCLUSIVE")
        restoring.execute("BEGIN EXCLUSIVE")
        opening = asyncio.create_task(open_once(database, patience=30))
        await asyncio.sleep(0.1)
        assert not opening.done()
        restoring.execute("COMMIT")
        restoring.execute("PRAGMA journal_mode = DELETE")
        await open_once(tmp_path / "fresh")
        (tmp_path / "fresh").replace(database)
    with pytest.raises(StoreError, match="restored just now"):
        await opening


def make_foreign(database: Path) -> None:
    database.unlink()
    run_sql(database, "CREATE TABLE mine (x)")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: run_sql(path, f"PRAGMA user_version = {NEWEST + 1}"), "newer Nomen.* update"),
        (lambda path: run_sql(path, "PRAGMA user_version = 6"), "version 6, .* older than any"),
        (make_foreign, "another program's"),
        (lambda path: path.write_text("José, Zofieke.\n" * 100, "utf-8"), NO_DATABASE),
        (lambda path: path.write_bytes(bytes(path.stat().st_size)), NO_DATABASE),
        (lambda path: os.truncate(path, path.stat().st_size // 2), NO_DATABASE),
    ],
    ids=["newer", "older", "foreign", "text", "zeros", "cut off"],
)
def test_bad_file_is_refused(database: Path, spoil: Callable[[Path], object], message: str) -> None:
    use(database)
    spoil(database)
    assert re.search(message, refusal(database))


def test_database_with_any_corrupt_page_is_refused(database: Path) -> None:
    use(database, *(starring(1, 1, f"Name {number}") for number in range(100)))
    whole = database.read_bytes()
    ((size,),) = run_sql(database, "PRAGMA page_size")
    assert isinstance(size, int)
    for begin in range(0, len(whole), size):
        database.write_bytes(whole[:begin] + b"\xa5" * size + whole[begin + size :])
        assert "damaged" in refusal(database)


async def test_read_connection_creates_migrates_and_writes_nothing(database: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        async with open_for_reading(database):
            pass
    assert not database.exists()
    database.touch()
    with pytest.raises(StoreError, match="older"):
        async with open_for_reading(database):
            pass
    assert database.read_bytes() == b""
    await open_once(database)
    async with open_for_reading(database) as reader:
        with pytest.raises(StoreError, match="may only be read"):
            await reader.fetch(Query("DELETE FROM star", ()))


def test_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        use(tmp_path / "nowhere" / "nomen.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_special_characters_in_file_name_are_escaped(tmp_path: Path) -> None:
    database = tmp_path / "a b?mode=ro#ü%20.sqlite3"
    use(database)
    assert database.is_file()
