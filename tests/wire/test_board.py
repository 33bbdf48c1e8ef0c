"""`/board` over real sockets: as a manager, as a member, and on a card that everyone sees."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.card_contents import message_text, names_on, star_buttons, star_label
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.world import User
from tests.wire.process import run_connected_bot
from tests.wire.star_client import ADA, StarClient

CLEO = User("cleo", manages_server=True)


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[StarClient]:
    database = tmp_path / "stars.sqlite3"
    async with run_connected_bot(NOMEN_DATABASE=str(database)) as bot:
        yield StarClient(bot, database)
        assert "Traceback" not in bot.process.output, bot.process.output


async def test_a_hidden_name_leaves_the_top_five_that_was_sent_before(client: StarClient) -> None:
    members = client.bot.discord.members
    card = await client.request_card()
    name, other = names_on(card)
    for starred in (name, other):
        await client.press_star(card, starred)
    top5 = await (await members.command("top5", ADA)).message()
    offered = await (await members.autocomplete("board hide", "name", name[:2], CLEO)).choices()
    assert name in [choice["value"] for choice in offered]
    hidden = await (await members.command("board hide", CLEO, name=name)).message()
    assert is_ephemeral(hidden)
    assert f"“{name}” is now hidden" in message_text(hidden)
    await wait_until(lambda: [*star_buttons(top5)] == [other], "top five without the name")
    await (await members.command("board unhide", CLEO, name=name)).message()
    await wait_until(lambda: [*star_buttons(top5)] == [name, other], "top five with the name again")
    assert star_label(top5, name) == "★ 1"


async def test_a_member_who_sends_the_command_all_the_same_is_refused(client: StarClient) -> None:
    options = [{"name": "name", "type": 3, "value": "Vesna"}]
    forged = [{"name": "hide", "type": 1, "options": options}]
    refused = await client.bot.discord.members.forged_command("board", forged, ADA)
    assert "**Manage Server**" in message_text(await refused.message())
