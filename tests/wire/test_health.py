"""The health and metrics endpoints of the running bot."""

import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.discord_server.faults import LOGIN_ROUTE, ErrorResponse
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.health_client import ALIVE, READY, HealthClient, health_client
from tests.wire.process import run_bot, run_connected_bot, run_python


@pytest.fixture
async def client() -> AsyncIterator[HealthClient]:
    async with health_client() as client:
        yield client


async def test_bot_that_waits_for_discord_is_unready_and_alive(client: HealthClient) -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject(LOGIN_ROUTE, ErrorResponse.rate_limited(1.5))
        async with run_bot(discord, NOMEN_METRICS_PORT=client.port_setting):
            assert await client.wait_for_status(503) == READY | {"status": "ill", "gateway": "ill"}
            assert await client.get_health("/livez") == (200, ALIVE)
            assert await quick_check(NOMEN_METRICS_PORT=client.port_setting) == 0
            assert await client.wait_for_status(200) == READY


async def test_quick_check_asks_the_address_that_is_set(client: HealthClient) -> None:
    settings = {"NOMEN_METRICS_HOST": "127.0.0.2", "NOMEN_METRICS_PORT": client.port_setting}
    async with loopback_discord() as discord, run_bot(discord, **settings) as process:
        await wait_until(lambda: "Health and metrics" in process.output, "health server")
        assert await quick_check(**settings) == 0
        assert await quick_check(NOMEN_METRICS_PORT=client.port_setting) == 1


async def test_gateway_resume_is_counted_and_stays_healthy(client: HealthClient) -> None:
    async with run_connected_bot(NOMEN_METRICS_PORT=client.port_setting) as bot:
        await client.wait_for_status(200)
        session = await bot.discord.gateway.wait_until_ready()
        bot.discord.gateway.drop_connections()
        await wait_until(lambda: session.resumes == 1, "RESUME")
        await bot.discord.members.card(
            "name", country="NL"
        )  # events are processed in order, so RESUMED has been by then
        assert await client.get_health() == (200, READY)
        assert "nomen_gateway_resumes_total 1.0" in await client.get_metrics()


async def test_locked_database_is_reported_apart_from_the_gateway(
    client: HealthClient, tmp_path: Path
) -> None:
    path = tmp_path / "nomen.sqlite3"
    async with run_connected_bot(NOMEN_METRICS_PORT=client.port_setting, NOMEN_DATABASE=str(path)):
        await client.wait_for_status(200)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert await client.get_health() == (503, READY | {"status": "ill", "database": "ill"})
        assert await client.get_health("/livez") == (200, ALIVE)
        other.close()
        assert await client.get_health() == (200, READY)
        assert await client.get_health("/healthz") == (200, READY)  # the former name of /readyz


async def test_metrics_count_and_time_interactions(client: HealthClient) -> None:
    async with run_connected_bot(
        heartbeat_interval=0.2, NOMEN_METRICS_PORT=client.port_setting
    ) as bot:
        session = await bot.discord.gateway.wait_until_ready()
        await bot.discord.members.card("name", country="NL")
        await wait_until(lambda: session.heartbeats >= 2, "heartbeats")
        metrics = await client.get_metrics()
    assert 'nomen_interactions_total{command="/name",outcome="ok"} 1.0' in metrics
    assert 'nomen_first_answer_seconds_count{command="/name"} 1.0' in metrics
    assert 'nomen_done_seconds_count{command="/name"} 1.0' in metrics
    assert "nomen_model_seconds_count 1.0" in metrics
    assert "nomen_gateway_sessions_left 999.0" in metrics
    assert any(line.startswith('nomen_gateway_latency_seconds{shard="0"} ') for line in metrics)
    assert TOKEN not in "\n".join(metrics)


async def test_occupied_port_is_reported_without_traceback(client: HealthClient) -> None:
    async with loopback_discord() as discord:
        with socket.create_server(("127.0.0.1", client.port)):
            async with run_bot(discord, NOMEN_METRICS_PORT=client.port_setting) as process:
                assert await process.wait() == 78
    assert "NOMEN_METRICS_PORT" in process.output


async def test_prometheus_is_not_imported_without_metrics() -> None:
    async with run_connected_bot(PYTHONPROFILEIMPORTTIME="1") as bot:
        await bot.discord.members.card("name", country="NL")
    assert "discord.app_commands" in bot.process.output
    assert "prometheus_client" not in bot.process.output
    assert "aiohttp.web_runner" not in bot.process.output


async def quick_check(**settings: str) -> int:
    async with run_python("-m", "bot", "check", "--quick", **settings) as quick:
        return await quick.wait()
