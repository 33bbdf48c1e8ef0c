"""What happens when the line to Discord breaks or is crowded."""

import re

from tests.wire.discord_server.exchanges import DEADLINE, is_ephemeral
from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.process import Served, bot_on, serving
from tests.wire.reading import names_on, said

CALLBACK = "POST /interactions/{id}/{token}/callback"


async def assert_answers(bot: Served) -> None:
    card = await (await bot.discord.members.command("name", country="NL")).message()
    assert len(names_on(card)) == 5


async def test_a_cut_line_is_taken_up_again_and_what_was_missed_is_answered_once() -> None:
    async with serving() as bot:
        session = await bot.discord.gateway.ready()
        await assert_answers(bot)
        bot.discord.gateway.cut()
        missed = await bot.discord.members.command("name", country="IR")
        assert not missed.callback
        assert len(names_on(await missed.message())) == 5
        await until(lambda: session.resumed == 1, "RESUME")
        assert list(bot.discord.gateway.sessions) == [session.id]
        await assert_answers(bot)
        assert bot.discord.front.requests.count(CALLBACK) == 3


async def test_the_bot_changes_lines_when_discord_asks_it_to() -> None:
    async with serving() as bot:
        session = await bot.discord.gateway.ready()
        await bot.discord.gateway.ask_to_reconnect()
        await until(lambda: session.resumed == 1, "RESUME")
        await assert_answers(bot)


async def test_a_session_that_discord_forgot_is_begun_anew() -> None:
    async with serving() as bot:
        await bot.discord.gateway.invalidate()
        await bot.discord.gateway.ready()
        await assert_answers(bot)


async def test_an_answer_that_discord_is_too_busy_to_take_is_sent_again_in_time() -> None:
    async with serving() as bot:
        bot.discord.front.faults.order(CALLBACK, Fault.too_many(0.3))
        exchange = await bot.discord.members.command("name", country="NL")
        assert len(names_on(await exchange.message())) == 5
        assert 0.3 < exchange.seconds < DEADLINE
        assert bot.discord.front.requests.count(CALLBACK) == 2


async def test_an_answer_that_discord_refuses_is_owned_up_to_by_a_code_that_the_log_has() -> None:
    async with serving() as bot:
        refusal = {"code": 50035, "message": "Invalid Form Body"}
        bot.discord.front.faults.order(CALLBACK, Fault(400, refusal))
        exchange = await bot.discord.members.command("name", country="NL")
        answer = await exchange.message()
        assert is_ephemeral(answer)
        incident = re.search(r"`([0-9a-f]{6})`", said(answer))
        assert incident is not None
        assert incident[1] in bot.process.output
        await assert_answers(bot)


async def test_a_gateway_that_is_closed_at_first_is_tried_again() -> None:
    async with loopback_discord() as discord:
        discord.front.faults.order("GET /", Fault.broken())
        async with bot_on(discord) as process:
            await discord.gateway.ready()
            await assert_answers(Served(discord, process))
