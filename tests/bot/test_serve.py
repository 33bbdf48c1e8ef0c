"""The bot's life cycle: errors at start, health, shutdown."""

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import discord
import pytest

from bot.runtime.exit_codes import ExitCode, StartError
from bot.runtime.settings import Settings
from bot.serve import redirect_to_api, serve
from bot.services.name_service import NameService
from tests.bot.stage import InferenceGate
from tests.wire.discord_server.faults import LOGIN_ROUTE, ErrorResponse
from tests.wire.discord_server.gateway_connection import CloseCode
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.health_client import READY, HealthClient

pytestmark = pytest.mark.usefixtures("restore_discord_urls")


@pytest.fixture(autouse=True)
def _empty_folder_and_former_signals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    before = {signum: signal.getsignal(signum) for signum in (signal.SIGTERM, signal.SIGINT)}
    yield
    for signum, handler in before.items():
        signal.signal(signum, handler)


def settings_for(api_url: str, token: str = TOKEN) -> Settings:
    return Settings(token=token, api_url=api_url)


def test_api_url_redirects_api_gateway_and_cdn() -> None:
    redirect_to_api(settings_for("http://127.0.0.1:9000/api/v10"))
    assert discord.http.Route("GET", "/users/@me").url == "http://127.0.0.1:9000/api/v10/users/@me"
    assert str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:9000/"
    assert discord.Asset.BASE == "http://127.0.0.1:9000"


def test_default_api_is_discords() -> None:
    redirect_to_api(Settings())
    assert discord.http.Route.BASE.startswith("https://discord.com/api/")


async def test_unreachable_discord_ends_the_bot_which_its_supervisor_starts_again(
    name_service: NameService, closed_port: int
) -> None:
    with pytest.raises(StartError, match="Discord cannot be reached") as error:
        await serve(settings_for(f"http://127.0.0.1:{closed_port}/api/v10"), name_service)
    assert error.value.code is ExitCode.DISCORD_ERROR


async def test_rejected_token_fails_without_showing_it(name_service: NameService) -> None:
    async with loopback_discord() as server:
        with pytest.raises(StartError, match="DISCORD_TOKEN") as error:
            await serve(settings_for(server.api_url, "MTIz.wrong.token"), name_service)
    assert error.value.code is ExitCode.TOKEN_REJECTED
    assert "MTIz" not in str(error.value)


@pytest.mark.parametrize(
    ("close_code", "exit_code"),
    [
        (CloseCode.AUTHENTICATION_FAILED, ExitCode.TOKEN_REJECTED),
        (CloseCode.INVALID_API_VERSION, ExitCode.DISCORD_ERROR),
    ],
)
async def test_fatal_close_codes_end_the_bot(
    name_service: NameService, close_code: CloseCode, exit_code: ExitCode
) -> None:
    async with loopback_discord() as server:
        serving = asyncio.create_task(serve(settings_for(server.api_url), name_service))
        await server.gateway.wait_until_ready()
        await server.gateway.close_connections(close_code)
        with pytest.raises(StartError) as error:
            await serving
    assert error.value.code is exit_code


async def test_shutdown_waits_for_requests(name_service: NameService, gate: InferenceGate) -> None:
    async with loopback_discord() as server:
        serving = asyncio.create_task(serve(settings_for(server.api_url), name_service))
        await server.gateway.wait_until_ready()
        interaction = await server.members.command("name", country="NL")
        await gate.wait_entered()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.1)
        assert not serving.done()
        gate.opened.set()
        await serving
        assert "Netherlands" in str(await interaction.message())


async def test_shutdown_cancels_a_request_after_the_timeout(
    name_service: NameService,
    gate: InferenceGate,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.app.SHUTDOWN_TIMEOUT", 0.05)
    async with loopback_discord() as server:
        serving = asyncio.create_task(serve(settings_for(server.api_url), name_service))
        await server.gateway.wait_until_ready()
        await server.members.command("name", country="NL")
        await gate.wait_entered()
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
    assert "Requests cut off: 1" in caplog.text


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
async def test_signals_end_the_bot(name_service: NameService, signum: signal.Signals) -> None:
    async with loopback_discord() as server:
        serving = asyncio.create_task(serve(settings_for(server.api_url), name_service))
        await server.gateway.wait_until_ready()
        os.kill(os.getpid(), signum)
        await serving
        assert not server.gateway.sessions


async def test_signal_during_login_ends_the_bot(name_service: NameService) -> None:
    async with loopback_discord() as server:
        server.rest.faults.inject(LOGIN_ROUTE, ErrorResponse.rate_limited(30))
        serving = asyncio.create_task(serve(settings_for(server.api_url), name_service))
        await wait_until(lambda: not server.rest.faults.remaining, "first attempt")
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
        assert not server.gateway.sessions


@pytest.mark.slow
async def test_health_check_fails_while_the_gateway_is_down(
    name_service: NameService, closed_port: int
) -> None:
    async with aiohttp.ClientSession() as session, loopback_discord() as server:
        health_client = HealthClient(session, closed_port)
        settings = replace(settings_for(server.api_url), metrics_port=closed_port)
        serving = asyncio.create_task(serve(settings, name_service))
        await health_client.wait_for_status(200)
        server.rest.faults.inject("GET /", ErrorResponse.server_error())
        server.gateway.drop_connections()
        assert await health_client.wait_for_status(503) == READY | {
            "status": "ill",
            "gateway": "ill",
        }
        assert await health_client.wait_for_status(200) == READY
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
