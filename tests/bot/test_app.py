"""What the bot asks of Discord, keeps in memory, and does at its start and end."""

import asyncio
import gc
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import discord
import pytest
from discord import ui

from bot.app import NomenBot, serve, use_api
from bot.commands import COMMANDS
from bot.favourites.repository import FavouritesRepository
from bot.runtime.exit_codes import Exit, StartError
from bot.runtime.settings import Settings
from bot.services.name_service import NameService
from tests.bot.stage import Gate, Stage, refused, shown
from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.discord_server.sockets import Reason
from tests.wire.discord_server.waiting import until
from tests.wire.doctor import WELL, Doctor

pytestmark = pytest.mark.usefixtures("discord_as_it_was")


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, where a database may be made."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def damaged(database: Path) -> Path:
    database.write_text("no database at all", "ascii")
    return database


@pytest.fixture
def _default_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def at(api_url: str, token: str = TOKEN) -> Settings:
    return Settings(token=token, api_url=api_url)


async def test_the_bot_asks_for_guilds_alone(
    naming: NameService, favourites: FavouritesRepository
) -> None:
    assert [name for name, on in NomenBot(naming, favourites).intents if on] == ["guilds"]


async def test_the_bot_mentions_nobody(
    naming: NameService, favourites: FavouritesRepository
) -> None:
    allowed = NomenBot(naming, favourites).allowed_mentions
    assert allowed is not None
    assert (allowed.everyone, allowed.users, allowed.roles) == (False, False, False)


async def test_no_member_and_no_message_is_kept(stage: Stage) -> None:
    await stage.card(country="NL")
    assert not stage.env.bot.cached_messages
    (guild,) = stage.env.bot.guilds
    assert {member.id for member in guild.members} <= {guild.me.id}  # itself is always kept


async def test_no_card_is_kept_however_many_are_sent(stage: Stage) -> None:
    card = await stage.card(country="NL", count=1)
    for _ in range(30):
        card = shown(await stage.ada.click(card, label="Again"))
    gc.collect()
    # By type(): isinstance would ask things for their __class__, and some wake up by that.
    kept = [thing for thing in gc.get_objects() if issubclass(type(thing), ui.LayoutView)]
    assert not kept


async def test_discord_knows_the_commands_when_the_bot_has_started(stage: Stage) -> None:
    offered = {path.split()[0] for path in stage.ada.available_commands(stage.channel)}
    assert offered == {command.name for command in COMMANDS}


async def test_who_asks_when_the_doors_are_closed_is_told_so(stage: Stage) -> None:
    card = await stage.card(country="NL")
    assert isinstance(stage.env.bot, NomenBot)
    assert await stage.env.bot.middleware.close(0) == 0
    assert "restarted" in await stage.refusal(country="NL")
    assert "restarted" in refused(await stage.ben.click(card, label="Again"))
    assert await stage.ada.autocomplete(stage.channel, "name", "country", "ne") == []


def test_a_server_of_ones_own_is_used_for_everything() -> None:
    use_api(at("http://127.0.0.1:9000/api/v10"))
    assert discord.http.Route("GET", "/users/@me").url == "http://127.0.0.1:9000/api/v10/users/@me"
    assert str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:9000/"
    assert discord.Asset.BASE == "http://127.0.0.1:9000"


def test_without_one_discord_is_discord() -> None:
    use_api(Settings())
    assert discord.http.Route.BASE.startswith("https://discord.com/api/")


@pytest.mark.usefixtures("_default_signals")
async def test_discord_out_of_reach_is_awaited_until_the_bot_is_told_to_end(
    naming: NameService, closed_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    serving = asyncio.create_task(serve(at(f"http://127.0.0.1:{closed_port}/api/v10"), naming))
    await until(lambda: "Discord cannot be reached" in caplog.text, "word of it")
    assert not serving.done()
    os.kill(os.getpid(), signal.SIGTERM)
    await serving


async def test_a_token_that_discord_refuses_is_a_failure_to_be_mended(naming: NameService) -> None:
    async with loopback_discord() as server:
        with pytest.raises(StartError, match="DISCORD_TOKEN") as failure:
            await serve(at(server.api_url, "MTIz.wrong.token"), naming)
    assert failure.value.code is Exit.REFUSED
    assert "MTIz" not in str(failure.value)


async def test_a_database_that_cannot_be_used_is_a_failure_before_discord_is_asked_anything(
    naming: NameService, damaged: Path
) -> None:
    async with loopback_discord() as server:
        with pytest.raises(StartError, match=str(damaged)) as failure:
            await serve(Settings(TOKEN, server.api_url, damaged), naming)
        assert not server.front.requests
    assert failure.value.code is Exit.NO_INPUT


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason.AUTHENTICATION_FAILED, Exit.REFUSED),
        (Reason.INVALID_API_VERSION, Exit.UNREACHABLE),
    ],
)
async def test_a_connection_that_discord_ends_for_good_ends_the_bot(
    naming: NameService, reason: Reason, code: Exit
) -> None:
    async with loopback_discord() as server:
        serving = asyncio.create_task(serve(at(server.api_url), naming))
        await server.gateway.ready()
        await server.gateway.hang_up(reason)
        with pytest.raises(StartError) as failure:
            await serving
    assert failure.value.code is code


@pytest.mark.usefixtures("_default_signals")
async def test_a_request_under_way_is_answered_before_the_end(
    naming: NameService, gate: Gate
) -> None:
    async with loopback_discord() as server:
        serving = asyncio.create_task(serve(at(server.api_url), naming))
        await server.gateway.ready()
        asked = await server.members.command("name", country="NL")
        await gate.wish()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.1)
        assert not serving.done()
        gate.opened.set()
        await serving
        assert "Netherlands" in str(await asked.message())


@pytest.mark.usefixtures("_default_signals")
async def test_a_request_that_takes_too_long_does_not_hold_the_end_up(
    naming: NameService,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.app.PATIENCE", 0.05)
    async with loopback_discord() as server:
        serving = asyncio.create_task(serve(at(server.api_url), naming))
        await server.gateway.ready()
        await server.members.command("name", country="NL")
        await gate.wish()
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
    assert "Requests cut off: 1" in caplog.text


@pytest.mark.usefixtures("_default_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_bot_without_a_failure(
    naming: NameService, number: signal.Signals
) -> None:
    async with loopback_discord() as server:
        serving = asyncio.create_task(serve(at(server.api_url), naming))
        await server.gateway.ready()
        os.kill(os.getpid(), number)
        await serving
        assert not server.gateway.sessions


@pytest.mark.usefixtures("_default_signals")
async def test_a_gateway_that_is_down_for_longer_than_the_grace_makes_the_bot_ill_until_it_is_back(
    naming: NameService, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.GRACE", 0.05)
    async with aiohttp.ClientSession() as session, loopback_discord() as server:
        doctor = Doctor(session, closed_port)
        settings = replace(at(server.api_url), metrics_port=closed_port)
        serving = asyncio.create_task(serve(settings, naming))
        await doctor.finds(200)
        server.front.faults.order("GET /", Fault.broken())
        server.gateway.cut()
        assert await doctor.finds(503) == WELL | {"status": "ill", "gateway": "ill"}
        assert await doctor.finds(200) == WELL
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
