"""The log never contains tokens or user input, at any level and in any format."""

import json
import re

from tests.wire.card_contents import message_text
from tests.wire.discord_server.faults import CALLBACK_ROUTE, ErrorResponse
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.server import TOKEN
from tests.wire.process import run_connected_bot

TYPED = "Zxqvlandia"
REJECTION = ErrorResponse.api_error(400, 50035, f"Invalid Form Body: {TYPED}")


async def test_token_and_user_input_are_not_logged() -> None:
    async with run_connected_bot(NOMEN_LOG_LEVEL="DEBUG") as bot:
        bot.process.may_fail = True
        members = bot.discord.members
        interaction = await members.command("name", country=TYPED)
        await interaction.message()
        await (await members.autocomplete("name", "country", TYPED)).choices()
        await members.card("name", country="NL", starts_with=TYPED[:4])
        bot.discord.rest.faults.inject(CALLBACK_ROUTE, REJECTION, REJECTION)
        await members.command("favourites add", name=TYPED)
        await bot.process.terminate()
    assert "connected to Gateway" in bot.process.output
    assert "HTTPException" in bot.process.output
    for secret in (TOKEN, TYPED[:4], interaction.token):
        assert secret not in bot.process.output


async def test_json_log_has_the_incident_code_of_a_failure() -> None:
    async with run_connected_bot(NOMEN_LOG_FORMAT="json", NOMEN_LOG_LEVEL="DEBUG") as bot:
        bot.process.may_fail = True
        bot.discord.rest.faults.inject(CALLBACK_ROUTE, REJECTION)
        response = await bot.discord.members.card("name", country="NL")
        assert is_ephemeral(response)
        incident = re.search(r"`([0-9a-f]{6})`", message_text(response))
        await bot.process.terminate()
    lines = [json.loads(line) for line in bot.process.output.splitlines()]
    (failure,) = [line for line in lines if line["level"] == "ERROR"]
    assert incident is not None
    assert failure["request"] == incident[1]
    assert "HTTPException(status=400, code=50035)" in failure["exception"]
    assert failure["time"].endswith("Z")
    assert TYPED not in bot.process.output
