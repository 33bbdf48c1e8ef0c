"""Graceful shutdown: the bot finishes interactions in flight, and none that come later."""

import signal

from tests.wire.card_contents import names_on
from tests.wire.discord_server.faults import CALLBACK_ROUTE, LOGIN_ROUTE, ErrorResponse
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import loopback_discord
from tests.wire.process import run_bot, run_connected_bot


async def test_shutdown_finishes_what_is_in_flight_and_says_that_the_bot_restarts() -> None:
    async with run_connected_bot() as bot:
        bot.discord.rest.faults.inject(CALLBACK_ROUTE, ErrorResponse.rate_limited(1.0))
        in_flight = await bot.discord.members.command("name", country="NL")
        await wait_until(lambda: not bot.discord.rest.faults.remaining, "first attempt")
        bot.process.send_signal(signal.SIGTERM)
        await wait_until(lambda: "Ending" in bot.process.output, "shutdown")
        late = await bot.discord.members.command("name", country="NL")
        assert "restarting" in (await late.message())["content"]
        assert await bot.process.wait() == 0
        assert len(names_on(await in_flight.message())) == 5


async def test_signal_during_login_stops_the_bot() -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject(LOGIN_ROUTE, ErrorResponse.rate_limited(30))
        async with run_bot(discord) as process:
            await wait_until(lambda: not discord.rest.faults.remaining, "first attempt")
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
