"""The health and metrics endpoints of the running bot."""

import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.support.rows import locked
from tests.wire.discord_server.faults import LOGIN_ROUTE, ErrorResponse
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.health_client import ALIVE, READY, HealthClient
from tests.wire.process import PythonProcess, run_bot, run_connected_bot, run_python, run_worker

Runs = Callable[..., AbstractAsyncContextManager[PythonProcess]]


async def test_bot_that_waits_for_discord_is_unready_and_alive(health: HealthClient) -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject(LOGIN_ROUTE, ErrorResponse.rate_limited(1.5))
        async with run_bot(discord, NOMEN_METRICS_PORT=health.port_setting):
            assert await health.wait_for_status(503) == READY | {"status": "ill", "gateway": "ill"}
            assert await health.get_health("/livez") == (200, ALIVE)
            assert await quick_check(NOMEN_METRICS_PORT=health.port_setting) == 0
            assert await health.wait_for_status(200) == READY


@pytest.mark.parametrize(
    ("runs", "status", "said"), [(run_bot, 503, "ill"), (run_worker, 200, "ok")]
)
async def test_locked_database_is_reported_and_takes_no_worker_from_its_load_balancer(
    health: HealthClient, tmp_path: Path, runs: Runs, status: int, said: str
) -> None:
    path = tmp_path / "nomen.sqlite3"
    settings = {"NOMEN_METRICS_PORT": health.port_setting, "NOMEN_DATABASE": str(path)}
    async with loopback_discord() as discord, runs(discord, **settings):
        ready = await health.wait_for_status(200)
        with locked(path):
            ill = {"status": said, "database": "ill"}
            assert await health.get_health() == (status, ready | ill)
            assert await health.get_health("/livez") == (200, ALIVE)
        assert await health.get_health() == (200, ready)


async def test_record_that_cannot_be_written_any_more_is_reported(
    health: HealthClient, tmp_path: Path
) -> None:
    settings = {"NOMEN_METRICS_PORT": health.port_setting, "NOMEN_BACKUP_FOLDER": str(tmp_path)}
    async with run_connected_bot(**settings):
        await health.wait_for_status(200)
        record = tmp_path / "deletions"
        record.rename(tmp_path / "elsewhere")
        record.mkdir()
        assert await health.get_health() == (503, READY | {"status": "ill", "database": "ill"})


async def test_metrics_count_interactions(health: HealthClient) -> None:
    async with run_connected_bot(NOMEN_METRICS_PORT=health.port_setting) as bot:
        await bot.discord.members.card("name", country="NL")
        metrics = await health.get_metrics()
    assert 'nomen_interactions_total{command="/name",outcome="ok"} 1.0' in metrics
    assert 'nomen_first_answer_seconds_count{command="/name"} 1.0' in metrics
    assert "nomen_model_seconds_count 1.0" in metrics
    assert any(line.startswith('nomen_gateway_latency_seconds{shard="0"} ') for line in metrics)
    assert TOKEN not in "\n".join(metrics)


async def test_occupied_port_is_reported_without_traceback(health: HealthClient) -> None:
    async with loopback_discord() as discord:
        with socket.create_server(("127.0.0.1", health.port)):
            async with run_bot(discord, NOMEN_METRICS_PORT=health.port_setting) as process:
                assert await process.wait() == 78
    assert "NOMEN_METRICS_PORT" in process.output


async def quick_check(**settings: str) -> int:
    async with run_python("-m", "bot", "check", "--quick", **settings) as quick:
        return await quick.wait()
