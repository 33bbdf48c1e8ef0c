"""Dropped gateway connections, rate limits and rejected callbacks."""

import re

from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server.faults import CALLBACK_ROUTE, ErrorResponse
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import loopback_discord
from tests.wire.process import ConnectedBot, run_bot, run_connected_bot


async def assert_answers(bot: ConnectedBot) -> None:
    card = await (await bot.discord.members.command("name", country="NL")).message()
    assert len(names_on(card)) == 5


async def test_dropped_connection_resumes_and_answers_missed_events_once() -> None:
    async with run_connected_bot() as bot:
        session = await bot.discord.gateway.wait_until_ready()
        await assert_answers(bot)
        bot.discord.gateway.drop_connections()
        missed = await bot.discord.members.command("name", country="IR")
        assert not missed.callback
        assert len(names_on(await missed.message())) == 5
        await wait_until(lambda: session.resumes == 1, "RESUME")
        assert list(bot.discord.gateway.sessions) == [session.id]
        await assert_answers(bot)
        assert bot.discord.rest.requests.count(CALLBACK_ROUTE) == 3


async def test_reconnect_request_is_followed() -> None:
    async with run_connected_bot() as bot:
        session = await bot.discord.gateway.wait_until_ready()
        await bot.discord.gateway.request_reconnect()
        await wait_until(lambda: session.resumes == 1, "RESUME")
        await assert_answers(bot)


async def test_invalidated_session_is_identified_again() -> None:
    async with run_connected_bot() as bot:
        await bot.discord.gateway.invalidate_sessions()
        await bot.discord.gateway.wait_until_ready()
        await assert_answers(bot)


async def test_rate_limited_callback_is_retried_in_time() -> None:
    async with run_connected_bot() as bot:
        bot.discord.rest.faults.inject(CALLBACK_ROUTE, ErrorResponse.rate_limited(0.3))
        interaction = await bot.discord.members.command("name", country="NL")
        assert len(names_on(await interaction.message())) == 5
        assert 0.3 < interaction.response_time < RESPONSE_DEADLINE
        assert bot.discord.rest.requests.count(CALLBACK_ROUTE) == 2


async def test_rejected_callback_shows_the_logged_incident_code() -> None:
    async with run_connected_bot() as bot:
        rejection = ErrorResponse.api_error(400, 50035, "Invalid Form Body")
        bot.discord.rest.faults.inject(CALLBACK_ROUTE, rejection)
        interaction = await bot.discord.members.command("name", country="NL")
        response = await interaction.message()
        assert is_ephemeral(response)
        incident = re.search(r"`([0-9a-f]{6})`", message_text(response))
        assert incident is not None
        assert incident[1] in bot.process.output
        await assert_answers(bot)


async def test_unavailable_gateway_is_retried() -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject("GET /", ErrorResponse.server_error())
        async with run_bot(discord) as process:
            await discord.gateway.wait_until_ready()
            await assert_answers(ConnectedBot(discord, process))
