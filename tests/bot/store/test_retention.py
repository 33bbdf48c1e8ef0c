"""What is kept for how long, by the database's own time."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import pytest

from bot.store.errors import StoreError
from bot.store.retention import (
    MAX_SILENCE,
    PURGE_STEP,
    RETENTION,
)
from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store
from tests.bot.store.filling import ADA, BEN, FAMILY, FRIENDS, fill
from tests.bot.store.places import Place
from tests.support.clocks import ManualClock

Advance = Callable[[timedelta], Awaitable[None]]
DAY = timedelta(days=1)


@pytest.fixture
async def advance(place: Place, store: Store, clock: ManualClock) -> Advance:
    """Let the database's time pass."""
    del store  # it is open

    async def advance(time: timedelta) -> None:
        clock.advance(seconds=time.total_seconds())
        await place.set_time(clock)

    await advance(timedelta())
    return advance


Purge = Callable[..., Awaitable[Mapping[str, int]]]


@pytest.fixture
def purge_after(place: Place, store: Store, advance: Advance, clock: ManualClock) -> Purge:
    """Purge after a time, as if a purge every day had counted it."""

    async def purge(time: timedelta, *present: int) -> Mapping[str, int]:
        await advance(time)
        await place.run_sql("UPDATE ledger SET purged_until = NULL")
        return await store.retention.purge(present, clock().timestamp())

    return purge


async def members(store: Store, guild: int = FRIENDS) -> int:
    owners = await store.database.fetch("owners_of_star")
    return [where for where, _ in owners].count(guild)


def test_promises_are_these() -> None:
    assert timedelta(days=30) == RETENTION
    assert timedelta(days=760) == MAX_SILENCE
    assert timedelta(days=7) == PURGE_STEP


async def test_a_group_is_purged_with_all_in_it_thirty_days_after_the_bot_left(
    store: Store, purge_after: Purge
) -> None:
    await fill(store)
    await purge_after(timedelta(), FRIENDS, FAMILY)
    await store.retention.leave(FRIENDS)
    await purge_after(RETENTION - DAY, FAMILY)
    assert await members(store) == 2
    await purge_after(DAY, FAMILY)
    assert await members(store) == 0
    assert await store.board.hidden(FRIENDS) == []
    assert await store.matches.partners(ADA) == [(DIRECT_MESSAGES, BEN)]
    assert await members(store, FAMILY) == 2


async def test_a_group_that_was_left_while_offline_or_is_joined_again_has_its_thirty_days(
    store: Store, purge_after: Purge
) -> None:
    await fill(store)
    await purge_after(timedelta(), FRIENDS, FAMILY)
    await purge_after(RETENTION - DAY, FAMILY)
    await store.retention.join(FRIENDS)
    await store.retention.leave(FRIENDS)
    await purge_after(RETENTION - DAY, FAMILY)
    assert await members(store) == 2


async def test_a_group_in_which_the_bot_never_was_is_left_alone(
    store: Store, purge_after: Purge
) -> None:
    await fill(store)
    await purge_after(3 * RETENTION, FAMILY)
    assert await members(store) == 2


async def test_what_is_starred_after_the_bot_was_removed_is_not_purged_with_the_old(
    store: Store, purge_after: Purge
) -> None:
    await store.stars.star(FRIENDS, ADA, "Ana", None)
    await store.retention.leave(FRIENDS)
    await store.stars.star(FRIENDS, ADA, "Bo", None)
    await purge_after(RETENTION + PURGE_STEP)
    assert [name.name for name in await store.stars.favourites(FRIENDS, ADA)] == ["Bo"]


async def test_a_large_group_goes_in_steps(store: Store, purge_after: Purge) -> None:
    for member in range(100, 150):
        await store.stars.star(FRIENDS, member, "Ana", None)
    await store.retention.leave(FRIENDS)
    deleted = await purge_after(RETENTION + PURGE_STEP)
    assert deleted["star"] == 50
    assert await members(store) == 0


@pytest.mark.parametrize("use", ["star", "list", "like", None])
async def test_whoever_uses_what_is_stored_keeps_it_for_two_years_more(
    store: Store, purge_after: Purge, use: str | None
) -> None:
    await fill(store)
    await purge_after(timedelta(days=365), FRIENDS, FAMILY)
    if use == "star":
        await store.stars.star(FRIENDS, ADA, "Ana", None)
    elif use == "list":
        await store.stars.favourites(FRIENDS, ADA)
    elif use == "like":
        await store.matches.like(FRIENDS, ADA, BEN, "Cas", None)
    await purge_after(MAX_SILENCE - timedelta(days=365), FRIENDS, FAMILY)
    assert await members(store) == (1 if use else 0)
    assert await members(store, FAMILY) == 0


async def test_the_last_use_is_at_most_thirty_days_late(
    store: Store, purge_after: Purge, advance: Advance
) -> None:
    await store.stars.star(FRIENDS, ADA, "Ana", None)
    await advance(29 * DAY)
    await store.stars.star(FRIENDS, ADA, "Bo", None)
    await purge_after(MAX_SILENCE - 30 * DAY, FRIENDS)
    assert await members(store) == 1
    await purge_after(DAY, FRIENDS)
    assert await members(store) == 0


async def test_a_clock_that_leaps_ahead_deletes_nothing_at_once(
    store: Store, purge_after: Purge, advance: Advance, clock: ManualClock
) -> None:
    await fill(store)
    await purge_after(timedelta(), FRIENDS, FAMILY)
    await store.retention.leave(FAMILY)
    await advance(timedelta(days=3650))
    await store.retention.purge([FRIENDS], clock().timestamp())
    assert await members(store) == await members(store, FAMILY) == 2


async def test_a_database_and_a_process_whose_times_differ_delete_nothing(
    store: Store, advance: Advance, clock: ManualClock
) -> None:
    await fill(store)
    await store.retention.leave(FRIENDS)
    await advance(2 * RETENTION)
    for wrong in (-3700, 3700, 10 * 365 * 86_400):
        with pytest.raises(StoreError, match="s apart"):
            await store.retention.purge([FAMILY], clock().timestamp() + wrong)
    assert await members(store) == 2


async def test_what_was_dated_in_the_future_is_not_kept_until_then(
    place: Place, store: Store, purge_after: Purge
) -> None:
    await fill(store)
    await store.retention.leave(FRIENDS)
    await place.run_sql("UPDATE joined SET left_at = left_at + 3000000000")
    await place.run_sql("UPDATE last_use SET used_on = used_on + 30000")
    await place.run_sql("UPDATE seen SET used_on = used_on + 30000")
    await purge_after(DAY, FAMILY)
    await purge_after(RETENTION, FAMILY)
    assert await members(store) == 0
    await purge_after(MAX_SILENCE, FAMILY)
    assert await place.run_sql("SELECT used_on FROM last_use") == []
    assert await place.run_sql("SELECT cards FROM seen") == []


async def test_of_several_processes_one_purges_a_day(
    place: Place, store: Store, advance: Advance
) -> None:
    async with place.opened() as other:
        assert [await each.retention.take_purge() for each in (store, other)] == [True, False]
        await advance(timedelta(hours=23))
        assert not await other.retention.take_purge()
        await advance(timedelta(hours=1))
        assert [await each.retention.take_purge() for each in (other, store)] == [True, False]
        await other.retention.give_up_purge()
        assert await store.retention.take_purge()
