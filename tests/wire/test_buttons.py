"""The buttons of a card, which outlive the process that made it."""

from tests.wire.discord_server import world
from tests.wire.discord_server.exchanges import DEADLINE, Message, is_ephemeral
from tests.wire.discord_server.server import loopback_discord
from tests.wire.process import bot_on
from tests.wire.reading import names_on, said


async def test_buttons_work_after_the_bot_was_started_anew() -> None:
    async with loopback_discord() as discord:
        async with bot_on(discord) as first:
            await discord.gateway.ready()
            asked = await discord.members.command(
                "name", country="PL", count=3, gender="F", starts_with="a", place=world.DIRECT
            )
            card = await asked.message()
            assert await first.end() == 0
        async with bot_on(discord):
            await discord.gateway.ready()
            for label in ("Again", "Sharper"):
                pressed = await discord.members.press(card, label, place=world.DIRECT)
                again = await pressed.message()
                assert pressed.seconds < DEADLINE
                _assert_the_same_wish(again)
                assert names_on(again) != names_on(card)
        assert "classic" in said(again)
        assert not discord.front.refusals


def _assert_the_same_wish(card: Message) -> None:
    assert not is_ephemeral(card)
    assert len(names_on(card)) == 3
    assert all(name.startswith("A") for name in names_on(card))
    assert "Poland" in said(card)
    assert "female" in said(card)
