"""Each group goes through the cards of a request by itself, and meets none twice."""

import asyncio
from contextlib import AbstractContextManager
from datetime import timedelta
from unittest.mock import patch

import pytest

from bot.favourites import places
from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES, MAX_SILENCE, Scope
from bot.favourites.places import Places
from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.stores import PostgresStore, Store, purge_after
from tests.support.clocks import ManualClock

FRIENDS, FAMILY = 7, 8
ADA, BEN = 1, 2
DUTCH, POLISH = b"d" * 16, b"p" * 16
RECORDED = "SELECT guild, member, next FROM place ORDER BY guild, member"


async def take(
    repository: FavouritesRepository,
    guild: int,
    times: int = 1,
    *,
    member: int = ADA,
    request: bytes = DUTCH,
) -> list[int]:
    return [await repository.places.take(guild, member, request) for _ in range(times)]


async def use(store: Store, clock: ManualClock) -> None:
    """Take places in two groups and in two members' direct messages."""
    async with store.opened(clock) as repository:
        for guild in (FRIENDS, FAMILY, DIRECT_MESSAGES):
            for member in (ADA, BEN):
                await take(repository, guild, member=member)


async def test_groups_messages_and_requests_do_not_mix(repository: FavouritesRepository) -> None:
    await take(repository, FRIENDS, 3)
    assert await take(repository, FAMILY) == [0]
    assert await take(repository, FRIENDS, request=POLISH) == [0]
    assert await take(repository, DIRECT_MESSAGES) == [0]
    assert await take(repository, DIRECT_MESSAGES, member=BEN) == [0]
    assert await take(repository, DIRECT_MESSAGES, 2) == [1, 2]


async def test_digests_and_no_members_of_groups_are_kept(store: Store, clock: ManualClock) -> None:
    await use(store, clock)
    day = 20454
    assert await store.run_sql("SELECT * FROM place ORDER BY guild, member") == [
        (DIRECT_MESSAGES, ADA, DUTCH, 1, day),
        (DIRECT_MESSAGES, BEN, DUTCH, 1, day),
        (FRIENDS, 0, DUTCH, 2, day),
        (FAMILY, 0, DUTCH, 2, day),
    ]


@pytest.mark.parametrize("taken", [1, 7, 8, 9])
async def test_restart_skips_nothing(store: Store, clock: ManualClock, taken: int) -> None:
    async with store.opened(clock) as repository:
        await take(repository, FRIENDS, taken)
    async with store.opened(clock) as repository:
        assert await take(repository, FRIENDS) == [taken]


async def test_crash_skips_seven_at_most_and_repeats_nothing(
    store: Store, clock: ManualClock
) -> None:
    with patch.object(Places, "give_back"):  # as if the process was killed
        async with store.opened(clock) as repository:
            await take(repository, FRIENDS, 9)
    async with store.opened(clock) as repository:
        assert await take(repository, FRIENDS) == [16]


async def test_all_at_once_get_a_place_each(store: Store, repository: FavouritesRepository) -> None:
    asked = (take(repository, FRIENDS, member=member) for member in range(1, 21))
    taken = await asyncio.gather(*asked)
    assert sorted(place for (place,) in taken) == [*range(20)]
    assert await store.run_sql(RECORDED) == [(FRIENDS, 0, 24)]


async def test_processes_never_hand_out_the_same_place(postgres_store: PostgresStore) -> None:
    async with postgres_store.opened() as one, postgres_store.opened() as other:
        asked = (take(process, FRIENDS, 5) for process in (one, other) for _ in range(10))
        taken = [place for some in await asyncio.gather(*asked) for place in some]
        assert len(set(taken)) == len(taken) == 100
    async with postgres_store.opened() as repository:
        (later,) = await take(repository, FRIENDS)
        assert later > max(taken)


async def test_what_others_reserved_is_not_given_back(store: Store, clock: ManualClock) -> None:
    async with store.opened(clock) as one:
        assert await take(one, FRIENDS) == [0]
        async with store.opened(clock) as other:
            assert await take(other, FRIENDS) == [8]
            await one.places.give_back()
        assert await take(one, FRIENDS) == [9]


