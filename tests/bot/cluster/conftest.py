from collections.abc import AsyncIterator

import pytest

from bot.favourites.postgres.connection import Database
from bot.favourites.postgres.database import open_for_writing
from tests.bot.favourites.stores import PostgresStore


@pytest.fixture
async def database(postgres_store: PostgresStore) -> AsyncIterator[Database]:
    async with open_for_writing(postgres_store.url) as database:
        yield database
