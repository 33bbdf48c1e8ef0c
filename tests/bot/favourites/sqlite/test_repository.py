"""Stars, orders, top fives and counts in a real file."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import aiosqlite
import pytest

from bot.favourites.errors import FullError, NamelessError, NoGroupError
from bot.favourites.models import (
    DIRECT_MESSAGES,
    MAX_FAVOURITES,
    Direction,
    Favourite,
    RankedName,
    Totals,
)
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.connection import ReadConnection
from bot.favourites.sqlite.repository import SqliteReader, open_favourites
from model.domain.condition import Condition
from model.domain.errors import InputError
from model.domain.generation import NameRequest, Provenance
from tests.bot.favourites.manual_clock import HandClock
from tests.bot.favourites.rows import put

FRIENDS, FAMILY = 100, 200
ADA, BEN, CLEO = 1, 2, 3
BLEND = Provenance(Condition((("PL", 0.6), ("NL", 0.4)), "F"), 2.0, 2**32 - 1)


def names(listed: Sequence[Favourite] | Sequence[RankedName]) -> list[str]:
    return [one.name for one in listed]


async def test_a_star_is_kept_with_where_it_came_from_and_when(
    store: FavouritesRepository, clock: HandClock
) -> None:
    assert await store.star(FRIENDS, ADA, "Zofieke", BLEND)
    later = clock.move(milliseconds=1)
    assert await store.star(FRIENDS, ADA, "Anne-Fleur", None)
    first, second = await store.own(FRIENDS, ADA)
    assert first == Favourite("Zofieke", "zofieke", BLEND, HandClock()())
    assert second == Favourite("Anne-Fleur", "annefleur", None, later)


async def test_what_is_kept_of_a_wish_is_all_but_its_lengths(store: FavouritesRepository) -> None:
    wish = NameRequest(
        Condition.blend({"IR": 1, "FR": 2}, "M"), inverse_temperature=0.7, starts_with="Ma"
    )
    await store.star(FRIENDS, ADA, "Mahelin", wish.provenance(12))
    (kept,) = await store.own(FRIENDS, ADA)
    assert kept.provenance == Provenance(Condition((("IR", 1 / 3), ("FR", 2 / 3)), "M"), 0.7, 12)


async def test_a_second_press_changes_nothing_and_says_so(
    store: FavouritesRepository, clock: HandClock
) -> None:
    assert await store.star(FRIENDS, ADA, "José", BLEND)
    before = await store.own(FRIENDS, ADA)
    clock.move(hours=1)
    assert not await store.star(FRIENDS, ADA, "José", BLEND)
    assert not await store.star(FRIENDS, ADA, "JOSE", None)
    assert await store.own(FRIENDS, ADA) == before
    assert await store.counts(FRIENDS, ADA, ["José"]) == {"José": 1}


async def test_a_star_taken_back_is_gone_and_can_be_given_again(
    store: FavouritesRepository,
) -> None:
    await store.star(FRIENDS, ADA, "José", None)
    assert await store.unstar(FRIENDS, ADA, "jose")
    assert not await store.unstar(FRIENDS, ADA, "jose")
    assert await store.own(FRIENDS, ADA) == ()
    assert await store.top_of_group(FRIENDS) == ()
    assert await store.star(FRIENDS, ADA, "Jose", None)
    assert names(await store.top_of_group(FRIENDS)) == ["Jose"]


async def test_a_name_is_shown_as_it_was_first_starred_in_the_group(
    store: FavouritesRepository, clock: HandClock
) -> None:
    for guild, member, name in [
        (FRIENDS, ADA, "José"),
        (FRIENDS, BEN, "Jose"),
        (FAMILY, BEN, "JOSE"),
    ]:
        await store.star(guild, member, name, None)
        clock.move(seconds=1)
    assert names(await store.own(FRIENDS, BEN)) == ["José"]
    (top,) = await store.top_of_group(FRIENDS)
    assert top == RankedName("José", "jose", 2, HandClock()())
    assert names(await store.own(FAMILY, BEN)) == ["JOSE"]
    await store.unstar(FRIENDS, ADA, "José")
    (top,) = await store.top_of_group(FRIENDS)
    assert top == RankedName("Jose", "jose", 1, HandClock().move(seconds=1))


async def test_most_members_come_first_then_who_was_earliest_then_letters(
    store: FavouritesRepository, clock: HandClock
) -> None:
    await store.star(FRIENDS, ADA, "Late", None)
    await store.unstar(FRIENDS, ADA, "Late")
    for member, name in [(ADA, "Édith"), (ADA, "Eda"), (BEN, "Zoe")]:
        await store.star(FRIENDS, member, name, None)
    clock.move(milliseconds=1)
    for member, name in [(ADA, "Late"), (CLEO, "Zoe"), (CLEO, "Later"), (BEN, "Latest")]:
        await store.star(FRIENDS, member, name, None)
    assert names(await store.top_of_group(FRIENDS)) == ["Zoe", "Eda", "Édith", "Late", "Later"]


async def test_a_member_orders_their_own_and_the_first_five_are_their_top(
    store: FavouritesRepository,
) -> None:
    for name in ("Ana", "Bo", "Cas", "Dé", "Eva", "Fee"):
        await store.star(FRIENDS, ADA, name, None)
    assert await store.move(FRIENDS, ADA, "Fee", Direction.UP)
    assert await store.move(FRIENDS, ADA, "ana", Direction.DOWN)
    assert await store.unstar(FRIENDS, ADA, "Cas")
    assert names(await store.own(FRIENDS, ADA)) == ["Bo", "Ana", "Dé", "Fee", "Eva"]
    await store.star(FRIENDS, ADA, "Cas", None)
    assert names(await store.top_of_member(FRIENDS, ADA)) == ["Bo", "Ana", "Dé", "Fee", "Eva"]
    assert names(await store.own(FRIENDS, ADA))[5:] == ["Cas"]


async def test_what_cannot_move_stays(store: FavouritesRepository) -> None:
    for name in ("Ana", "Bo"):
        await store.star(FRIENDS, ADA, name, None)
    assert not await store.move(FRIENDS, ADA, "Ana", Direction.UP)
    assert not await store.move(FRIENDS, ADA, "Bo", Direction.DOWN)
    assert not await store.move(FRIENDS, ADA, "Cas", Direction.UP)
    assert not await store.move(FRIENDS, BEN, "Bo", Direction.UP)
    assert names(await store.own(FRIENDS, ADA)) == ["Ana", "Bo"]


async def test_counts_answer_for_every_name_asked_as_it_was_spelt(
    store: FavouritesRepository,
) -> None:
    for member in (ADA, BEN):
        await store.star(FRIENDS, member, "José", None)
    asked = ["Jose", "JOSÉ", "Nobody", ""]
    assert await store.counts(FRIENDS, CLEO, asked) == dict(zip(asked, (2, 2, 0, 0), strict=True))
    assert await store.counts(FAMILY, ADA, ["José"]) == {"José": 0}
    assert await store.counts(FRIENDS, ADA, []) == {}


async def test_in_direct_messages_everyone_is_alone(store: FavouritesRepository) -> None:
    await store.star(DIRECT_MESSAGES, ADA, "José", None)
    await store.star(DIRECT_MESSAGES, BEN, "Jose", None)
    assert names(await store.own(DIRECT_MESSAGES, BEN)) == ["Jose"]
    assert await store.counts(DIRECT_MESSAGES, ADA, ["Jose"]) == {"Jose": 1}
    assert await store.counts(DIRECT_MESSAGES, CLEO, ["Jose"]) == {"Jose": 0}
    for asking in (
        store.top_of_group(DIRECT_MESSAGES),
        store.totals(DIRECT_MESSAGES),
        store.first(DIRECT_MESSAGES, "Jose"),
    ):
        with pytest.raises(NoGroupError, match="no group"):
            await asking


async def test_others_star_a_name_as_its_first_star_has_it(
    store: FavouritesRepository, clock: HandClock
) -> None:
    await store.star(FRIENDS, ADA, "Zofieke", BLEND)
    clock.move(seconds=1)
    await store.star(FRIENDS, BEN, "Zofièke", None)
    first = await store.first(FRIENDS, "zofieke")
    assert first == Favourite("Zofieke", "zofieke", BLEND, HandClock()())
    assert await store.first(FAMILY, "zofieke") is None


async def test_totals_count_stars_names_and_members(store: FavouritesRepository) -> None:
    for guild, member, name in [
        (FRIENDS, ADA, "Ana"),
        (FRIENDS, ADA, "Bo"),
        (FRIENDS, BEN, "Aná"),
        (FAMILY, CLEO, "Ana"),
    ]:
        await store.star(guild, member, name, None)
    assert await store.totals(FRIENDS) == Totals(stars=3, names=2, members=2)


async def test_a_member_has_two_hundred_favourites_in_a_group_and_not_one_more(
    store: FavouritesRepository,
) -> None:
    for number in range(MAX_FAVOURITES):
        await store.star(FRIENDS, ADA, f"Name {number}", None)
    with pytest.raises(FullError, match="200") as refused:
        await store.star(FRIENDS, ADA, "One more", None)
    assert isinstance(refused.value, InputError)
    assert not await store.star(FRIENDS, ADA, "Name 7", None)
    assert await store.star(FAMILY, ADA, "One more", None)
    await store.unstar(FRIENDS, ADA, "Name 7")
    assert await store.star(FRIENDS, ADA, "One more", None)


@pytest.mark.parametrize("text", ["", " ", "-", "’"])
async def test_what_has_no_letter_is_no_favourite(store: FavouritesRepository, text: str) -> None:
    with pytest.raises(NamelessError):
        await store.star(FRIENDS, ADA, text, None)
    assert not await store.unstar(FRIENDS, ADA, text)


async def test_an_export_holds_all_that_is_kept_of_a_member_and_goes_into_json(
    store: FavouritesRepository, clock: HandClock
) -> None:
    guild, member = 2**63 - 1, 2**63 - 2
    await store.star(guild, member, "Zofieke", BLEND)
    await store.star(guild, BEN, "Zofieke", BLEND)
    clock.move(milliseconds=1)
    await store.star(guild, member, "Ana", None)
    await store.move(guild, member, "Ana", Direction.UP)
    await store.star(DIRECT_MESSAGES, member, "Bo", None)
    export = json.loads(json.dumps(asdict(await store.export(member))))
    assert export["member"] == str(member)
    assert [(star["guild"], star["name"], star["place"]) for star in export["stars"]] == [
        (None, "Bo", 1),
        (str(guild), "Ana", 1),
        (str(guild), "Zofieke", 2),
    ]
    assert export["stars"][2] == {
        "guild": str(guild),
        "name": "Zofieke",
        "folded": "zofieke",
        "typed": False,
        "countries": {"PL": 0.6, "NL": 0.4},
        "gender": "F",
        "sharpness": 2.0,
        "seed": 2**32 - 1,
        "starred_at": "2026-01-01T00:00:00.000+00:00",
        "place": 2,
    }
    typed = export["stars"][1]
    assert typed["typed"]
    assert [typed[key] for key in ("countries", "gender", "sharpness", "seed")] == [None] * 4


async def test_fifty_members_who_star_at_once_are_fifty(store: FavouritesRepository) -> None:
    pressing = [store.star(FRIENDS, member, "José", BLEND) for member in range(1, 51)]
    assert all(await asyncio.gather(*pressing))
    assert await store.counts(FRIENDS, ADA, ["José"]) == {"José": 50}
    assert (await store.top_of_group(FRIENDS))[0].members == 50


async def test_one_member_who_presses_fifty_times_at_once_stars_once(
    store: FavouritesRepository,
) -> None:
    pressing = [store.star(FRIENDS, ADA, "José", BLEND) for _ in range(50)]
    assert sorted(await asyncio.gather(*pressing)) == [False] * 49 + [True]
    assert await store.totals(FRIENDS) == Totals(stars=1, names=1, members=1)


async def test_a_star_taken_back_meanwhile_is_not_one_too_many(store: FavouritesRepository) -> None:
    await store.star(FRIENDS, ADA, "José", BLEND)
    for _ in range(20):
        # What only reads is kept busy, so that whoever asks it waits longer than whoever writes.
        await asyncio.gather(
            *(store.totals(FRIENDS) for _ in range(5)),
            store.star(FRIENDS, ADA, "José", BLEND),
            store.unstar(FRIENDS, ADA, "José"),
        )
        assert await store.star(FRIENDS, ADA, "José", BLEND)


async def test_whoever_stops_waiting_leaves_a_whole_star_or_none(
    path: Path, store: FavouritesRepository
) -> None:
    for patience in range(40):
        pressing = asyncio.create_task(store.star(FRIENDS, ADA, f"Name {patience}", None))
        for _ in range(patience):
            await asyncio.sleep(0.0001)
        pressing.cancel()
        await asyncio.wait([pressing])
        assert await store.star(FRIENDS, BEN, f"Other {patience}", None)
    stars = await store.own(FRIENDS, ADA)
    assert "Name 0" not in names(stars)
    assert (await store.totals(FRIENDS)).stars == 40 + len(stars)
    with closing(sqlite3.connect(path)) as connection:
        tallied = connection.execute("SELECT sum(members) FROM tally").fetchone()
    assert tallied == (40 + len(stars),)


async def test_the_stars_outlive_a_restart(path: Path, clock: HandClock) -> None:
    async with open_favourites(path, clock) as store:
        await store.star(FRIENDS, ADA, "Zofieke", BLEND)
        before = await store.own(FRIENDS, ADA)
    async with open_favourites(path, clock) as store:
        assert await store.own(FRIENDS, ADA) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_a_top_five_is_as_much_work_for_many_stars_as_for_few(
    path: Path, store: FavouritesRepository
) -> None:
    for member in range(1, 11):
        await store.star(FRIENDS, member, f"Name {member % 7}", None)
    few = await steps_of_a_top_five(path)
    many = [(member, number) for member in range(11, 200) for number in range(100)]
    put(path, [(FRIENDS, member, f"name{number}", f"Name {number}") for member, number in many])
    assert await steps_of_a_top_five(path) <= few


async def steps_of_a_top_five(path: Path) -> int:
    """Count the steps of SQLite's machine."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    async with aiosqlite.connect(path) as connection:
        reader = SqliteReader(ReadConnection(connection))
        await reader.top_of_group(FRIENDS)
        await connection.set_progress_handler(step, 1)
        assert len(await reader.top_of_group(FRIENDS)) == 5
    return steps
