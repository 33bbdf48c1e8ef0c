"""The buttons of a card and a form keep working after the bot has restarted."""

from pathlib import Path

from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server import world
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE
from tests.wire.discord_server.server import loopback_discord
from tests.wire.process import run_bot
from tests.wire.star_client import ADA


async def test_card_and_form_survive_a_restart(tmp_path: Path) -> None:
    database = str(tmp_path / "nomen.sqlite3")
    async with loopback_discord() as discord:
        members = discord.members
        async with run_bot(discord, NOMEN_DATABASE=database) as first:
            await discord.gateway.wait_until_ready()
            card = await members.card("name", ADA, world.DM, country="PL", count=3, gender="F")
            opened = await members.press(card, "Refine", ADA, world.DM)
            await opened.form()
            assert await first.terminate() == 0
        async with run_bot(discord, NOMEN_DATABASE=database):
            await discord.gateway.wait_until_ready()
            pressed = await members.press(card, "Again", ADA, world.DM)
            again = await pressed.message()
            assert pressed.response_time < RESPONSE_DEADLINE
            assert len({*names_on(again)} - {*names_on(card)}) == 3
            assert "-# female\n" in message_text(again)
            sent = await members.send_off(opened, ADA, world.DM, starts_with="a")
            refined = await sent.message()
            assert sent.response_time < RESPONSE_DEADLINE
            assert all(name.startswith("A") for name in names_on(refined))
            assert "-# female · starts with a\n" in message_text(refined)
        assert not discord.rest.rejections
