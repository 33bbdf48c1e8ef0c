"""Discord is unavailable: a bot that was connected reconnects, one that starts ends."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.support.ports import reserved_port
from tests.wire.card_contents import names_on, star_label
from tests.wire.discord_server.faults import COMMANDS_ROUTE, LOGIN_ROUTE, ErrorResponse
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.process import ConnectedBot, run_bot
from tests.wire.star_client import ADA, BEN, StarClient, read_stars, run_star_client


@pytest.fixture
def port() -> Iterator[int]:
    with reserved_port() as port:
        yield port


@pytest.mark.parametrize("route", [LOGIN_ROUTE, COMMANDS_ROUTE])
async def test_server_error_at_startup_is_retried(route: str) -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject(route, ErrorResponse.server_error(502))
        async with run_bot(discord) as process:
            await discord.gateway.wait_until_ready()
    assert "Unclosed" not in process.output


async def test_bot_ends_after_a_permanent_rejection() -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject(
            COMMANDS_ROUTE, ErrorResponse.api_error(400, 50035, "Invalid Form Body")
        )
        async with run_bot(discord) as process:
            assert await process.wait() == 75
    assert "50035" in process.output


async def test_bot_reconnects_after_an_outage_with_its_stars(tmp_path: Path, port: int) -> None:
    database = tmp_path / "stars.sqlite3"
    async with AsyncExitStack() as running:
        async with loopback_discord(port=port) as discord:
            client = await running.enter_async_context(run_star_client(discord, database))
            process = client.bot.process
            card = await client.request_card()
            name = names_on(card)[0]
            await client.press_star(card, name, ADA)
            await wait_until(lambda: star_label(card, name) == "★ 1", "the star on the card")
            process.may_fail = True  # to reconnect, which discord.py logs with a traceback
        await wait_until(lambda: "reconnect" in process.output, "reconnection attempt")
        async with loopback_discord(port=port) as discord:
            await discord.gateway.wait_until_ready()
            await StarClient(ConnectedBot(discord, process), database).press_star(card, name, BEN)
            await wait_until(lambda: star_label(card, name) == "★ 2", "both stars on the card")
            await running.aclose()
    assert len(read_stars(database)) == 2


async def test_press_during_a_reconnect_is_stored_once_unless_it_comes_too_late(
    client: StarClient,
) -> None:
    gateway = client.bot.discord.gateway
    session = await gateway.wait_until_ready()
    card = await client.request_card()
    name = names_on(card)[0]
    gateway.drop_connections()
    await client.send_press(card, name, ADA)
    await client.send_press(card, name, User("clo"), seconds_ago=RESPONSE_DEADLINE + 2)
    await wait_until(lambda: session.resumes == 1, "RESUME")
    await wait_until(lambda: "button star is let go" in client.bot.process.output, "log")
    await wait_until(client.stored_stars, "star")
    await client.press_star(card, name, BEN)
    assert list(gateway.sessions) == [session.id]
    assert [member for _, member, _ in client.stored_stars()] == [int(ADA.id), int(BEN.id)]
