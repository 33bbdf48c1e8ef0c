from collections.abc import AsyncIterator

import pytest

from bot.favourites.postgres.connection import Connections
from bot.favourites.postgres.database import open_for_writing
from bot.runtime.postgres_url import PostgresUrl
from tests.postgres_server import PostgresServer

EMPTY = "TRUNCATE cluster, process, shard, identify_turn, identify_budget"


@pytest.fixture(scope="module")
def url(postgres_server: PostgresServer) -> PostgresUrl:
    return postgres_server.create_database()


@pytest.fixture
async def database(url: PostgresUrl) -> AsyncIterator[Connections]:
    """A database that all tests of a module share, where there are no processes yet."""
    async with open_for_writing(url) as database:
        await database.fetch_all(EMPTY)
        yield database
