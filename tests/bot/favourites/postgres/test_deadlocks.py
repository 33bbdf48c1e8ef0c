"""Whatever members and hosts do at once, no two transactions wait for each other."""

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
from tests.bot.favourites.stores import PostgresStore

GROUPS, MEMBERS, NAMES = (1, 2), (1, 2, 3), ("Ana", "Bo", "Cas")
"""Groups and members of the same ids, which are not each other's locks."""
DUTCH = Condition.for_country("NL")
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


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
