"""Opening and migrating the database file, and files that are refused unchanged."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from bot.favourites.errors import StoreError
from bot.favourites.migrations import Migration, load_migrations
from bot.favourites.sqlite.database import LOCK_TIMEOUT, open_for_reading, open_for_writing
from bot.favourites.store import open_favourites
from bot.favourites.sqlite.schema import APPLICATION_ID, known_migrations, latest_version, migrate
from tests.bot.favourites.rows import run_sql

NEWEST = latest_version()


async def open_and_close(database: Path, lock_timeout: float = LOCK_TIMEOUT) -> None:
    async with open_favourites(database, lock_timeout=lock_timeout):
        pass


def open_once(database: Path) -> None:
    asyncio.run(open_and_close(database))


def refusal(database: Path) -> str:
    """Return the error on opening a file, which must not be changed."""
    before = database.read_bytes()
    with pytest.raises(StoreError) as refused:
        open_once(database)
    assert database.read_bytes() == before
    assert str(database) in str(refused.value)
    return str(refused.value)


def test_missing_or_empty_file_becomes_a_current_database(database: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for file in (database, empty):
        open_once(file)
        assert run_sql(file, "PRAGMA user_version") == [(NEWEST,)]
        assert run_sql(file, "PRAGMA application_id") == [(APPLICATION_ID,)]
        assert run_sql(file, "PRAGMA journal_mode") == [("wal",)]


def test_migrations_are_numbered_consecutively() -> None:
    assert [step.version for step in known_migrations()] == list(range(1, NEWEST + 1))


def test_stray_files_among_the_migrations_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "0001_stars.sql").write_text("SELECT 1", "ascii")
    for stray in (".0001_stars.sql.swp", "0001_stars.sql~", "notes", "__pycache__"):
        (tmp_path / stray).write_bytes(b"b0VIM 8.2\xff")
    assert load_migrations(tmp_path) == (Migration(1, "SELECT 1"),)


async def test_write_connection_sets_foreign_keys_and_secure_delete(
    database: Path,
) -> None:
    async with open_for_writing(database) as writer, writer.transaction() as connection:
        for pragma in ("foreign_keys", "secure_delete"):
            assert list(await connection.execute_fetchall(f"PRAGMA {pragma}")) == [(1,)]


async def test_failed_migration_is_rolled_back(database: Path) -> None:
    await open_and_close(database)
    steps = (
        *known_migrations(),
        Migration(NEWEST + 1, "CREATE TABLE good (x);\nINSERT INTO good VALUES (';');\n"),
        Migration(
            NEWEST + 2, "CREATE TABLE half (x);\nDROP TABLE star;\nINSERT INTO none VALUES (1);"
        ),
    )
    async with aiosqlite.connect(database, isolation_level=None) as connection:
        with pytest.raises(sqlite3.OperationalError, match="none"):
            await migrate(connection, steps)
    assert run_sql(database, "PRAGMA user_version") == [(NEWEST + 1,)]
    assert run_sql(database, "SELECT * FROM good") == [(";",)]
    tables = run_sql(database, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    assert ("star",) in tables
    assert ("half",) not in tables


async def test_incomplete_migration_is_rejected(database: Path) -> None:
    async with aiosqlite.connect(database, isolation_level=None) as connection:
        with pytest.raises(sqlite3.OperationalError, match="incomplete input"):
            await migrate(connection, [Migration(1, "CREATE TABLE good (x);\nCREATE TABLE half (")])
    assert run_sql(database, "SELECT * FROM sqlite_schema") == []


async def test_concurrent_openings_migrate_once(database: Path) -> None:
    await asyncio.gather(*(open_and_close(database, lock_timeout=60) for _ in range(8)))
    assert run_sql(database, "PRAGMA user_version") == [(NEWEST,)]
    assert run_sql(database, "PRAGMA integrity_check") == [("ok",)]


async def test_database_replaced_while_waiting_for_its_lock_is_not_written(
    database: Path, tmp_path: Path
) -> None:
    """Stars would be written to the old file, which nobody opens any more."""
    await open_and_close(database)
    with closing(sqlite3.connect(database, isolation_level=None)) as restoring:
        restoring.execute("PRAGMA locking_mode = EXCLUSIVE")
        restoring.execute("BEGIN EXCLUSIVE")
        opening = asyncio.create_task(open_and_close(database, lock_timeout=30))
        await asyncio.sleep(0.1)
        assert not opening.done()
        restoring.execute("COMMIT")
        restoring.execute("PRAGMA journal_mode = DELETE")
        await open_and_close(tmp_path / "fresh")
        (tmp_path / "fresh").replace(database)
    with pytest.raises(StoreError, match="restored just now"):
        await opening


def test_newer_database_is_refused(database: Path) -> None:
    open_once(database)
    run_sql(database, f"PRAGMA user_version = {NEWEST + 1}")
    message = refusal(database)
    assert "newer Nomen" in message
    assert "update" in message


def test_foreign_database_is_refused(database: Path) -> None:
    run_sql(database, "CREATE TABLE mine (x)")
    assert "another program's" in refusal(database)


def test_non_database_is_refused(database: Path) -> None:
    database.write_text("My favourite names: José, Zofieke.\n" * 100, "utf-8")
    assert "no database" in refusal(database)


def test_database_with_any_corrupt_page_is_refused(database: Path) -> None:
    async def fill() -> None:
        async with open_favourites(database) as repository:
            for number in range(100):
                await repository.star(1, 1, f"Name {number}", None)

    asyncio.run(fill())
    whole = database.read_bytes()
    ((size,),) = run_sql(database, "PRAGMA page_size")
    assert isinstance(size, int)
    for begin in range(0, len(whole), size):
        database.write_bytes(whole[:begin] + b"\xa5" * size + whole[begin + size :])
        assert "damaged" in refusal(database)


def test_truncated_database_is_refused(database: Path) -> None:
    open_once(database)
    database.write_bytes(database.read_bytes()[:10000])
    assert "damaged" in refusal(database)


def test_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        open_once(tmp_path / "nowhere" / "nomen.sqlite3")
    assert list(tmp_path.iterdir()) == []


async def open_read_only(database: Path) -> None:
    async with open_for_reading(database):
        pass


def test_read_connection_creates_no_database(database: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        asyncio.run(open_read_only(database))
    assert not database.exists()


def test_read_connection_refuses_older_version(database: Path) -> None:
    database.touch()
    with pytest.raises(StoreError, match="older"):
        asyncio.run(open_read_only(database))
    assert database.read_bytes() == b""


async def test_read_connection_cannot_write(database: Path) -> None:
    await open_and_close(database)
    async with open_for_reading(database) as reader:
        with pytest.raises(StoreError, match="may only be read"):
            await reader.fetch_all("DELETE FROM star")


def test_special_characters_in_file_name_are_escaped(tmp_path: Path) -> None:
    database = tmp_path / "a b?mode=ro#ü%20.sqlite3"
    open_once(database)
    assert database.is_file()
