"""`/privacy` over real sockets, in every place where the bot can be used."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.wire.discord_server import world
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.exchanges import DEADLINE, Message, is_ephemeral
from tests.wire.discord_server.waiting import until
from tests.wire.discord_server.world import Person, Place
from tests.wire.process import Served, serving
from tests.wire.reading import names_on, said, stars_on

ADA, BEN = Person("ada"), Person("ben")
POLICY = "https://nomen.example/PRIVACY.md"
PLACES = pytest.mark.parametrize(
    "place",
    [world.SERVER, world.DIRECT, world.GROUP, world.STRANGE_SERVER],
    ids=["server", "direct", "group", "strange"],
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Served]:
    database = tmp_path / "stars.sqlite3"
    async with serving(NOMEN_DATABASE=str(database), NOMEN_PRIVACY_URL=POLICY) as bot:
        yield bot
        assert "Traceback" not in bot.process.output, bot.process.output


async def add(bot: Served, name: str, by: Person, place: Place) -> None:
    added = await bot.discord.members.command("favourites add", by=by, place=place, name=name)
    assert "favourite of yours now" in said(await added.message())


async def press(bot: Served, message: Message, label: str, place: Place) -> Message:
    """Ada presses a button, and what comes of it is for her alone and in time."""
    exchange = await bot.discord.members.press(message, label, by=ADA, place=place)
    answer = await exchange.message()
    assert is_ephemeral(answer)
    assert exchange.seconds < DEADLINE
    return answer


async def privacy(bot: Served, place: Place) -> Message:
    card = await (await bot.discord.members.command("privacy", by=ADA, place=place)).message()
    assert is_ephemeral(card)
    return card


async def exported(bot: Served, place: Place) -> dict[str, Any]:
    """What the file that comes says."""
    pressed = await bot.discord.members.press(
        await privacy(bot, place), "Export my data", by=ADA, place=place
    )
    assert is_ephemeral(await pressed.message())
    ((name, data),) = pressed.files.items()
    assert name == "nomen-export.json"
    form: dict[str, Any] = json.loads(data)
    return form


@PLACES
async def test_an_export_comes_as_json_and_a_deletion_is_for_good(
    bot: Served, place: Place
) -> None:
    await add(bot, "Vesna", ADA, place)
    await add(bot, "Bensecret", BEN, place)
    form = await exported(bot, place)
    assert form["member"] == ADA.id
    group = None if place.guild_id is None else str(place.guild_id)
    assert [(star["guild"], star["name"], star["typed"]) for star in form["stars"]] == [
        (group, "Vesna", True)
    ]
    card = await privacy(bot, place)
    question = await press(bot, card, "Delete my data", place)
    assert "**1 star**" in said(question)
    await press(bot, question, "Delete everything", place)
    await until(lambda: "✓ favourites: 1 star" in said(question), "what was deleted")
    assert (await exported(bot, place))["stars"] == []
    assert "there is nothing to delete" in said(await press(bot, card, "Delete my data", place))


async def test_one_deletion_reaches_every_place(bot: Served) -> None:
    places = [world.SERVER, world.DIRECT, world.GROUP, world.STRANGE_SERVER]
    for number, place in enumerate(places):
        await add(bot, f"Ana{'abcd'[number]}", ADA, place)
    question = await press(bot, await privacy(bot, world.DIRECT), "Delete my data", world.DIRECT)
    assert "**4 stars** in 2 servers and outside of them" in said(question)
    await press(bot, question, "Delete everything", world.DIRECT)
    await until(lambda: "4 stars" in said(question) and "✓" in said(question), "the deletion")
    for place in places:
        assert (await exported(bot, place))["stars"] == []


async def test_a_live_top_five_is_without_what_was_deleted_from_the_next_count_on(
    bot: Served,
) -> None:
    members = bot.discord.members
    asked = await members.command("name", by=ADA, country="NL", count=2)
    first, second = names_on(await asked.message())
    names = await asked.message()
    for person, name in ((ADA, first), (ADA, second), (BEN, second)):
        pressed = await members.press_button(names, stars_on(names)[name], person)
        await pressed.message()
    top = await (await members.command("top5", by=BEN)).message()
    assert [*stars_on(top)] == [second, first]
    question = await press(bot, await privacy(bot, world.SERVER), "Delete my data", world.SERVER)
    await press(bot, question, "Delete everything", world.SERVER)
    await until(lambda: "✓ favourites: 2 stars" in said(question), "what was deleted")
    await (await members.press(top, "Count again", by=BEN)).message()
    assert {name: star["label"] for name, star in stars_on(top).items()} == {second: "★ 1"}
    fresh = await (await members.command("top5", by=BEN)).message()
    assert [*stars_on(fresh)] == [second]


async def test_the_policy_is_linked_to_where_its_address_is_set(bot: Served) -> None:
    card = await privacy(bot, world.SERVER)
    assert buttons(card)["Privacy policy"]["url"] == POLICY


async def test_whoever_keeps_it_is_told_that_nothing_was_deleted(bot: Served) -> None:
    await add(bot, "Vesna", ADA, world.GROUP)
    question = await press(bot, await privacy(bot, world.GROUP), "Delete my data", world.GROUP)
    await press(bot, question, "Keep it", world.GROUP)
    assert "Nothing was deleted" in said(question)
    assert len((await exported(bot, world.GROUP))["stars"]) == 1
