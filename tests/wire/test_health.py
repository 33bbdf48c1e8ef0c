"""What the bot says about how it is doing, to whoever asks its port."""

import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.doctor import WELL, Doctor
from tests.wire.process import Served, bot_on, running, serving


@pytest.fixture
async def doctor() -> AsyncIterator[Doctor]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    async with aiohttp.ClientSession() as session:
        yield Doctor(session, port)


async def test_a_bot_is_ill_until_it_is_on_discord(doctor: Doctor) -> None:
    async with loopback_discord() as discord:
        discord.front.faults.order("GET /users/@me", Fault.too_many(1.5))
        async with bot_on(discord, NOMEN_METRICS_PORT=doctor.setting):
            assert await doctor.finds(503) == WELL | {"status": "ill", "gateway": "ill"}
            assert await doctor.finds(200) == WELL


async def test_the_quick_check_hears_what_the_bot_says(doctor: Doctor) -> None:
    async with serving(NOMEN_METRICS_PORT=doctor.setting):
        await doctor.finds(200)
        check = ("-m", "bot", "check", "--quick")
        async with running(*check, NOMEN_METRICS_PORT=doctor.setting) as quick:
            assert await quick.ended() == 0


async def test_a_line_that_is_taken_up_again_is_counted_and_makes_nobody_ill(
    doctor: Doctor,
) -> None:
    async with serving(NOMEN_METRICS_PORT=doctor.setting) as bot:
        await doctor.finds(200)
        session = await bot.discord.gateway.ready()
        bot.discord.gateway.cut()
        await until(lambda: session.resumed == 1, "RESUME")
        await _answered(bot)  # what follows the RESUME is heard after it
        assert await doctor.health() == (200, WELL)
        assert "nomen_gateway_resumes_total 1.0" in await doctor.figures()


async def test_a_database_that_another_program_holds_is_told_from_a_gateway_that_is_down(
    doctor: Doctor, tmp_path: Path
) -> None:
    path = tmp_path / "nomen.sqlite3"
    async with serving(NOMEN_METRICS_PORT=doctor.setting, NOMEN_DATABASE=str(path)):
        await doctor.finds(200)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert await doctor.health() == (503, WELL | {"status": "ill", "database": "ill"})
        other.close()
        assert await doctor.health() == (200, WELL)


async def test_the_figures_tell_what_was_asked_and_how_long_it_took(doctor: Doctor) -> None:
    async with serving(heartbeat_seconds=0.2, NOMEN_METRICS_PORT=doctor.setting) as bot:
        session = await bot.discord.gateway.ready()
        await _answered(bot)
        await until(lambda: session.beats >= 2, "heartbeats")
        figures = await doctor.figures()
    assert 'nomen_interactions_total{command="/name",outcome="ok"} 1.0' in figures
    assert 'nomen_first_answer_seconds_count{command="/name"} 1.0' in figures
    assert 'nomen_done_seconds_count{command="/name"} 1.0' in figures
    assert "nomen_model_seconds_count 1.0" in figures
    assert any(line.startswith('nomen_gateway_latency_seconds{shard="0"} ') for line in figures)
    assert TOKEN not in "\n".join(figures)


async def test_a_port_that_is_taken_is_told_in_a_line(doctor: Doctor) -> None:
    async with loopback_discord() as discord:
        with socket.create_server(("127.0.0.1", doctor.port)):
            async with bot_on(discord, NOMEN_METRICS_PORT=doctor.setting) as process:
                assert await process.ended() == 78
    assert "NOMEN_METRICS_PORT" in process.output
    assert "Traceback" not in process.output


@pytest.mark.parametrize("watched", [False, True])
async def test_prometheus_is_loaded_only_where_somebody_is_told(
    doctor: Doctor, *, watched: bool
) -> None:
    setting = doctor.setting if watched else ""
    async with serving(NOMEN_METRICS_PORT=setting, PYTHONPROFILEIMPORTTIME="1") as bot:
        await _answered(bot)
    assert "discord.app_commands" in bot.process.output
    assert ("prometheus_client" in bot.process.output) is watched
    assert ("aiohttp.web_runner" in bot.process.output) is watched


async def _answered(bot: Served) -> None:
    await (await bot.discord.members.command("name", country="NL")).message()
