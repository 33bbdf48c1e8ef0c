"""Failures of an open database."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.favourites.errors import StoreBusyError, StoreError
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.connection import WriteConnection
from bot.favourites.sqlite.database import SqliteDatabase, open_for_reading, open_for_writing
from bot.favourites.sqlite.wipe import Wiper
from bot.favourites.store import open_favourites
from tests.bot.favourites.programs import begin
from tests.bot.favourites.rows import locked, run_sql
from tests.support.clocks import ManualClock

GROUP, ADA, BEN = 7, 1, 2


async def test_persistent_lock_fails_writes_but_not_reads(database: Path) -> None:
    async with open_favourites(database, patience=0.05) as repository:
        await repository.star(GROUP, ADA, "Ana", None)
        with locked(database):
            with pytest.raises(StoreError, match="in use by another program"):
                await repository.star(GROUP, BEN, "Ana", None)
            assert await repository.count_members(GROUP, ADA, ["Ana"]) == {"Ana": 1}
        assert await repository.star(GROUP, BEN, "Ana", None)


async def test_released_lock_is_waited_for(database: Path) -> None:
    async with open_favourites(database, patience=30) as repository:
        with locked(database):
            starring = asyncio.create_task(repository.star(GROUP, ADA, "Ana", None))
            await asyncio.sleep(0.05)
            assert not starring.done()
        assert await starring


async def test_lock_timeout_is_shared_by_all_waiting_writers(database: Path) -> None:
    async with open_favourites(database, patience=0.3) as repository:
        with locked(database):
            stars = [repository.star(GROUP, member, "Ana", None) for member in range(10)]
            # With a timeout each, one after the other, they would take ten times as long.
            async with asyncio.timeout(2):
                results = await asyncio.gather(*stars, return_exceptions=True)
        assert [type(result) for result in results] == [StoreBusyError] * 10
        assert await repository.star(GROUP, BEN, "Ana", None)


async def patience_left(writer: WriteConnection) -> int:
    """Return for how long another program's lock would be waited for, in milliseconds."""
    async with writer.exclusive() as connection:
        ((milliseconds,),) = await connection.execute_fetchall("PRAGMA busy_timeout")
        return int(milliseconds)


async def test_another_programs_lock_is_waited_for_two_seconds(database: Path) -> None:
    async with open_for_writing(database) as writer:
        assert await patience_left(writer) == 2000


async def test_who_waited_for_another_task_waits_less_for_another_program(database: Path) -> None:
    async with open_for_writing(database, lock_timeout=600) as writer:
        async with writer.exclusive():
            waiting = asyncio.create_task(patience_left(writer))
            await asyncio.sleep(0.2)
        assert await waiting < 599_900
        assert await patience_left(writer) == 600_000


@pytest.mark.parametrize(
    ("pragma", "message"),
    [("max_page_count = 1", "no room left"), ("query_only = ON", "may only be read")],
)
async def test_failed_write_changes_nothing(
    database: Path, clock: ManualClock, pragma: str, message: str
) -> None:
    async with open_for_writing(database) as writer, open_for_reading(database) as reader:
        opened = SqliteDatabase(reader, reader, writer, Wiper(writer), lambda: None)
        repository = FavouritesRepository(opened, clock)
        await repository.star(GROUP, ADA, "Ana", None)
        async with writer.exclusive() as connection:
            await connection.execute_fetchall(f"PRAGMA {pragma}")
        with pytest.raises(StoreError, match=message) as failed:  # noqa: PT012 - any of them
            for number in range(200):
                await repository.star(GROUP, BEN, f"{number} of a name as long as it takes", None)
        assert isinstance(failed.value.__cause__, sqlite3.Error)
        kept = await repository.list_favourites(GROUP, BEN)
        assert (await repository.totals(GROUP)).stars == 1 + len(kept)
        assert len(await repository.list_favourites(GROUP, ADA)) == 1
    assert run_sql(database, "PRAGMA integrity_check") == [("ok",)]


async def test_unknown_error_is_reported(database: Path, repository: FavouritesRepository) -> None:
    run_sql(database, "DROP TABLE tally")
    with pytest.raises(StoreError, match="failed: no such table"):
        await repository.top_of_group(GROUP)
    with pytest.raises(StoreError, match="Nothing was changed"):
        await repository.star(GROUP, ADA, "Ana", None)
    assert run_sql(database, "SELECT count(*) FROM star") == [(0,)]


def test_two_processes_lose_no_star(database: Path) -> None:
    program = """
        for member in range({first}, {first} + 50):
            await favourites.star(7, member, "Ana", None)
            await favourites.star(7, member, f"Name {{member}}", None)
            await favourites.unstar(7, member, "Name 1")
    """
    processes = [begin(database, program.format(first=first)) for first in (1, 51)]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    assert run_sql(database, "PRAGMA integrity_check") == [("ok",)]
    assert run_sql(database, "SELECT members FROM tally WHERE folded = 'ana'") == [(100,)]
    assert run_sql(database, "SELECT count(*) FROM star") == [(199,)]
