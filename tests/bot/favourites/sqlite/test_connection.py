"""Reads end in time, and long ones do not keep others waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.connection import ReadConnection
from bot.favourites.sqlite.database import connect
from bot.favourites.sqlite.exporter import PAGE
from tests.bot.favourites.rows import insert_stars

GROUP, ADA, BEN = 7, 1, 2
ENDLESS = """
    WITH RECURSIVE counter (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counter)
    SELECT count(*) FROM counter
"""


@pytest.fixture
async def impatient(database: Path) -> AsyncIterator[ReadConnection]:
    async with connect(database, "rwc") as connection:
        yield ReadConnection(connection, timeout=0.1)


async def test_query_that_takes_too_long_is_interrupted(impatient: ReadConnection) -> None:
    with pytest.raises(StoreError, match="took too long"):
        await impatient.fetch_all(ENDLESS)
    async with asyncio.timeout(60):
        assert [tuple(row) for row in await impatient.fetch_all("SELECT 1")] == [(1,)]


async def test_cancelled_query_is_interrupted(database: Path) -> None:
    async with connect(database, "rwc") as connection:
        reader = ReadConnection(connection, timeout=600)
        endless = asyncio.create_task(reader.fetch_all(ENDLESS))
        await asyncio.sleep(0)
        endless.cancel()
        await asyncio.wait([endless])
        async with asyncio.timeout(60):
            assert [tuple(row) for row in await reader.fetch_all("SELECT 1")] == [(1,)]


async def test_query_behind_an_unfinished_one_gives_up(impatient: ReadConnection) -> None:
    async with aclosing(impatient.stream("VALUES (1), (2), (3)", (), 2)) as pages:
        assert len(await anext(pages)) == 2
        with pytest.raises(StoreError, match="took too long"):
            await impatient.fetch_all("SELECT 1")
        assert len(await anext(pages)) == 1
    assert len(await impatient.fetch_all("SELECT 1")) == 1


async def test_reads_do_not_wait_for_an_export(
    database: Path, repository: FavouritesRepository
) -> None:
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
