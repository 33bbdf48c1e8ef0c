"""Any number of processes share a database: counts stay exact whoever dies.

And whatever members and hosts do at once, no two transactions wait for each other.
"""

import asyncio
import contextlib
from contextlib import AsyncExitStack

import pytest

from bot.favourites import matches
from bot.favourites.allowances import Allowance
from bot.favourites.matches import MatchEndedError, Matches
from bot.favourites.models import DIRECT_MESSAGES, Scope
from bot.favourites.postgres.database import inspect_database
from bot.favourites.refusals import Refusal
from bot.favourites.repository import FavouritesRepository
from model.domain.condition import Condition
from tests.bot.favourites.stores import KILL_ALL, PostgresStore

FRIENDS, ADA, BEN = 7, 1, 2
GROUPS, MEMBERS, NAMES = (1, 2), (1, 2, 3), ("Ana", "Bo", "Cas")
"""Groups and members of the same ids, which are not each other's locks."""
DUTCH = Condition.for_country("NL")
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


async def test_list_that_two_processes_fill_has_its_limit(postgres_store: PostgresStore) -> None:
    async with postgres_store.opened() as one, postgres_store.opened() as other:
        results = await asyncio.gather(
            *(
                process.star(FRIENDS, ADA, f"Name{number}", None)
                for number in range(105)
                for process in (one, other)
            ),
            *(other.star(FRIENDS, ADA, f"Other{number}", None) for number in range(105)),
            return_exceptions=True,
        )
        assert results.count(True) == 200
        stars = await one.list_favourites(FRIENDS, ADA)
    places = await postgres_store.run_sql("SELECT count(DISTINCT place) FROM star")
    assert (len(stars), places) == (200, [(200,)])


async def test_star_that_two_processes_take_back_is_taken_back_once(
    postgres_store: PostgresStore,
) -> None:
    async with postgres_store.opened() as one, postgres_store.opened() as other:
        await one.star(FRIENDS, BEN, "José", None)
        for _ in range(20):
            await one.star(FRIENDS, ADA, "José", None)
            taken_back = [each.unstar(FRIENDS, ADA, "José") for each in (one, other) * 2]
            assert sorted(await asyncio.gather(*taken_back)) == [False] * 3 + [True]
            assert await one.count_members(FRIENDS, BEN, ["José"]) == {"José": 1}


async def test_list_that_two_processes_reorder_keeps_a_place_for_each(
    postgres_store: PostgresStore,
) -> None:
    letters = "abcdefgh"
    async with postgres_store.opened() as one, postgres_store.opened() as other:
        for letter in letters:
            await one.star(FRIENDS, ADA, f"Name {letter}", None)
        for steps in (7, -7) * 10:  # to one end and to the other, past all others
            await asyncio.gather(
                one.move(FRIENDS, ADA, "Name a", steps), other.move(FRIENDS, ADA, "Name h", -steps)
            )
        places = await postgres_store.run_sql("SELECT count(DISTINCT place) FROM star")
    assert places == [(len(letters),)]


async def test_killed_connections_lose_and_double_no_star(postgres_store: PostgresStore) -> None:
    async with postgres_store.opened() as repository:
        starring = asyncio.create_task(star_many(repository))
        killed = 0
        async with postgres_store.connected() as killer:
            for _ in range(50):  # a loaded machine would star nothing between more
                killed += len(await killer.fetch(KILL_ALL))
                await asyncio.sleep(0.02)
        await starring
        assert killed > 0
        assert (await repository.totals(FRIENDS)).stars == 100
    assert (await inspect_database(postgres_store.url)).miscounted == 0


async def test_killed_server_loses_and_doubles_no_star(postgres_store: PostgresStore) -> None:
    server = postgres_store.server
    async with postgres_store.opened() as repository:
        starring = asyncio.create_task(star_many(repository))
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await starring
        assert (await repository.totals(FRIENDS)).stars == 100
    assert (await inspect_database(postgres_store.url)).miscounted == 0


async def star_many(repository: FavouritesRepository) -> None:
    for member in range(1, 101):
        await repository.star(FRIENDS, member, f"Name {'abcde'[member % 5]}", None)


async def agree_and_like(matches: Matches, group: int, member: int, other: int) -> None:
    await matches.ask(group, member, other)
    await matches.accept(group, other, member)
    with contextlib.suppress(MatchEndedError):
        for one, two in ((member, other), (other, member)):
            await matches.like(group, one, two, "Ana", DUTCH)
        await matches.note_told(group, member, other, ["Ana"])


async def change(favourites: FavouritesRepository, number: int) -> None:
    who = number // 9  # so that each member does everything
    group, member = GROUPS[who % 2], MEMBERS[who % 3]
    other = MEMBERS[(who + 1 + number % 2) % 3]
    await favourites.star(group, member, NAMES[number % 3], None)
    match number % 9:
        case 0:
            await agree_and_like(favourites.matches, group, member, other)
        case 1 | 2:
            await favourites.matches.end(group, member, other)
        case 3:
            await favourites.matches.end_all(member)
            await favourites.refusals.refuse(member, Refusal(group, other))
            await favourites.refusals.withdraw_all(other)
        case 4:
            await favourites.delete_member(member)
        case 5:
            await favourites.delete(Scope(guild=group))
        case 6:
            await favourites.board.hide(group, "Ana")
        case 7:
            for guild in (*GROUPS, DIRECT_MESSAGES):
                await favourites.places.take(guild, member, b"request")
            await favourites.places.give_back()
        case _:
            for name in NAMES:
                await favourites.star(group, member, name, None)
            await favourites.unstar(group, member, "Bo")


async def test_nothing_is_deadlocked_or_miscounted(
    postgres_store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matches, "QUESTIONS", Allowance("ask", 1000, 3600))
    async with AsyncExitStack() as stack:
        processes = [await stack.enter_async_context(postgres_store.opened()) for _ in range(3)]
        await asyncio.gather(*(change(processes[number % 3], number) for number in range(400)))
    assert (await inspect_database(postgres_store.url)).miscounted == 0
    await asyncio.sleep(1.1)  # the server counts with a delay
    assert await postgres_store.run_sql(DEADLOCKS) == [(0,)]
