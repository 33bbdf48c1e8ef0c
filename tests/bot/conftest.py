import socket
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import discord
import numpy as np
import pytest
from simcord import Env

from bot.app import NomenBot
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.repository import open_favourites
from bot.interactions.rate_limit import RateLimiter
from bot.services.name_service import NameService
from model.domain.generation import GenerationResult, NameRequest
from model.inference.name_generator import NameGenerator
from tests.bot.favourites.manual_clock import HandClock
from tests.bot.stage import Gate, Stage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nomen.sqlite3"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def namer() -> NameGenerator:
    return NameGenerator.load()


@pytest.fixture
def naming(namer: NameGenerator) -> Iterator[NameService]:
    # Patient, since how long an answer takes is the machine's affair, not the test's.
    naming = NameService(namer, np.random.default_rng(2026), deadline=60)
    yield naming
    naming.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "nomen.sqlite3"


@pytest.fixture
async def favourites(database: Path) -> AsyncIterator[FavouritesRepository]:
    async with open_favourites(database) as favourites:
        yield favourites


@pytest.fixture
def simcord_bot(naming: NameService, favourites: FavouritesRepository) -> NomenBot:
    # Tests ask more often than people do; how often these may is told in test_cooldown.py.
    return NomenBot(naming, favourites, shard_count=1, cooldowns=RateLimiter({}))


@pytest.fixture
def stage(simcord_env: Env) -> Stage:
    simcord_env.settle_timeout = 60
    guild = simcord_env.create_guild("A group of friends")
    channel = guild.create_text_channel("names")
    ada, ben = (guild.add_member(simcord_env.create_user(name)) for name in ("ada", "ben"))
    return Stage(simcord_env, channel, ada, ben)


@pytest.fixture
def discord_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py speak to Discord again afterwards."""
    for owner, name in (
        (discord.http.Route, "BASE"),
        (discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY"),
        (discord.Asset, "BASE"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(threading.Event(), threading.Event())
    suggest = NameGenerator.suggest

    def wait_first(
        namer: NameGenerator, wish: NameRequest, rng: np.random.Generator
    ) -> GenerationResult:
        gate.entered.set()
        assert gate.opened.wait(30)
        return suggest(namer, wish, rng)

    monkeypatch.setattr(NameGenerator, "suggest", wait_first)
    yield gate
    gate.opened.set()


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    return port
