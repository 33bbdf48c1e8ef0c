"""The buttons of a card keep working after the bot has restarted."""

from pathlib import Path

from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server import world
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, Message, is_ephemeral
from tests.wire.discord_server.server import loopback_discord
from tests.wire.process import run_bot
from tests.wire.star_client import ADA


async def test_card_buttons_survive_a_restart_and_go_on(tmp_path: Path) -> None:
    database = str(tmp_path / "nomen.sqlite3")
    async with loopback_discord() as discord:
        async with run_bot(discord, NOMEN_DATABASE=database) as first:
            await discord.gateway.wait_until_ready()
            interaction = await discord.members.command(
                "name", ADA, world.DM, country="PL", count=3, gender="F", starts_with="a"
            )
            card = await interaction.message()
            assert await first.terminate() == 0
        async with run_bot(discord, NOMEN_DATABASE=database):
            await discord.gateway.wait_until_ready()
            for label, later in (("Again", 1), ("Bolder", 0)):  # the first one of a request
                pressed = await discord.members.press(card, label, ADA, world.DM)
                again = await pressed.message()
                assert pressed.response_time < RESPONSE_DEADLINE
                _assert_same_request(again)
                assert names_on(again) != names_on(card)
                assert _seed_on(again) == _seed_on(card) + later
        assert "bold" in message_text(again)
        assert not discord.rest.rejections


async def test_a_form_survives_a_restart_while_it_is_filled_in(tmp_path: Path) -> None:
    database = str(tmp_path / "nomen.sqlite3")
    async with loopback_discord() as discord:
        async with run_bot(discord, NOMEN_DATABASE=database) as first:
            await discord.gateway.wait_until_ready()
            interaction = await discord.members.command("name", ADA, world.DM, country="PL")
            opened = await discord.members.press(
                await interaction.message(), "Refine", ADA, world.DM
            )
            await opened.form()
            assert await first.terminate() == 0
        async with run_bot(discord, NOMEN_DATABASE=database):
            await discord.gateway.wait_until_ready()
            sent = await discord.members.send_off(
                opened, ADA, world.DM, gender="F", starts_with="a"
            )
            card = await sent.message()
            assert sent.response_time < RESPONSE_DEADLINE
            assert all(name.startswith("A") for name in names_on(card))
            assert "-# female · starts with a\n" in message_text(card)
        assert not discord.rest.rejections


def _seed_on(card: Message) -> int:
    return int(buttons(card)["As text"]["custom_id"].removeprefix("copy:"))


def _assert_same_request(card: Message) -> None:
    assert not is_ephemeral(card)
    assert len(names_on(card)) == 3
    assert all(name.startswith("A") for name in names_on(card))
    assert "Poland" in message_text(card)
    assert "female" in message_text(card)
