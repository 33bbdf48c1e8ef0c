"""The log never contains tokens or user input, at any level and in any format."""

import pytest

from tests.wire.discord_server.faults import CALLBACK_ROUTE, ErrorResponse
from tests.wire.discord_server.server import TOKEN
from tests.wire.process import run_connected_bot

TYPED = "Zxqvlandia"
REJECTION = ErrorResponse.api_error(400, 50035, f"Invalid Form Body: {TYPED}")


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_token_and_user_input_are_not_logged(log_format: str) -> None:
    async with run_connected_bot(NOMEN_LOG_LEVEL="DEBUG", NOMEN_LOG_FORMAT=log_format) as bot:
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
