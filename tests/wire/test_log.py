"""What the log must never hold, however much it is asked to tell."""

import pytest

from tests.wire.discord_server.server import TOKEN
from tests.wire.process import serving

TYPED = "Zxqvlandia"


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
