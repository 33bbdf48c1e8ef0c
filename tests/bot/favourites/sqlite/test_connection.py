"""Reads end in time, long ones keep nobody waiting, and changes and copies are whole or nothing."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import aclosing, closing
from pathlib import Path
from unittest.mock import Mock

import aiosqlite
import pytest

from bot.favourites.database import Transaction, Work
from bot.favourites.errors import StoreError
from bot.favourites.members import PAGE
from bot.favourites.queries import Query
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.connection import SqliteReader
from bot.favourites.sqlite.database import (
    SqliteDatabase,
    connect,
    open_database,
    open_for_reading,
    open_for_writing,
)
from bot.favourites.sqlite.snapshot import copy_pages
from bot.favourites.sqlite.wipe import Wiper
from bot.favourites.stars import StarsReader
from tests.bot.favourites.rows import insert_stars, run_sql
from tests.wire.discord_server.polling import wait_until

GROUP, ADA, BEN = 7, 1, 2
ENDLESS = """
    WITH RECURSIVE counter (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counter)
    SELECT count(*) FROM counter
"""


@pytest.fixture
async def impatient(database: Path) -> AsyncIterator[SqliteReader]:
    async with connect(database, "rwc") as connection:
        yield SqliteReader(connection, timeout=0.1)


async def test_query_that_takes_too_long_is_interrupted(impatient: SqliteReader) -> None:
    with pytest.raises(StoreError, match="took too long"):
        await impatient.fetch(Query(ENDLESS, ()))
    async with asyncio.timeout(60):
        assert [tuple(row) for row in await impatient.fetch(Query("SELECT 1", ()))] == [(1,)]


async def test_cancelled_query_is_interrupted(database: Path) -> None:
    async with connect(database, "rwc") as connection:
        reader = SqliteReader(connection, timeout=600)
        endless = asyncio.create_task(reader.fetch(Query(ENDLESS, ())))
        await asyncio.sleep(0)
        endless.cancel()
        await asyncio.wait([endless])
        async with asyncio.timeout(60):
            assert [tuple(row) for row in await reader.fetch(Query("SELECT 1", ()))] == [(1,)]


async def test_query_behind_an_unfinished_one_gives_up(impatient: SqliteReader) -> None:
    async with aclosing(impatient.stream(Query("VALUES (1), (2), (3)", ()), 2)) as pages:
        assert len(await anext(pages)) == 2
        with pytest.raises(StoreError, match="took too long"):
            await impatient.fetch(Query("SELECT 1", ()))
        assert len(await anext(pages)) == 1
    assert len(await impatient.fetch(Query("SELECT 1", ()))) == 1


async def test_reads_wait_for_no_export(database: Path, repository: FavouritesRepository) -> None:
    insert_stars(
        database, [(GROUP, ADA, f"name{number}", f"Name {number}") for number in range(3 * PAGE)]
    )
    async with aclosing(repository.export(ADA)) as pages:
        assert len(await anext(pages)) == PAGE
        assert len(await repository.list_favourites(GROUP, ADA)) == min(200, 3 * PAGE)
        assert await repository.star(GROUP, BEN, "Ana", None)


async def test_exports_take_turns(database: Path, repository: FavouritesRepository) -> None:
    insert_stars(database, [(GROUP, member, "ana", "Ana") for member in (ADA, BEN)])
    async with aclosing(repository.export(ADA)) as pages:
        await anext(pages)
        second = asyncio.create_task(anext(repository.export(BEN)))
        await repository.list_favourites(GROUP, ADA)
        assert not second.done()
    assert [star.name for star in await second] == ["Ana"]


async def test_top_five_has_a_fixed_cost(database: Path, repository: FavouritesRepository) -> None:
    for member in range(1, 11):
        await repository.star(GROUP, member, f"Name {member % 7}", None)
    steps_with_few = await count_top_five_steps(database)
    names = [f"name{number}" for number in range(100)]
    insert_stars(
        database, ((GROUP, member, name, name) for member in range(11, 30) for name in names)
    )
    assert await count_top_five_steps(database) <= steps_with_few


async def count_top_five_steps(database: Path) -> int:
    """Count the steps of SQLite's virtual machine."""
    step = Mock(return_value=0)  # go on
    async with aiosqlite.connect(database) as connection:
        reader = StarsReader(SqliteReader(connection))
        await reader.top_of_group(GROUP)
        await connection.set_progress_handler(step, 1)
        assert len(await reader.top_of_group(GROUP)) == 5
    return step.call_count


@pytest.fixture
async def opened(database: Path) -> AsyncIterator[SqliteDatabase]:
    async with open_database(database) as opened:
        yield opened


async def fail(transaction: Transaction) -> None:
    await transaction.fetch("add_group", guild=GROUP)
    message = "in the middle"
    raise RuntimeError(message)


async def wait(transaction: Transaction) -> None:
    await transaction.fetch("add_group", guild=GROUP)
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("work", "message"), [(fail, "in the middle"), (wait, "awaits nothing but its own queries")]
)
async def test_transaction_that_fails_or_waits_leaves_nothing(
    opened: SqliteDatabase, database: Path, work: Work[None], message: str
) -> None:
    before = run_sql(database, "SELECT sequence FROM ledger")
    with pytest.raises(RuntimeError, match=message):
        await opened.transact(work)
    assert run_sql(database, "SELECT id FROM guild") == []
    assert run_sql(database, "SELECT sequence FROM ledger") == before
    await opened.transact(lambda transaction: transaction.fetch("add_group", guild=GROUP))
    assert run_sql(database, "SELECT id FROM guild") == [(GROUP,)]


async def test_check_does_not_wait_for_a_change_under_way(database: Path) -> None:
    async with (
        open_for_writing(database, lock_timeout=600) as writer,
        open_for_reading(database) as reader,
    ):
        opened = SqliteDatabase(reader, reader, writer, Wiper(writer), lambda: None)
        async with writer.exclusive(), asyncio.timeout(60):
            await opened.check()


@pytest.mark.parametrize("times", [1, 2])
async def test_cancelled_copy_ends_once_sqlite_has_left_both_files(
    database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, times: int
) -> None:
    """SQLite's thread copies on when nobody waits for it, here as soon as the file is not locked.

    If the copy were closed before, the thread would use memory that is freed.
    """
    caplog.set_level(logging.DEBUG, "aiosqlite")  # it tells when the thread has begun
    run_sql(database, "CREATE TABLE kept AS SELECT 'Ana' AS name")
    target = tmp_path / "copy"
    target.touch()
    async with connect(database, "ro", lock_timeout=0) as source:
        with closing(sqlite3.connect(database, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            copying = asyncio.create_task(copy_pages(source, target))
            await wait_until(lambda: "method backup of" in caplog.text, "copying")
            for _ in range(times):
                copying.cancel()
                await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await copying
        assert run_sql(target, "SELECT name FROM kept") == [("Ana",)]
