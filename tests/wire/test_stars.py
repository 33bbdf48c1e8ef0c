"""Stars over real sockets, pressed by many at once and in every place where the bot can be used."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.discord_server import world
from tests.wire.discord_server.exchanges import DEADLINE, is_ephemeral
from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.discord_server.world import Person, Place
from tests.wire.process import Served, bot_on, serving
from tests.wire.reading import label, names_on, said, stars_on
from tests.wire.starring import ADA, BEN, Starred

CALLBACK = "POST /interactions/{id}/{token}/callback"


@pytest.fixture
async def starred(tmp_path: Path) -> AsyncIterator[Starred]:
    database = tmp_path / "stars.sqlite3"
    async with serving(NOMEN_DATABASE=str(database)) as bot:
        yield Starred(bot, database)
        assert "Traceback" not in bot.process.output, bot.process.output


async def test_fifty_members_who_press_at_once_are_fifty_stars_and_the_card_says_so(
    starred: Starred,
) -> None:
    card = await starred.card()
    name, other = names_on(card)
    # One answer comes when all others have, though it was drawn before them.
    starred.bot.discord.front.faults.order(CALLBACK, Fault.too_many(1.5))
    members = [Person(f"member{number}") for number in range(50)]
    pressed = await asyncio.gather(*(starred.press(card, name, member) for member in members))
    assert max(exchange.seconds for exchange in pressed) < DEADLINE
    await until(lambda: label(card, name) == "★ 50", "the count of all")
    assert label(card, other) == "☆"
    assert sorted(member for _, member, _ in starred.stars()) == [int(who.id) for who in members]


async def test_one_member_who_presses_many_times_at_once_is_one_star(starred: Starred) -> None:
    card = await starred.card()
    name = names_on(card)[0]
    pressed = await asyncio.gather(*(starred.press(card, name) for _ in range(8)))
    answers = [await exchange.message() for exchange in pressed]
    assert sum("Take it back" in str(answer) for answer in answers) == 7
    await until(lambda: label(card, name) == "★ 1", "the count")
    assert len(starred.stars()) == 1


async def test_a_star_outlives_the_process_that_took_it(tmp_path: Path) -> None:
    database = tmp_path / "stars.sqlite3"
    async with loopback_discord() as discord:
        async with bot_on(discord, NOMEN_DATABASE=str(database)) as process:
            await discord.gateway.ready()
            first = Starred(Served(discord, process), database)
            card = await first.card()
            name = names_on(card)[0]
            await first.press(card, name)
            assert await process.end() == 0
        async with bot_on(discord, NOMEN_DATABASE=str(database)) as process:
            await discord.gateway.ready()
            await Starred(Served(discord, process), database).press(card, name, BEN)
    assert label(card, name) == "★ 2"
    assert len(first.stars()) == 2


@pytest.mark.parametrize("place", [world.SERVER, world.DIRECT], ids=["server", "direct"])
async def test_a_star_is_taken_back_and_its_card_counts_anew(
    starred: Starred, place: Place
) -> None:
    card = await starred.card(place)
    name = names_on(card)[0]
    await starred.press(card, name, place=place)
    assert label(card, name) == "★ 1"
    offered = await (await starred.press(card, name, place=place)).message()
    assert is_ephemeral(offered)
    await starred.bot.discord.members.press(offered, "Take it back", ADA, place)
    await until(lambda: label(card, name) == "☆", "the card without the star")
    assert "no favourite of yours any more" in said(offered)
    assert starred.stars() == []


async def test_where_friends_bring_the_bot_along_stars_are_their_own_and_not_on_the_card(
    starred: Starred,
) -> None:
    card = await starred.card(world.GROUP)
    name = names_on(card)[0]
    for person in (ADA, BEN):
        answer = await (await starred.press(card, name, person, world.GROUP)).message()
        assert is_ephemeral(answer)
        assert "is a favourite of yours now" in said(answer)
    assert label(card, name) == "☆"
    offered = await (await starred.press(card, name, BEN, world.GROUP)).message()
    await starred.bot.discord.members.press(offered, "Take it back", BEN, world.GROUP)
    await until(lambda: len(starred.stars()) == 1, "the star taken back")
    assert [(guild, member) for guild, member, _ in starred.stars()] == [(0, int(ADA.id))]


async def test_in_a_server_that_the_bot_is_not_in_stars_count_and_the_card_waits_for_a_press(
    starred: Starred,
) -> None:
    place = world.STRANGE_SERVER
    card = await starred.card(place)
    name, other = names_on(card)
    for person in (ADA, BEN):
        await starred.press(card, name, person, place)
    assert label(card, name) == "★ 2"
    offered = await (await starred.press(card, name, BEN, place)).message()
    await starred.bot.discord.members.press(offered, "Take it back", BEN, place)
    refusals = starred.bot.discord.front.refusals
    await until(lambda: refusals, "the look at a card that the bot cannot see")
    assert "Missing Access" in refusals.pop()
    await starred.press(card, other, BEN, place)
    assert (label(card, name), label(card, other)) == ("★ 1", "★ 1")


async def test_favourites_and_top_fives_pass_discords_checks(starred: Starred) -> None:
    members = starred.bot.discord.members
    card = await starred.card(count=10)
    for name in names_on(card):
        await starred.press(card, name)
    added = await members.command("favourites add", by=ADA, name="Vesna")
    assert "favourite of yours now" in said(await added.message())
    own = await (await members.command("favourites list", by=ADA)).message()
    assert is_ephemeral(own)
    assert "Your 11 favourites" in said(own)
    for button in ("▼ Down", "More ▶", "✕ Remove", "◀ Before"):
        await (await members.press(own, button, by=ADA)).message()
    assert "Your 10 favourites" in said(own)
    shared = await (await members.press(own, "Share my top five", by=ADA)).message()
    assert not is_ephemeral(shared)
    top = await (await members.command("top5", by=BEN)).message()
    assert not is_ephemeral(top)
    fifth = [*stars_on(shared)][4]
    await starred.press(shared, fifth, BEN)
    await (await members.press(top, "Count again", by=BEN)).message()
    assert next(iter(stars_on(top))) == fifth
    mine = await (await members.command("top5", by=BEN, whose="mine")).message()
    assert is_ephemeral(mine)
    assert fifth in said(mine)
