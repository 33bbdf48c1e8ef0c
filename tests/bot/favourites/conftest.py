from collections.abc import AsyncIterator, Callable

import pytest

from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.stores import PostgresStore, SqliteStore, Store
from tests.support.clocks import ManualClock


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def new_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Store]:
    """Make an empty store of each kind."""
    if request.param == "sqlite":
        return lambda: SqliteStore(tmp_path_factory.mktemp("store") / "nomen.sqlite3")
    server = request.getfixturevalue("postgres_server")
    return lambda: PostgresStore(server, server.create_database())


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """An empty store, of each kind in turn."""
    return new_store()


@pytest.fixture
async def repository(store: Store, clock: ManualClock) -> AsyncIterator[FavouritesRepository]:
    """An open store, of each kind in turn."""
    async with store.opened(clock) as repository:
        yield repository
