"""Deletions are complete and permanent."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.favourites.deletion import DeletionReport, Deletions
from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES, PURGE_STEP, RETENTION, Scope
from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.exports import exported_stars
from tests.bot.favourites.stores import Store, starred_names
from tests.support.clocks import ManualClock

FRIENDS, FAMILY = 7, 8
ADA, BEN = 0x0123456789ABCDEF, 0x0123456789ABCDE0


async def favourites_in(store: Store, member: int) -> list[str]:
    """Return all favourites of a member in a store, in any group."""
    async with store.opened() as repository:
        return [star.name for star in await exported_stars(repository, member)]


async def repeat_deletions(current: Store, backup: Store) -> int:
    """Repeat in a backup the deletions that a store records; return how many stars that was."""
    return await backup.repeat_deletions_of(current, ManualClock()())


async def test_member_is_deleted_in_every_group(
    repository: FavouritesRepository,
) -> None:
    for guild in (DIRECT_MESSAGES, FRIENDS, FAMILY):
        for member in (ADA, BEN):
            await repository.star(guild, member, "Ana", None)
    assert await repository.delete_member(ADA) == DeletionReport({"stars": 3})
    assert await exported_stars(repository, ADA) == []
    assert len(await exported_stars(repository, BEN)) == 3
    assert await repository.count_members(FRIENDS, BEN, ["Ana"]) == {"Ana": 1}
    assert await repository.delete_member(ADA) == DeletionReport({"stars": 0})


async def test_tombstones_delete_older_stars_only(store: Store, clock: ManualClock) -> None:
    async with store.opened(clock) as repository:
        await repository.star(FRIENDS, ADA, "Before", None)
        await repository.star(FAMILY, BEN, "Bens", None)
    copy = await store.copy()
    async with store.opened(clock) as repository:
        await repository.delete_member(ADA)
        clock.advance(milliseconds=1)
        await repository.star(FRIENDS, ADA, "After", None)
    assert await favourites_in(copy, ADA) == ["Before"]
    assert await repeat_deletions(store, copy) == 1
    assert await favourites_in(copy, ADA) == []
    assert await favourites_in(copy, BEN) == ["Bens"]
    assert await repeat_deletions(store, store) == 0
    assert await favourites_in(store, ADA) == ["After"]


async def test_backup_with_stars_in_direct_messages_is_restored(store: Store) -> None:
    async with store.opened() as repository:
        for member in (ADA, BEN):
            await repository.star(DIRECT_MESSAGES, member, "Ana", None)
    copy = await store.copy()
    async with store.opened() as repository:
        await repository.delete_member(ADA)
    assert await repeat_deletions(store, copy) == 1
    assert await favourites_in(copy, BEN) == ["Ana"]


async def test_restored_backup_inherits_tombstones(
    new_store: Callable[[], Store], clock: ManualClock
) -> None:
    """After deletions in a new database, an old backup replaces it."""
    old, older, current = new_store(), new_store(), new_store()
    for store in (old, older):
        async with store.opened(clock) as repository:
            await repository.star(FRIENDS, ADA, "Adas", None)
            await repository.star(FRIENDS, BEN, "Bens", None)
    async with old.opened(clock) as repository:
        await repository.delete_member(BEN)
    async with current.opened(clock) as repository:
        await repository.delete_member(ADA)
    assert await repeat_deletions(current, old) == 1
    assert await repeat_deletions(old, older) == 2


async def test_later_deletion_of_a_member_prevails(store: Store, clock: ManualClock) -> None:
    async with store.opened(clock) as repository:
        await repository.delete_member(ADA)
        clock.advance(days=1)
        await repository.star(FRIENDS, ADA, "Between", None)
    copy = await store.copy()
    async with store.opened(clock) as repository:
        clock.advance(days=1)
        await repository.delete_member(ADA)
    assert await repeat_deletions(store, copy) == 1


async def test_tombstones_are_keyed_hashes_that_differ_between_databases(
    new_store: Callable[[], Store],
) -> None:
    marks: set[object] = set()
    for store in (new_store(), new_store()):
        async with store.opened() as repository:
            await repository.delete_member(ADA)
        lengths = await store.run_sql("SELECT length(key), length(mark) FROM tombstone")
        assert lengths == [(32, 16)]
        marks.update(await store.run_sql("SELECT mark FROM tombstone"))
    assert len(marks) == 2


async def test_group_is_purged_after_its_retention(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    for guild in (DIRECT_MESSAGES, FRIENDS, FAMILY):
        await repository.star(guild, ADA, "Ana", None)
    await repository.guild_joined(FRIENDS)
    await repository.guild_left(FRIENDS)
    clock.advance(days=15)
    await repository.guild_left(FRIENDS)
    almost = clock.advance(days=15, milliseconds=-1)
    assert (await repository.purge(almost, [FAMILY])).deleted == {"groups": 0, "stars": 0}
    assert len(await repository.top_of_group(FRIENDS)) == 1
    now = clock.advance(milliseconds=1)
    assert (await repository.purge(now, [FAMILY])).deleted == {"groups": 1, "stars": 1}
    assert await repository.top_of_group(FRIENDS) == ()
    assert len(await repository.top_of_group(FAMILY)) == 1
    assert len(await repository.list_favourites(DIRECT_MESSAGES, ADA)) == 1
    assert (await repository.purge(clock.advance(days=60), [FAMILY])).deleted == {
        "groups": 0,
        "stars": 0,
    }


async def test_group_without_stars_is_purged_too(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.guild_left(FRIENDS)
    assert (await repository.purge(clock.advance(days=30), [])).deleted == {"groups": 1, "stars": 0}
    assert (await repository.purge(clock.advance(days=30), [])).deleted == {"groups": 0, "stars": 0}


@pytest.mark.parametrize("notified", [True, False])
async def test_rejoined_group_restarts_its_retention(
    repository: FavouritesRepository, clock: ManualClock, *, notified: bool
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    await repository.guild_left(FRIENDS)
    clock.advance(days=29)
    if notified:
        await repository.guild_joined(FRIENDS)
    now = clock.advance(days=10)
    assert (await repository.purge(now, [FRIENDS])).deleted == {"groups": 0, "stars": 0}
    await repository.guild_left(FRIENDS)
    now = clock.advance(days=29)
    assert (await repository.purge(now, [])).deleted == {"groups": 0, "stars": 0}


async def test_group_left_while_offline_has_its_retention(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    await repository.purge(clock(), [FRIENDS, FAMILY])
    missed = clock.advance(days=40)
    assert (await repository.purge(missed, [FAMILY])).deleted == {"groups": 0, "stars": 0}
    for _ in range(RETENTION // PURGE_STEP):
        now = clock.advance(seconds=PURGE_STEP.total_seconds())
        assert (await repository.purge(now, [FAMILY])).deleted == {"groups": 0, "stars": 0}
    caught_up = [await repository.purge(missed + RETENTION, [FAMILY]) for _ in range(10)]
    assert {"groups": 1, "stars": 1} in [report.deleted for report in caught_up]


async def test_group_using_the_bot_as_user_app_is_never_purged(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    for _ in range(3):
        now = clock.advance(days=2 * RETENTION / timedelta(days=1))
        assert (await repository.purge(now, [FAMILY])).deleted == {"groups": 0, "stars": 0}


async def test_large_group_is_purged_in_batches_between_other_writes(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 2501)])
    await repository.guild_left(FRIENDS)
    purging = asyncio.create_task(repository.purge(clock.advance(days=30), []))
    await asyncio.sleep(0)
    assert await repository.star(FAMILY, ADA, "Ana", None)
    assert not purging.done()
    assert (await purging).deleted == {"groups": 1, "stars": 2500}
    assert await repository.count_members(FAMILY, ADA, ["Ana"]) == {"Ana": 1}


async def test_group_rejoined_during_a_purge_keeps_the_rest(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 10001)])
    await repository.guild_left(FRIENDS)
    purging = asyncio.create_task(repository.purge(clock.advance(days=30), []))
    while await repository.count_members(FRIENDS, ADA, ["Ana"]) == {"Ana": 10000}:
        pass
    await repository.guild_joined(FRIENDS)
    report = await purging
    assert report.deleted["groups"] == 0
    kept = await repository.count_members(FRIENDS, ADA, ["Ana"])
    assert 0 < kept["Ana"] == 10000 - report.deleted["stars"]


async def test_failed_deletion_is_in_the_receipt_and_its_cause_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(_member: int) -> DeletionReport:
        message = "no paper"
        raise StoreError(message)

    receipt = await Deletions(fail).delete(ADA)
    assert receipt.report is None
    assert re.fullmatch("[0-9a-f]{8}", receipt.number)
    assert f"Deletion {receipt.number} failed" in caplog.text
    assert "no paper" in caplog.text
    assert str(ADA) not in caplog.text


async def test_cancellation_is_not_reported_as_a_failure() -> None:
    async def be_cancelled(_member: int) -> DeletionReport:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Deletions(be_cancelled).delete(ADA)


class SlowStore:
    """A store whose deletions end when it is told."""

    def __init__(self) -> None:
        self.deletions: list[int] = []
        self.ended = asyncio.Event()

    async def delete_member(self, member: int) -> DeletionReport:
        self.deletions.append(member)
        await self.ended.wait()
        return DeletionReport({"notes": 1})


async def test_member_who_asks_again_joins_the_deletion_at_work() -> None:
    store = SlowStore()
    deletions = Deletions(store.delete_member)
    asked = [asyncio.create_task(deletions.delete(member)) for member in (ADA, BEN, ADA, ADA)]
    await asyncio.sleep(0)
    store.ended.set()
    first, bens, *others = await asyncio.gather(*asked)
    assert others == [first, first]
    assert bens.number != first.number
    assert store.deletions == [ADA, BEN]
    assert (await deletions.delete(ADA)).number != first.number


async def test_deletion_goes_on_when_nobody_waits_for_it() -> None:
    store = SlowStore()
    deletions = Deletions(store.delete_member)
    asked = asyncio.create_task(deletions.delete(ADA))
    await asyncio.sleep(0)
    asked.cancel()
    await asyncio.wait([asked])
    store.ended.set()
    assert (await deletions.delete(ADA)).report == DeletionReport({"notes": 1})
    assert store.deletions == [ADA]


async def test_receipts_number_is_in_the_log_without_a_name(
    repository: FavouritesRepository, caplog: pytest.LogCaptureFixture, clock: ManualClock
) -> None:
    caplog.set_level("INFO")
    await repository.star(FRIENDS, ADA, "Secretname", None)
    receipt = await Deletions(repository.delete_member, clock).delete(ADA)
    assert receipt.at == clock()
    assert f"Deletion {receipt.number}: favourites {{'stars': 1}}" in caplog.text
    assert str(ADA) not in caplog.text
    assert "Secretname" not in caplog.text


@pytest.mark.parametrize(
    ("scope", "kept"),
    [
        (Scope(member=ADA), {"Ben here", "Ben there"}),
        (Scope(member=ADA, guild=FRIENDS), {"Ada there", "Ben here", "Ben there"}),
        (Scope(guild=FRIENDS), {"Ada there", "Ben there"}),
    ],
    ids=["member", "member in a group", "group"],
)
async def test_scope_is_deleted_also_from_a_restored_backup(
    store: Store, scope: Scope, kept: set[str]
) -> None:
    async with store.opened() as repository:
        for member, who in ((ADA, "Ada"), (BEN, "Ben")):
            await repository.star(FRIENDS, member, f"{who} here", None)
            await repository.star(FAMILY, member, f"{who} there", None)
    copy = await store.copy()
    async with store.opened() as repository:
        assert (await repository.delete(scope)).deleted["stars"] == 4 - len(kept)
    assert await starred_names(store) == kept
    assert await repeat_deletions(store, copy) == 4 - len(kept)
    assert await starred_names(copy) == kept


async def test_large_group_is_deleted_in_batches_between_other_writes(
    store: Store, repository: FavouritesRepository
) -> None:
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 2501)])
    deleting = asyncio.create_task(repository.delete(Scope(guild=FRIENDS)))
    await asyncio.sleep(0)
    assert await repository.star(FAMILY, ADA, "Ana", None)
    assert not deleting.done()
    assert (await deleting).deleted["stars"] == 2500
    assert await store.run_sql("SELECT guild FROM activity") == [(FAMILY,)]
    assert await starred_names(store) == {"Ana"}


async def wait_for_first_batch(store: Store) -> None:
    for _ in range(100_000):
        if await store.run_sql("SELECT * FROM tombstone"):
            return
        await asyncio.sleep(0)
    pytest.fail("nothing is deleted")


async def test_deletion_of_a_large_group_spares_what_is_starred_meanwhile(
    store: Store, repository: FavouritesRepository
) -> None:
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 3001)])
    deleting = asyncio.create_task(repository.delete(Scope(guild=FRIENDS)))
    await wait_for_first_batch(store)
    assert await repository.star(FRIENDS, ADA, "Meanwhile", None)
    assert (await deleting).deleted["stars"] == 3000
    assert await starred_names(store) == {"Meanwhile"}
    assert await store.run_sql("SELECT member FROM activity") == [(ADA,)]


async def test_deletion_of_a_large_group_that_is_cut_off_leaves_no_star_without_its_last_use(
    store: Store, repository: FavouritesRepository
) -> None:
    """Without it, stars would be kept for ever."""
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 3001)])
    deleting = asyncio.create_task(repository.delete(Scope(guild=FRIENDS)))
    await wait_for_first_batch(store)
    deleting.cancel()
    await asyncio.wait([deleting])
    without = """
        SELECT count(*) FROM star WHERE NOT EXISTS (
            SELECT 1 FROM activity
            WHERE activity.guild = star.guild AND activity.member = star.member
        )
    """
    assert await store.run_sql(without) == [(0,)]
