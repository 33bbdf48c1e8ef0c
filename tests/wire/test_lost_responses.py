"""Answers that are lost on their way, from Discord or from the database: a star stays, once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.store.places import PostgresPlace
from tests.postgres_proxy import StallingProxy, stalling_proxy, url_through
from tests.wire.card_contents import message_text, names_on, star_label
from tests.wire.discord_server.faults import (
    CALLBACK_ROUTE,
    EDIT_ROUTE,
    ConnectionDrop,
    Delay,
    ErrorResponse,
    Fault,
)
from tests.wire.discord_server.interactions import Message
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import ConnectedBot, run_connected_bot
from tests.wire.star_client import ADA, BEN, StarClient

FIRST_FAULTS: list[Fault] = [
    ErrorResponse.rate_limited(0.3),
    ErrorResponse.server_error(),
    Delay(1),
    ConnectionDrop(after_handling=False),
    ConnectionDrop(after_handling=True),
]


async def test_star_is_stored_once_if_the_first_response_fails(client: StarClient) -> None:
    card = await client.request_card(count=len(FIRST_FAULTS))
    for stars, (name, fault) in enumerate(zip(names_on(card), FIRST_FAULTS, strict=True)):
        client.bot.discord.rest.faults.inject(CALLBACK_ROUTE, fault)
        await client.press_star(card, name)
        await wait_until(lambda: star_label(card, name) == "★ 1", f"star after {fault}")  # noqa: B023 - at once
        await client.press_star(card, name, BEN)
        await wait_until(lambda: star_label(card, name) == "★ 2", f"star after {fault}")  # noqa: B023 - at once
        assert len(client.stored_stars()) == 2 * (stars + 1), fault


LOST: list[list[Fault]] = [
    [ErrorResponse.server_error(503)] * 4,
    [ErrorResponse.server_error(429)],
    [ConnectionDrop(after_handling=False)] * 4,
    [ErrorResponse.api_error(404, 10062, "Unknown interaction")],
    [ErrorResponse.api_error(401, 50027, "Invalid Webhook Token")],
]


async def require_star_stays(client: StarClient, card: Message, name: str) -> None:
    """Press a star that was given, as often as a member who heard nothing of it might."""
    for _ in range(2):
        told = await (await client.press_star(card, name)).followup()
        assert f"**{name}** is one of your favourites." in message_text(told)
        assert star_label(card, name) == "★ 1"


async def test_star_stays_and_is_logged_if_all_responses_fail(client: StarClient) -> None:
    card = await client.request_card(count=len(LOST))
    process = client.bot.process
    for number, (name, faults) in enumerate(zip(names_on(card), LOST, strict=True), start=1):
        client.bot.discord.rest.faults.inject(CALLBACK_ROUTE, *faults)
        await client.send_press(card, name)
        await wait_until(lambda: process.output.count("Request component") == number, "log line")  # noqa: B023 - at once
        await require_star_stays(client, card, name)
        stored = {(member, starred) for _, member, starred in client.stored_stars()}
        assert stored == {(int(ADA.id), starred) for starred in names_on(card)[:number]}, faults
        assert len(client.stored_stars()) == number


async def test_star_that_is_taken_back_is_gone_if_the_answer_is_lost(client: StarClient) -> None:
    card = await client.request_card(count=1)
    (name,) = names_on(card)
    members, faults = client.bot.discord.members, client.bot.discord.rest.faults
    told = await (await client.press_star(card, name)).followup()
    process = client.bot.process
    faults.inject(CALLBACK_ROUTE, *[ConnectionDrop(after_handling=False)] * 4)
    await members.press(told, "Take it back", ADA)
    await wait_until(lambda: "Request component" in process.output, "log line")
    assert client.stored_stars() == []
    await (await members.press(told, "Take it back", ADA)).message()
    assert f"**{name}** is no longer one of your favourites." in message_text(told)
    assert client.stored_stars() == []


@pytest.fixture
async def proxy(place: PostgresPlace, tmp_path: Path) -> AsyncIterator[StallingProxy]:
    """What passes on what the bot and the database's server say."""
    async with stalling_proxy(place.server, tmp_path) as proxy:
        yield proxy


@pytest.fixture
async def client_of_server(
    place: PostgresPlace, proxy: StallingProxy, tmp_path: Path
) -> AsyncIterator[StarClient]:
    """A bot that is connected to the database's server by the proxy."""
    url = url_through(tmp_path, place.url)
    async with run_connected_bot(NOMEN_DATABASE=url.dsn) as bot:
        yield StarClient(bot, tmp_path)
        proxy.passing.set()


async def test_star_stays_if_the_connection_is_lost_after_its_commit_and_it_is_starred_again(
    client_of_server: StarClient, proxy: StallingProxy, place: PostgresPlace
) -> None:
    card = await client_of_server.request_card()
    name = names_on(card)[0]
    proxy.loses_commit = True
    told = await (await client_of_server.press_star(card, name)).message()
    assert "Try again in a moment" in message_text(told)
    await require_star_stays(client_of_server, card, name)
    assert await place.run_sql("SELECT name FROM star") == [(name,)]


async def test_star_stays_if_the_answer_to_its_commit_takes_too_long_and_the_member_tries_again(
    client_of_server: StarClient, proxy: StallingProxy, place: PostgresPlace
) -> None:
    card = await client_of_server.request_card()
    name = names_on(card)[0]
    proxy.stalls_commit = True
    told = await (await client_of_server.press_star(card, name)).message()
    assert "Try again in a moment" in message_text(told)
    assert await place.run_sql("SELECT name FROM star") == [(name,)]
    proxy.passing.set()
    await require_star_stays(client_of_server, card, name)
    assert await place.run_sql("SELECT name FROM star") == [(name,)]


async def run_clipdemo(bot: ConnectedBot, *faults: Fault) -> Message:
    bot.discord.rest.faults.inject(EDIT_ROUTE, *faults)
    interaction = await bot.discord.members.command("clipdemo", epochs=5)
    return await interaction.message()


async def test_interrupted_upload_is_resent_in_full(client: StarClient) -> None:
    (whole,) = (await run_clipdemo(client.bot))["attachments"]
    assert whole["size"] > 1000
    for fault in (
        ConnectionDrop(after_handling=False),
        ConnectionDrop(after_handling=True),
        ErrorResponse.server_error(502),
    ):
        (resent,) = (await run_clipdemo(client.bot, fault))["attachments"]
        await wait_until(lambda: not client.bot.discord.rest.faults.remaining, "fault")
        assert resent["size"] == whole["size"], fault


async def test_repeatedly_failing_upload_is_reported_to_the_user(client: StarClient) -> None:
    response = await run_clipdemo(client.bot, *[ConnectionDrop(after_handling=False)] * 4)
    assert "something went wrong on my end" in message_text(response)
