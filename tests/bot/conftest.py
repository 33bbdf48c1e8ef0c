import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import discord
import numpy as np
import pytest
from discord import app_commands
from simcord import Env

from bot.app import NomenBot
from bot.cli import main
from bot.interactions.guard import Guard
from bot.interactions.rate_limit import RATE_LIMITS, Bucket, RateLimiter
from bot.services.name_service import NameService
from bot.services.speech_service import SpeechService
from bot.store.store import Store, open_store
from model.domain.generation import GenerationResult, NameRequest
from model.domain.shortlist import Shortlist
from model.domain.steps import Steps
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.selection.selector import NameSelector, Order
from tests.bot.stage import PLOT, InferenceGate, Stage
from tests.postgres_server import PostgresServer, require_programs, running_server
from tests.support.clocks import ManualClock, ManualSeconds
from tests.support.memory import folder_in_memory
from tests.support.patience import PATIENCE
from tests.support.ports import reserved_port

Host = Callable[..., str]
load_classifier = cache(OriginClassifier.load)
"""Loads it once for all tests."""


@pytest.fixture
def host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Host:
    """Runs `python -m bot` in an empty folder, and returns what it prints.

    It must end with a code; an error is printed only where that is not 0, and then alone.
    """
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 0, **environ: str) -> str:
        assert main(arguments, environ) == code
        printed = capsys.readouterr()
        if code:
            return printed.err or printed.out
        assert not printed.err
        return printed.out

    return run


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "nomen.sqlite3"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def monotonic() -> ManualSeconds:
    return ManualSeconds()


@pytest.fixture(scope="session")
def name_generator() -> NameGenerator:
    return NameGenerator.load()


@pytest.fixture
def name_service(
    name_generator: NameGenerator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[NameService]:
    monkeypatch.setattr(OriginClassifier, "load", load_classifier)
    # A long deadline, since a test machine may be slow.
    name_service = NameService(name_generator, np.random.default_rng(2026), deadline=PATIENCE)
    yield name_service
    name_service.close()


@pytest.fixture(scope="session")
def _shared_server() -> Iterator[PostgresServer]:
    with running_server(require_programs(), folder_in_memory()) as server:
        yield server


@pytest.fixture
def postgres_server(_shared_server: PostgresServer) -> Iterator[PostgresServer]:
    """A server whose databases are emptied after the test."""
    yield _shared_server
    _shared_server.empty_databases()


@pytest.fixture
async def store(database: Path) -> AsyncIterator[Store]:
    async with open_store(database) as store:
        yield store


@pytest.fixture(autouse=True)
def patient_simcord(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have SimCord wait for a bot for longer than its own five seconds, but look more often.

    It looks every 50 ms whether a bot is done, which is half of a test's time.
    """
    settle = Env._settle_internal  # noqa: SLF001 - no public way

    async def settle_patiently(env: Env, *, timeout: float | None = None, **options: Any) -> None:  # noqa: ANN401, ASYNC109 - SimCord's
        env.settle_timeout = PATIENCE
        timeout = timeout and max(timeout, PATIENCE)
        await settle(env, timeout=timeout, **{"idle": 0.005, **options})

    monkeypatch.setattr(Env, "_settle_internal", settle_patiently)


def _remembering(translate: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    payloads: dict[object, object] = {}

    async def translate_once(command: object, *context: object) -> object:
        if command not in payloads:
            payloads[command] = await translate(command, *context)
        return payloads[command]

    return translate_once


TRANSLATED_ONCE = {
    kind: _remembering(kind.get_translated_payload)
    for kind in (app_commands.Command, app_commands.Group, app_commands.ContextMenu)
}


@pytest.fixture(autouse=True)
def commands_translated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Translate each command once for all tests: for each bot, it is a fifth of their time."""
    for kind, translate_once in TRANSLATED_ONCE.items():
        monkeypatch.setattr(kind, "get_translated_payload", translate_once)


@pytest.fixture(autouse=True)
def patient_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have cards wait for the database, since a test machine may be slow."""
    monkeypatch.setattr("bot.interactions.soon.CARD_TIMEOUT", PATIENCE)


@pytest.fixture(autouse=True)
def simcords_time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no interaction look late, in tests of longer than Discord waits."""
    monkeypatch.setattr("bot.app.Guard", partial(Guard, clock=lambda: 0.0))


@pytest.fixture
def rate_limiter(monotonic: ManualSeconds) -> RateLimiter:
    """Limit only what may bother others: tests make more requests than people."""
    limits = {bucket: RATE_LIMITS[bucket] for bucket in (Bucket.INVITATION, Bucket.POLL)}
    return RateLimiter(limits, clock=monotonic)


@pytest.fixture
def simcord_bot(name_service: NameService, store: Store, rate_limiter: RateLimiter) -> NomenBot:
    bot = NomenBot(name_service, store, shard_count=1, rate_limiter=rate_limiter)
    # Each card of an origin would start a process; test_hear_button.py tests these.
    bot.speech_service = SpeechService(is_installed=False)
    return bot


@pytest.fixture
def stage(simcord_env: Env) -> Stage:
    guild = simcord_env.create_guild("A group of friends")
    channel = guild.create_text_channel("names")
    ada, ben = (guild.add_member(simcord_env.create_user(name)) for name in ("ada", "ben"))
    return Stage(simcord_env, channel, ada, ben)


@pytest.fixture
def any_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let members give options that Discord would refuse."""
    monkeypatch.setattr(
        "simcord.interactions.validate_option_value", lambda _command, _option, value: value
    )


@pytest.fixture
def restore_discord_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore the URLs that discord.py uses after the test."""
    for owner, name in (
        (discord.http.Route, "BASE"),
        (discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY"),
        (discord.Asset, "BASE"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[InferenceGate]:
    gate = InferenceGate(threading.Event(), threading.Event())
    suggest = NameSelector.suggest_unseen

    def wait_first(
        selector: NameSelector, request: NameRequest, order: Order, shown: Container[str]
    ) -> Steps[GenerationResult]:
        gate.entered.set()
        assert gate.opened.wait(PATIENCE)
        return (yield from suggest(selector, request, order, shown))

    monkeypatch.setattr(NameSelector, "suggest_unseen", wait_first)
    yield gate
    gate.opened.set()


@pytest.fixture
def instant_plot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the process that plots `/clipdemo`, for tests of what surrounds the plot."""

    async def plot(*_: object) -> bytes:
        return PLOT

    monkeypatch.setattr("bot.services.clip_service._plot", plot)


@pytest.fixture
def drawn(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[Shortlist]:
    """What is drawn, in place of drawing it."""
    lists = []

    async def draw(shortlist: Shortlist) -> bytes:
        lists.append(shortlist)
        return PLOT

    monkeypatch.setattr(stage.bot.picture_service, "draw", draw)
    return lists


@pytest.fixture
def closed_port() -> Iterator[int]:
    with reserved_port() as port:
        yield port
