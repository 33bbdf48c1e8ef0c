"""How the bot ends: what is under way is finished, then it leaves, within ten seconds."""

import signal

import pytest

from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.process import bot_on, serving
from tests.wire.reading import names_on

CALLBACK = "POST /interactions/{id}/{token}/callback"
SIGNALS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])


@SIGNALS
async def test_a_signal_while_nothing_is_asked_ends_the_bot(number: signal.Signals) -> None:
    async with serving() as bot:
        bot.process.signal(number)
        assert await bot.process.ended() == 0
    assert "Traceback" not in bot.process.output
    assert not bot.discord.gateway.sessions


@SIGNALS
async def test_answers_under_way_are_finished_before_the_bot_ends(number: signal.Signals) -> None:
    async with serving() as bot:
        bot.discord.front.faults.order(CALLBACK, *[Fault.too_many(0.6)] * 4)
        asked = [await bot.discord.members.command("name", country="NL") for _ in range(4)]
        await until(lambda: not bot.discord.front.faults.left, "first attempts")
        bot.process.signal(number)
        assert await bot.process.ended() == 0
        assert [len(names_on(await exchange.message())) for exchange in asked] == [5] * 4
    assert "Traceback" not in bot.process.output


async def test_who_asks_while_the_bot_is_ending_is_told_so() -> None:
    async with serving() as bot:
        bot.discord.front.faults.order(CALLBACK, Fault.too_many(1.0))
        await bot.discord.members.command("name", country="NL")
        await until(lambda: not bot.discord.front.faults.left, "first attempt")
        bot.process.signal(signal.SIGTERM)
        await until(lambda: "Ending" in bot.process.output, "word of the end")
        late = await bot.discord.members.command("name", country="NL")
        assert "restarted" in (await late.message())["content"]
        assert await bot.process.ended() == 0


async def test_a_signal_while_the_bot_waits_to_be_let_in_ends_it() -> None:
    async with loopback_discord() as discord:
        discord.front.faults.order("GET /users/@me", Fault.too_many(30))
        async with bot_on(discord) as process:
            await until(lambda: not discord.front.faults.left, "first attempt")
            process.signal(signal.SIGTERM)
            assert await process.ended() == 0
    assert "Traceback" not in process.output
