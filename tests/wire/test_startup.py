"""How the bot starts, and what it reports if it cannot."""

from functools import partial
from pathlib import Path

import pytest

from tests.wire.discord_server.components import texts
from tests.wire.discord_server.faults import COMMANDS_ROUTE, LIST_ROUTE, ErrorResponse
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import loopback_discord
from tests.wire.process import run_bot

WRONG_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.wrong.one"  # noqa: S105 - valid nowhere


@pytest.mark.parametrize(
    ("token", "code"), [("", 78), (WRONG_TOKEN, 77)], ids=["no token", "wrong token"]
)
async def test_hold_waits_to_be_stopped_where_another_start_would_not_help(
    token: str, code: int
) -> None:
    run = partial(run_bot, program=("-m", "bot", "run", "--hold"), NOMEN_LOG_FORMAT="json")
    async with loopback_discord() as discord, run(discord, token=token) as bot:
        await wait_until(lambda: "until it is stopped" in bot.output, "it ended")
        assert await bot.terminate() == code
    assert "DISCORD_TOKEN" in bot.output
    assert WRONG_TOKEN not in bot.output


async def test_files_of_the_bot_are_its_owners_alone(tmp_path: Path) -> None:
    database = tmp_path / "nomen.sqlite3"
    wrapper = ("sh", "-c", 'umask 022; exec "$@"', "sh")
    async with (
        loopback_discord() as discord,
        run_bot(discord, wrapper=wrapper, NOMEN_DATABASE=str(database)),
    ):
        await discord.gateway.wait_until_ready()
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert {"nomen.sqlite3", "nomen.sqlite3-wal", "nomen.sqlite3-serving"} <= modes.keys()
    assert not [name for name, mode in modes.items() if mode & 0o077]


async def test_commands_in_messages_can_be_pressed_if_discord_says_their_ids(
    tmp_path: Path,
) -> None:
    """It says them at the first start, when it is told of the commands, and later when asked."""
    database = str(tmp_path / "stars.sqlite3")
    async with loopback_discord() as discord:
        for can_be_pressed in (True, True, False):
            if not can_be_pressed:
                discord.rest.faults.inject(LIST_ROUTE, ErrorResponse.api_error(403, 50001, "No"))
            async with run_bot(discord, NOMEN_DATABASE=database) as process:
                await discord.gateway.wait_until_ready()
                text = "\n".join(texts(await discord.members.card("help")))
            pressable = {
                f"</{name}:{discord.api.commands[name]['id']}>" for name in ("name", "mix")
            }
            assert all((command in text) == can_be_pressed for command in pressable)
            assert ("`/name`" in text) != can_be_pressed
    assert "Commands in messages cannot be pressed" in process.output
    assert discord.rest.requests.count(COMMANDS_ROUTE) == 1
