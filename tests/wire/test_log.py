"""What the log must never hold, however much it is asked to tell."""

import json
import re

import pytest

from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.process import bot_on, serving
from tests.wire.reading import said

TYPED = "Zxqvlandia"
WRONG = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.wrong.one"
CALLBACK = "POST /interactions/{id}/{token}/callback"


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
async def test_neither_the_token_nor_what_members_type_is_logged(level: str) -> None:
    async with serving(NOMEN_LOG_LEVEL=level) as bot:
        members = bot.discord.members
        asked = await members.command("name", country=TYPED)
        await asked.message()
        await (await members.type_into("name", "country", TYPED)).choices()
        started = await members.command("name", country="NL", starts_with=TYPED[:4])
        await started.message()
        await bot.process.end()
    assert "connected to Gateway" in bot.process.output
    assert TOKEN not in bot.process.output
    assert TYPED not in bot.process.output
    assert TYPED[:4] not in bot.process.output
    assert asked.token not in bot.process.output


async def test_as_json_each_line_is_an_object_and_a_failure_has_the_members_code() -> None:
    async with serving(NOMEN_LOG_FORMAT="json") as bot:
        refusal = {"code": 50035, "message": f"Invalid Form Body: {TYPED}"}
        bot.discord.front.faults.order(CALLBACK, Fault(400, refusal))
        asked = await bot.discord.members.command("name", country="NL")
        incident = re.search(r"`([0-9a-f]{6})`", said(await asked.message()))
        await bot.process.end()
    lines = [json.loads(line) for line in bot.process.output.splitlines()]
    (failure,) = [line for line in lines if line["level"] == "ERROR"]
    assert incident is not None
    assert failure["request"] == incident[1]
    assert "HTTPException(status=400, code=50035)" in failure["exception"]
    assert failure["time"].endswith("Z")


@pytest.mark.parametrize("form", ["text", "json"])
async def test_what_a_library_says_of_what_was_typed_is_not_logged(form: str) -> None:
    async with serving(NOMEN_LOG_FORMAT=form, NOMEN_LOG_LEVEL="DEBUG") as bot:
        refusal = {"code": 50035, "message": f"Invalid Form Body: {TYPED}"}
        bot.discord.front.faults.order(CALLBACK, *[Fault(400, refusal)] * 2)
        await bot.discord.members.command("favourites add", name=TYPED)
        await bot.process.end()
    assert "HTTPException" in bot.process.output
    assert TYPED not in bot.process.output


async def test_as_json_a_start_that_fails_is_an_object_too() -> None:
    async with (
        loopback_discord() as discord,
        bot_on(discord, token=WRONG, NOMEN_LOG_FORMAT="json") as process,
    ):
        assert await process.ended() == 77
    lines = [json.loads(line) for line in process.output.splitlines()]
    assert lines[-1]["level"] == "CRITICAL"
    assert "DISCORD_TOKEN" in lines[-1]["message"]
    assert WRONG not in process.output
