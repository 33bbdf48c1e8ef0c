import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.bot.store.places import NewPlace, Place, PostgresPlace, SqlitePlace, follow_clock
from tests.support.clocks import ManualClock
from tests.support.memory import folder_in_memory


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where there is one."""
    with tempfile.TemporaryDirectory(dir=folder_in_memory()) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def _database_time(monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> None:
    follow_clock(monkeypatch, clock)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def new_place(request: pytest.FixtureRequest, memory: Path) -> NewPlace:
    """Make an empty place of each kind."""

    def new_folder() -> Path:
        return Path(tempfile.mkdtemp(dir=memory))

    if request.param == "sqlite":
        return lambda: SqlitePlace(new_folder() / "nomen.sqlite3", new_folder())
    server = request.getfixturevalue("postgres_server")
    return lambda: PostgresPlace(server, server.create_database(), new_folder())


@pytest.fixture
def place(new_place: NewPlace) -> Place:
    """An empty place, of each kind in turn."""
    return new_place()


@pytest.fixture
async def store(place: Place) -> AsyncIterator[Store]:
    """An open store, of each kind in turn."""
    async with place.opened() as store:
        yield store
