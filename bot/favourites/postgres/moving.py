"""A PostgreSQL database as the source or the target of a move."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.favourites.postgres.database import PostgresDatabase, open_existing, open_for_filling
from bot.favourites.postgres.instance_lock import single_instance_lock
from bot.favourites.transfer import begin
from bot.runtime.postgres_url import PostgresUrl


@asynccontextmanager
async def open_source(url: PostgresUrl) -> AsyncIterator[PostgresDatabase]:
    """Open a database, which no bot serves meanwhile.

    Raises:
        StoreError: it cannot be reached, is served, empty or of another version.
    """
    async with single_instance_lock(url), open_existing(url, even_moved=True) as database:
        yield database


@asynccontextmanager
async def open_target(url: PostgresUrl, source: bytes) -> AsyncIterator[PostgresDatabase]:
    """Open a database that is empty, or was begun with the same source.

    Raises:
        StoreError: it cannot be reached, is served, or holds something else; it is unchanged.
    """
    async with single_instance_lock(url), open_for_filling(url) as database:
        await begin(database, source, f"The database {url}")
        yield database
