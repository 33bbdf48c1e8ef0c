"""Dropped and unavailable gateway connections."""

from tests.wire.card_contents import names_on
from tests.wire.discord_server.faults import CALLBACK_ROUTE, ErrorResponse
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


async def test_invalidated_session_is_identified_again() -> None:
    async with run_connected_bot() as bot:
        await bot.discord.gateway.invalidate_sessions()
        await bot.discord.gateway.wait_until_ready()
        await assert_answers(bot)


async def test_unavailable_gateway_is_retried() -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject("GET /", ErrorResponse.server_error())
        async with run_bot(discord) as process:
            await discord.gateway.wait_until_ready()
            await assert_answers(ConnectedBot(discord, process))
