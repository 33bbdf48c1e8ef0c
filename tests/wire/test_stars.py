"""Stars over real sockets: many at once, and in every interaction context."""

import asyncio

from tests.wire.card_contents import message_text, names_on, star_label
from tests.wire.discord_server import world
from tests.wire.discord_server.faults import CALLBACK_ROUTE, ErrorResponse
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.world import User
from tests.wire.star_client import ADA, BEN, StarClient


async def test_fifty_concurrent_presses_show_fifty_stars(client: StarClient) -> None:
    card = await client.request_card()
    name, other = names_on(card)
    # The delayed response arrives after all others, although it was rendered before them.
    client.bot.discord.rest.faults.inject(CALLBACK_ROUTE, ErrorResponse.rate_limited(1.5))
    members = [User(f"member{number}") for number in range(50)]
    await asyncio.gather(*(client.press_star(card, name, member) for member in members))
    await wait_until(lambda: star_label(card, name) == "★ 50", "count of all stars")
    assert star_label(card, other) == "☆"
    stored = sorted(member for _, member, _ in client.stored_stars())
    assert stored == [int(member.id) for member in members]


async def test_group_dm_stars_are_personal_and_not_on_the_card(client: StarClient) -> None:
    card = await client.request_card(world.GROUP_DM)
    name = names_on(card)[0]
    for user in (ADA, BEN):
        response = await (await client.press_star(card, name, user, world.GROUP_DM)).message()
        assert is_ephemeral(response)
        assert "is your first favourite here" in message_text(response)
    assert star_label(card, name) == "☆"
    told = await (await client.press_star(card, name, BEN, world.GROUP_DM)).message()
    assert is_ephemeral(told)
    assert f"**{name}** is one of your favourites." in message_text(told)
    await client.bot.discord.members.pressed(told, "Take it back", BEN, world.GROUP_DM)
    assert "no longer one of your favourites" in message_text(told)
    assert [(guild, member) for guild, member, _ in client.stored_stars()] == [(0, int(ADA.id))]


async def test_user_install_server_card_is_updated_only_by_presses(client: StarClient) -> None:
    context = world.USER_INSTALL_SERVER
    card = await client.request_card(context)
    name, other = names_on(card)
    for user in (ADA, BEN):
        await client.press_star(card, name, user, context)
    await wait_until(lambda: star_label(card, name) == "★ 2", "both stars")
    told = await (await client.press_star(card, name, BEN, context)).followup()
    rejections = client.bot.discord.rest.rejections
    for label, user, expected in (("Take it back", ADA, "★ 1"), ("Undo", BEN, "★ 2")):
        await client.bot.discord.members.press(told, label, BEN, context)
        await wait_until(lambda: rejections, "request for a card that the bot cannot see")
        assert "Missing Access" in rejections.pop()
        await client.press_star(card, other, user, context)
        await wait_until(lambda: star_label(card, name) == expected, "the new count")  # noqa: B023 - at once
    await wait_until(lambda: star_label(card, other) == "★ 2", "both stars")
