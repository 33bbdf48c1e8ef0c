"""Databases, backups and records of the version before are opened, migrated and restored.

`former/make.py` has made them.
"""

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.favourites.backup.deletion_record import read_record
from bot.favourites.backup.restore import RestoreResult, restore
from bot.favourites.schema import VERSION
from bot.favourites.sqlite.database import inspect_database
from bot.favourites.store import serving_store
from bot.runtime.settings import Settings
from tests.bot.favourites.rows import run_sql
from tests.bot.favourites.stores import PostgresStore, Row, SqliteStore, Store, open_once, place_of
from tests.support.clocks import ManualClock

FORMER = Path(__file__).parent / "former"
GROUP, ADA, BEN = 948206371528474634, 219483756120375296, 487261930548117504
CLEO = 731904628573290497
"""Had everything deleted after the backup."""
NOW = datetime(2026, 12, 1, tzinfo=UTC)

VERSION_OF = {SqliteStore: "PRAGMA user_version", PostgresStore: "SELECT number FROM version"}
COLUMNS: dict[type[Store], str] = {
    SqliteStore: """
        SELECT tables.name, columns.name, columns."notnull", columns.pk
        FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'
    """,
    PostgresStore: """
        SELECT table_name, column_name, data_type, is_nullable, collation_name
        FROM information_schema.columns WHERE table_schema = 'nomen'
    """,
}
THINGS: dict[type[Store], str] = {
    SqliteStore: "SELECT name FROM sqlite_schema WHERE type IN ('table', 'index', 'trigger')",
    PostgresStore: """
        SELECT relkind, relname FROM pg_class
        WHERE relnamespace = 'nomen'::regnamespace UNION
        SELECT 'f', proname FROM pg_proc WHERE pronamespace = 'nomen'::regnamespace
    """,
}


@pytest.fixture
def former_file(tmp_path: Path) -> Path:
    return Path(shutil.copy(FORMER / "nomen.sqlite3", tmp_path))


@pytest.fixture
async def former(store: Store) -> Store:
    """A database of the version before, of each kind in turn."""
    if isinstance(store, SqliteStore):
        shutil.copy(FORMER / "nomen.sqlite3", store.path)
        return store
    return await load_dump(store)


async def load_dump(store: PostgresStore) -> PostgresStore:
    async with store.connected() as connection:
        await connection.execute((FORMER / "postgres.sql").read_text("utf-8"))
    return store


async def columns_of(store: Store) -> dict[str, str]:
    """Return the columns of each table with what members do, separated by commas."""
    columns: dict[str, list[str]] = {}
    for table, column, *_ in await store.run_sql(COLUMNS[type(store)]):
        columns.setdefault(str(table), []).append(str(column))
    columns.pop("version", None)
    return {table: ", ".join(names) for table, names in columns.items()}


async def rows_in(store: Store, columns: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return all rows in some columns of each table."""
    return {
        table: sorted(await store.run_sql(f"SELECT {names} FROM {table}"), key=repr)  # noqa: S608 - our own
        for table, names in columns.items()
    }


async def test_former_database_is_migrated_and_used_on(former: Store, clock: ManualClock) -> None:
    columns, version = await columns_of(former), VERSION_OF[type(former)]
    before = await rows_in(former, columns)
    assert sum(map(bool, before.values())) == 11
    newest = VERSION["sqlite" if isinstance(former, SqliteStore) else "postgres"]
    assert await former.run_sql(version) == [(newest - 1,)]
    await open_once(place_of(former))
    assert await former.run_sql(version) == [(newest,)]
    assert await rows_in(former, columns) == before
    async with former.opened(clock) as favourites:
        own = await favourites.list_favourites(GROUP, ADA)
        assert [star.name for star in own] == ["Łucjan", "José", "Zofieke", "Mirelle"]
        assert await favourites.star(GROUP, BEN, "Lucjan", own[0].provenance)
        assert await favourites.count_members(GROUP, ADA, ["Łucjan"]) == {"Łucjan": 2}
    newest_star = "SELECT folded FROM star ORDER BY sequence DESC LIMIT 1"
    assert await former.run_sql(newest_star) == [("lucjan",)]


async def test_migrated_tables_are_as_if_new(former: Store, new_store: Callable[[], Store]) -> None:
    new = new_store()
    for store in (former, new):
        await open_once(place_of(store))
    for query in (COLUMNS[type(new)], THINGS[type(new)]):
        assert {*await former.run_sql(query)} == {*await new.run_sql(query)}


async def test_backup_is_restored_over_a_former_database(former_file: Path, tmp_path: Path) -> None:
    await open_once(former_file)
    result = await restore(FORMER / "backup.sqlite3", former_file, NOW)
    assert result == RestoreResult(tmp_path / "nomen.20261201T000000Z.sqlite3", 5, NOW)
    await require_restored(former_file)


async def test_backup_is_restored_with_the_record_where_a_database_is_lost(tmp_path: Path) -> None:
    record = read_record(FORMER / "deletions.json")
    database = tmp_path / "nomen.sqlite3"
    assert (await restore(FORMER / "backup.sqlite3", database, NOW, record)).deleted == 5
    await require_restored(database)


async def require_restored(database: Path) -> None:
    """Assert that nothing is left of the member who had everything deleted, or of ended matches."""
    for table in ("star", "activity", "consent"):
        assert run_sql(database, f"SELECT * FROM {table} WHERE member = {CLEO}") == []  # noqa: S608 - our own
    consents = "SELECT count(*) FROM consent"
    assert run_sql(database, consents) == run_sql(FORMER / "nomen.sqlite3", consents)
    info = await inspect_database(database)
    assert (info.version, info.miscounted) == (VERSION["sqlite"], 0)


async def test_server_with_its_record_is_served(
    postgres_store: PostgresStore, tmp_path: Path, clock: ManualClock
) -> None:
    former_server = await load_dump(postgres_store)
    shutil.copy(FORMER / "postgres-deletions.json", tmp_path / "deletions.json")
    settings = Settings(database=former_server.url, backup_folder=tmp_path)
    async with serving_store(settings, clock) as store:
        assert len(await store.favourites.top_of_group(GROUP)) == 5
    assert len(read_record(tmp_path / "deletions.json").tombstones) == 2