async def test_what_drops_out_of_memory_is_skipped(
    repository: FavouritesRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MAX_HELD", 2)
    await take(repository, FRIENDS)
    await take(repository, FAMILY)
    assert await take(repository, FRIENDS) == [1]
    await take(repository, DIRECT_MESSAGES)
    assert await take(repository, FRIENDS) == [2]
    assert await take(repository, FAMILY) == [8]


async def test_after_a_deletion_they_begin_anew(repository: FavouritesRepository) -> None:
    await take(repository, DIRECT_MESSAGES, 3)
    await take(repository, FRIENDS, 3)
    await repository.delete_member(ADA)
    assert await take(repository, DIRECT_MESSAGES) == [0]
    assert await take(repository, FRIENDS) == [3]
    await repository.delete(Scope(guild=FRIENDS))
    assert await take(repository, FRIENDS) == [0]


async def test_those_not_used_for_long_are_forgotten(store: Store, clock: ManualClock) -> None:
    await use(store, clock)
    async with store.opened(clock) as repository:
        await purge_after(store, repository, clock, MAX_SILENCE - timedelta(days=1))
        assert len(await store.run_sql(RECORDED)) == 4
        await take(repository, FRIENDS)
        await purge_after(store, repository, clock, timedelta(days=1))
        assert {row[:2] for row in await store.run_sql(RECORDED)} == {(FRIENDS, 0)}


async def test_thousands_not_used_for_long_are_forgotten(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    for member in range(1, 102):
        await take(repository, DIRECT_MESSAGES, member=member)
    await purge_after(store, repository, clock, MAX_SILENCE)
    assert await store.run_sql(RECORDED) == []


async def test_day_in_the_future_is_not_believed(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    clock.advance(days=3650)
    await take(repository, FRIENDS)
    clock.advance(days=-3650)
    await repository.purge(clock(), [FRIENDS, FAMILY])
    await purge_after(store, repository, clock, MAX_SILENCE)
    assert await store.run_sql(RECORDED) == []


async def answer_never(*_: object) -> None:
    await asyncio.Event().wait()


def no_transactions(
    repository: FavouritesRepository, answer: object = StoreError("away")
) -> AbstractContextManager[object]:
    """Have the database refuse all transactions, or answer them otherwise."""
    return patch.object(repository._database, "transact", side_effect=answer)  # noqa: SLF001 - to stand in its way


async def test_they_go_on_while_the_database_is_away_and_after_it(
    repository: FavouritesRepository, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    taken = await take(repository, FRIENDS, 3)
    with no_transactions(repository):
        taken += await take(repository, FRIENDS, 20)
    assert caplog.text.count("A card’s place is not recorded: away") == 2
    taken += await take(repository, FRIENDS, 20)
    assert taken == [*range(43)]
    assert await store.run_sql(RECORDED) == [(FRIENDS, 0, 48)]


async def test_unrecorded_is_not_given_back(repository: FavouritesRepository, store: Store) -> None:
    with no_transactions(repository):
        assert await take(repository, FRIENDS) == [0]
    async with store.opened() as other:
        await take(other, FRIENDS, 8)
        await repository.places.give_back()
        assert await store.run_sql(RECORDED) == [(FRIENDS, 0, 8)]


async def test_database_that_does_not_answer_is_not_waited_for(
    repository: FavouritesRepository,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.favourites.database.CARD_TIMEOUT", 0.01)
    with no_transactions(repository, answer_never):
        async with asyncio.timeout(10):
            assert await take(repository, FRIENDS, 9) == [*range(9)]
    assert "did not answer in time" in caplog.text


async def test_failure_to_give_back_is_logged(
    repository: FavouritesRepository, caplog: pytest.LogCaptureFixture
) -> None:
    await take(repository, FRIENDS)
    with no_transactions(repository):
        await repository.places.give_back()
    assert "Some cards will be skipped, since places were not given back: away" in caplog.text
