"""Graceful shutdown: the bot finishes interactions in flight; idle, it exits within ten seconds."""

import signal

from tests.wire.card_contents import names_on
from tests.wire.discord_server.faults import CALLBACK_ROUTE, LOGIN_ROUTE, ErrorResponse
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import loopback_discord
from tests.wire.process import run_bot, run_connected_bot


async def test_interactions_in_flight_finish_before_exit() -> None:
    async with run_connected_bot() as bot:
        bot.discord.rest.faults.inject(CALLBACK_ROUTE, *[ErrorResponse.rate_limited(0.6)] * 4)
        interactions = [await bot.discord.members.command("name", country="NL") for _ in range(4)]
        await wait_until(lambda: not bot.discord.rest.faults.remaining, "first attempts")
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.process.wait() == 0
        assert all([len(names_on(await sent.message())) == 5 for sent in interactions])


async def test_interaction_during_shutdown_gets_a_restart_message() -> None:
    async with run_connected_bot() as bot:
        bot.discord.rest.faults.inject(CALLBACK_ROUTE, ErrorResponse.rate_limited(1.0))
        await bot.discord.members.command("name", country="NL")
        await wait_until(lambda: not bot.discord.rest.faults.remaining, "first attempt")
        bot.process.send_signal(signal.SIGTERM)
        await wait_until(lambda: "Ending" in bot.process.output, "shutdown")
        late = await bot.discord.members.command("name", country="NL")
        assert "restarting" in (await late.message())["content"]
        assert await bot.process.wait() == 0


async def test_signal_during_login_stops_the_bot() -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject(LOGIN_ROUTE, ErrorResponse.rate_limited(30))
        async with run_bot(discord) as process:
            await wait_until(lambda: not discord.rest.faults.remaining, "first attempt")
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
