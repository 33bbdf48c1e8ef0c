"""A bot connected to a loopback Discord, shared by the tests of a module, by both ways in turn.

And a PostgreSQL server, whose databases are of one test each.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.store.places import PostgresPlace
from tests.postgres_server import PostgresServer, require_programs, running_server
from tests.support.memory import folder_in_memory
from tests.wire.discord_server.server import loopback_discord
from tests.wire.health_client import HealthClient, health_client
from tests.wire.process import ConnectedBot, run_connected_bot, run_worker
from tests.wire.star_client import StarClient, run_star_client


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["gateway", "http"])
async def bot(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ConnectedBot]:
    if request.param == "gateway":
        async with run_connected_bot() as bot:
            yield bot
    else:
        settings = {"NOMEN_DATABASE": str(tmp_path_factory.mktemp("worker") / "nomen.sqlite3")}
        async with loopback_discord() as discord, run_worker(discord, **settings) as worker:
            yield ConnectedBot(discord, worker)
            assert not discord.rest.rejections
            assert not discord.members.workers.refused


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[StarClient]:
    """A bot of the test's own: what becomes of a fault may outlive the test that injected it."""
    database = tmp_path / "stars.sqlite3"
    async with loopback_discord() as discord, run_star_client(discord, database) as client:
        yield client


@pytest.fixture
async def health() -> AsyncIterator[HealthClient]:
    async with health_client() as client:
        yield client


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[PostgresServer]:
    with running_server(require_programs(), folder_in_memory()) as server:
        yield server


@pytest.fixture
def place(postgres_server: PostgresServer, tmp_path: Path) -> PostgresPlace:
    return PostgresPlace(postgres_server, postgres_server.create_database(), tmp_path)
