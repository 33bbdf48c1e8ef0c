"""How the bot starts, and what it says when it cannot."""

import asyncio
from pathlib import Path

import pytest

from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.discord_server.sockets import Reason
from tests.wire.discord_server.waiting import until
from tests.wire.process import bot_on, running, serving

LIBRARIES = Path("/proc/self/maps")
SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.wrong.one"  # noqa: S105 - it opens nothing at all


@pytest.mark.skipif(not LIBRARIES.exists(), reason="only Linux tells what a process has loaded")
async def test_the_serving_process_never_loads_torch() -> None:
    async with serving() as bot:
        await (await bot.discord.members.command("name", country="NL")).message()
        loaded = await asyncio.to_thread(Path(f"/proc/{bot.process.pid}/maps").read_text, "utf-8")
        assert "numpy" in loaded
        assert "torch" not in loaded


async def test_the_bot_says_that_it_is_alive_and_what_it_has_heard() -> None:
    async with serving(heartbeat_seconds=0.2) as bot:
        session = await bot.discord.gateway.ready()
        await until(lambda: session.beats >= 3, "heartbeats", 3)
        assert session.sequence_heard == len(session.events)


async def test_a_wrong_token_is_told_apart_and_not_shown() -> None:
    async with loopback_discord() as discord, bot_on(discord, token=SECRET) as process:
        assert await process.ended() == 77
    assert "DISCORD_TOKEN" in process.output
    assert SECRET not in process.output
    assert "Traceback" not in process.output


async def test_a_token_that_is_withdrawn_while_the_bot_runs_is_told_apart_too() -> None:
    async with serving() as bot:
        await bot.discord.gateway.hang_up(Reason.AUTHENTICATION_FAILED)
        assert await bot.process.ended() == 77
    assert "DISCORD_TOKEN" in bot.process.output
    assert TOKEN not in bot.process.output
    assert "Traceback" not in bot.process.output


@pytest.mark.parametrize("environment", [{}, {"DISCORD_TOKEN": ""}], ids=["unset", "empty"])
async def test_without_a_token_the_bot_says_what_to_do(environment: dict[str, str]) -> None:
    async with running("-m", "bot", "run", **environment) as process:
        assert await process.ended() == 78
    assert "make run" in process.output
    assert "README" in process.output


async def test_commands_that_discord_is_too_busy_to_take_are_sent_again() -> None:
    async with loopback_discord() as discord:
        route = "PUT /applications/{application}/commands"
        discord.front.faults.order(route, Fault.too_many(0.2))
        async with bot_on(discord):
            await discord.gateway.ready()
            assert discord.front.requests.count(route) == 2
            assert discord.api.registrations == 1
