"""Everything is copied from a file into a real PostgreSQL, and back."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.store.deletion import Scope
from bot.store.errors import StoreError
from bot.store.queries import all_tables
from bot.store.sqlite import instance_lock
from bot.store.stars import DIRECT_MESSAGES
from tests.bot.store.filling import ADA, BEN, FRIENDS, fill
from tests.bot.store.places import Place, PostgresPlace, SqlitePlace
from tests.postgres_server import PostgresServer
from tools.move import move


@pytest.fixture
async def file(tmp_path: Path) -> SqlitePlace:
    """A file with something in every table, deletions among it."""
    place = SqlitePlace(tmp_path / "nomen.sqlite3", tmp_path)
    async with place.served() as store:
        await fill(store)
        await store.retention.join(FRIENDS)
        await store.stars.star(DIRECT_MESSAGES, 3, "Cas", None)
        await store.deletions.delete(Scope(3))
    return place


@pytest.fixture
def server(postgres_server: PostgresServer, tmp_path: Path) -> PostgresPlace:
    return PostgresPlace(postgres_server, postgres_server.create_database(), tmp_path)


async def rows_of(place: Place) -> Mapping[str, Sequence[object]]:
    rows: dict[str, Sequence[object]] = {
        table: sorted(await place.run_sql(f"SELECT {', '.join(columns)} FROM {table}"), key=str)  # noqa: S608 - our own
        for table, columns in all_tables().items()
        if table != "ledger"
    }
    rows["ledger"] = await place.run_sql("SELECT version, id, key, commands FROM ledger")
    return rows


async def test_all_rows_are_there_and_back(
    file: SqlitePlace, server: PostgresPlace, tmp_path: Path
) -> None:
    back = SqlitePlace(tmp_path / "back.sqlite3", tmp_path)
    before = await rows_of(file)
    assert all(before.values())
    moved = await move(file.where, server.where)
    assert moved == {table: len(rows) for table, rows in before.items()}
    assert await rows_of(server) == before
    assert await move(server.where, back.where) == moved
    assert await rows_of(back) == before


async def test_a_copy_is_served_with_the_record_of_its_source_and_numbers_go_on(
    file: SqlitePlace, server: PostgresPlace
) -> None:
    await move(file.where, server.where)
    ((newest,),) = await file.run_sql("SELECT number FROM ledger")
    async with server.served() as store:
        await store.stars.star(DIRECT_MESSAGES, ADA, "Bo", None)
        ((number,),) = await server.run_sql("SELECT max(number) FROM star")
        assert isinstance(number, int)
        assert isinstance(newest, int)
        assert number > newest
        await store.deletions.delete(Scope(ADA))
        assert await store.stars.favourites(FRIENDS, BEN)


async def test_nothing_is_moved_onto_something_or_while_it_is_served(
    file: SqlitePlace, server: PostgresPlace
) -> None:
    async with server.opened() as store:
        await store.stars.star(FRIENDS, BEN, "Bo", None)
    with pytest.raises(StoreError, match="is not empty"):
        await move(file.where, server.where)
    assert await server.run_sql("SELECT name FROM star") == [("Bo",)]
    with instance_lock(file.where), pytest.raises(StoreError, match="served by another"):
        await move(file.where, server.where)


async def test_a_copy_that_is_cut_off_leaves_nothing(
    file: SqlitePlace, server: PostgresPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("tools.move._Server.set_number", fail)
        with pytest.raises(ZeroDivisionError):
            await move(file.where, server.where)
    assert await server.run_sql("SELECT count(*) FROM star") == [(0,)]
    await move(file.where, server.where)
