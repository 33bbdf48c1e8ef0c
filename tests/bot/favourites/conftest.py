import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.stores import PostgresStore, SqliteStore, Store
from tests.support.clocks import ManualClock
from tests.support.memory import folder_in_memory


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where there is one."""
    with tempfile.TemporaryDirectory(dir=folder_in_memory()) as folder:
        yield Path(folder)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def new_store(request: pytest.FixtureRequest, memory: Path) -> Callable[[], Store]:
    """Make an empty store of each kind."""
    if request.param == "sqlite":
        return lambda: SqliteStore(Path(tempfile.mkdtemp(dir=memory)) / "nomen.sqlite3")
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
