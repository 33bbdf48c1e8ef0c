"""Answers that are lost on their way, from Discord or from the database: a star stays, once."""

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
from tests.wire.process import ConnectedBot
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
