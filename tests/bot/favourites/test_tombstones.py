"""What a tombstone deletes from a copy, whatever clocks say and however copies are related."""

from collections.abc import Callable

import pytest

from bot.favourites.models import Scope
from tests.bot.favourites.stores import Store, repeat_deletions, starred_names
from tests.support.clocks import ManualClock

GROUP, ADA, BEN = 7, 1, 2
LOST = [f"Lost {number}" for number in range(20)]


async def star(store: Store, clock: ManualClock, *names: str, member: int = ADA) -> None:
    async with store.opened(clock) as repository:
        for name in names:
            await repository.star(GROUP, member, name, None)


async def delete(store: Store, clock: ManualClock, member: int = ADA) -> None:
    async with store.opened(clock) as repository:
        await repository.delete_member(member)


async def restore(backup: Store, current: Store) -> Store:
    """Return a copy of a backup that takes the place of a store, as a restore does."""
    fresh = await backup.copy()
    await repeat_deletions(current, fresh)
    return fresh


@pytest.mark.parametrize("jump", [-3650, -1, 1, 3650], ids=lambda days: f"{days:+} days")
async def test_clock_that_jumps_back_or_forth_does_not_decide_what_is_deleted(
    store: Store, clock: ManualClock, jump: int
) -> None:
    await star(store, clock, "Before")
    backup = await store.copy()
    clock.advance(days=jump)
    await delete(store, clock)
    clock.advance(days=-jump)
    await star(store, clock, "After")
    later = await store.copy()
    store = await restore(later, store)
    assert await starred_names(store) == {"After"}
    store = await restore(backup, store)
    assert await starred_names(store) == set()


async def test_deletion_after_a_restore_covers_lost_stars(store: Store, clock: ManualClock) -> None:
    """The restored one counts fewer stars than the one that it replaced."""
    await star(store, clock, "Old", member=BEN)
    backup = await store.copy()
    await star(store, clock, *LOST)
    replaced = await store.copy()
    store = await restore(backup, store)
    await delete(store, clock)
    store = await restore(replaced, store)
    assert await starred_names(store) == {"Old"}


async def test_star_after_a_restore_outlives_deletions(store: Store, clock: ManualClock) -> None:
    await star(store, clock, "Old", member=BEN)
    backup = await store.copy()
    await star(store, clock, *LOST)
    await delete(store, clock)
    store = await restore(backup, store)
    await star(store, clock, "After")
    store = await restore(await store.copy(), store)
    assert await starred_names(store) == {"Old", "After"}


async def test_they_are_inherited(new_store: Callable[[], Store], clock: ManualClock) -> None:
    """After deletions in a new database, an old backup replaces it."""
    old, older, current = new_store(), new_store(), new_store()
    for store in (old, older):
        await star(store, clock, "Adas")
        await star(store, clock, "Bens", member=BEN)
    await delete(old, clock, BEN)
    await delete(current, clock, ADA)
    assert await repeat_deletions(current, old) == 1
    assert await repeat_deletions(old, older) == 2


async def test_later_deletion_of_a_member_prevails(store: Store, clock: ManualClock) -> None:
    await delete(store, clock)
    clock.advance(days=1)
    await star(store, clock, "Between")
    copy = await store.copy()
    clock.advance(days=1)
    await delete(store, clock)
    assert await repeat_deletions(store, copy) == 1


async def test_they_are_hashed_with_a_databases_key(
    new_store: Callable[[], Store], clock: ManualClock
) -> None:
    marks: set[object] = set()
    for store in (new_store(), new_store()):
        await delete(store, clock)
        sql = "SELECT length(key), length(mark), mark FROM tombstone"
        ((*lengths, mark),) = await store.run_sql(sql)
        assert lengths == [32, 16]
        marks.add(mark)
    assert len(marks) == 2


@pytest.mark.parametrize(("member", "guild"), [(None, None), (None, 0)])
def test_deletion_has_a_member_or_a_group(member: int | None, guild: int | None) -> None:
    with pytest.raises(ValueError, match="of a member or of a group"):
        Scope(member, guild)
