"""Discord goes away, for a moment or for long, and the bot comes back without anyone's help."""

import re
import signal
import socket
from pathlib import Path

import pytest

from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.process import Process, Served, bot_on, running, serving
from tests.wire.reading import label, names_on
from tests.wire.starring import ADA, BEN, Starred, starred_on, stars_in

ME = "GET /users/@me"
COMMANDS = "PUT /applications/{application}/commands"
IMPATIENT = """
import os
from discord.state import ConnectionState
from bot.__main__ import main

begin = ConnectionState.__init__
ConnectionState.__init__ = lambda *args, **more: begin(*args, **more | {"heartbeat_timeout": 0.5})
raise SystemExit(main(["run"], os.environ))
"""
"""The bot, where discord.py waits half a second for an answer to a heartbeat, and not sixty."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def waits_told(process: Process) -> list[float]:
    return [float(wait) for wait in re.findall(r"Trying again in ([\d.]+) s", process.output)]


async def test_a_discord_that_is_down_at_the_start_is_awaited_with_growing_waits() -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api/v10"
    async with running("-m", "bot", "run", DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url) as process:
        await until(lambda: len(waits_told(process)) == 3, "three attempts", 30)
        async with loopback_discord(port=port) as discord:
            await discord.gateway.ready()
            card = await (await discord.members.command("name", country="NL")).message()
            assert len(names_on(card)) == 5
            assert await process.end() == 0
    first, second, third = waits_told(process)
    assert first < second < third
    assert "Discord cannot be reached" in process.output
    assert "Traceback" not in process.output
    assert TOKEN not in process.output


async def test_a_signal_while_discord_is_awaited_ends_the_bot() -> None:
    url = f"http://127.0.0.1:{free_port()}/api/v10"
    async with running("-m", "bot", "run", DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url) as process:
        await until(lambda: waits_told(process), "an attempt", 30)
        process.signal(signal.SIGTERM)
        assert await process.ended() == 0
    assert "Traceback" not in process.output


@pytest.mark.parametrize("route", [ME, COMMANDS])
async def test_a_discord_that_is_broken_at_the_start_is_tried_again(route: str) -> None:
    async with loopback_discord() as discord:
        discord.front.faults.order(route, Fault.broken(503))
        async with bot_on(discord) as process:
            await discord.gateway.ready()
    assert len(waits_told(process)) == 1
    assert "Traceback" not in process.output
    assert "Unclosed" not in process.output


async def test_what_discord_refuses_for_good_is_not_tried_again() -> None:
    async with loopback_discord() as discord:
        discord.front.faults.order(COMMANDS, Fault.refused(400, 50035, "Invalid Form Body"))
        async with bot_on(discord) as process:
            assert await process.ended() == 75
    assert "50035" in process.output
    assert "Traceback" not in process.output


async def test_a_discord_that_goes_and_comes_again_finds_the_bot_and_its_stars(
    tmp_path: Path,
) -> None:
    port, database = free_port(), tmp_path / "stars.sqlite3"
    async with loopback_discord(port=port) as discord:
        environment = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": discord.api_url}
        running_bot = running("-m", "bot", "run", NOMEN_DATABASE=str(database), **environment)
        process = await running_bot.__aenter__()
        await discord.gateway.ready()
        before = Starred(Served(discord, process), database)
        card = await before.card()
        name = names_on(card)[0]
        await before.press(card, name, ADA)
    await until(lambda: "reconnect" in process.output, "word of the outage", 30)
    async with loopback_discord(port=port) as discord:
        await discord.gateway.ready(30)
        after = Starred(Served(discord, process), database)
        await after.press(card, name, BEN)
        assert label(card, name) == "★ 2"
        await running_bot.__aexit__(None, None, None)
    assert len(stars_in(database)) == 2
    assert "Traceback" not in process.output


async def test_a_session_that_discord_calls_invalid_and_good_to_resume_is_resumed() -> None:
    async with serving() as bot:
        session = await bot.discord.gateway.ready()
        await bot.discord.gateway.invalidate(resumable=True)
        await until(lambda: session.resumed == 1, "RESUME", 20)
        assert list(bot.discord.gateway.sessions) == [session.id]
        card = await (await bot.discord.members.command("name", country="NL")).message()
        assert len(names_on(card)) == 5


async def test_a_line_on_which_no_heartbeat_is_answered_is_changed_for_another() -> None:
    async with loopback_discord(heartbeat_seconds=0.3) as discord:
        environment = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": discord.api_url}
        async with running("-c", IMPATIENT, **environment) as process:
            session = await discord.gateway.ready()
            await until(lambda: session.beats >= 4, "heartbeats")
            assert not session.resumed
            discord.gateway.deaf = True
            await until(lambda: session.resumed, "RESUME")
            discord.gateway.deaf = False
            card = await (await discord.members.command("name", country="NL")).message()
            assert len(names_on(card)) == 5
    assert "Traceback" not in process.output


@pytest.mark.parametrize("how", ["cut", "reconnect", "invalid"])
async def test_a_star_that_is_pressed_while_the_line_is_changed_is_kept_once(
    tmp_path: Path, how: str
) -> None:
    async with (
        loopback_discord() as discord,
        starred_on(discord, tmp_path / "stars.sqlite3") as starred,
    ):
        session = await discord.gateway.ready()
        card = await starred.card()
        name = names_on(card)[0]
        match how:
            case "cut":
                discord.gateway.cut()
            case "reconnect":
                await discord.gateway.ask_to_reconnect()
            case _:
                await discord.gateway.invalidate(resumable=True)
        await starred.touch(card, name)
        await until(lambda: session.resumed == 1, "RESUME", 20)
        await until(starred.stars, "the star", 5)
        await starred.press(card, name, BEN)
        assert sorted(member for _, member, _ in starred.stars()) == [int(ADA.id), int(BEN.id)]
    assert "Traceback" not in starred.bot.process.output
