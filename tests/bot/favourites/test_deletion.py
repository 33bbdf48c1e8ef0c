"""Deletions are complete and permanent."""

import asyncio
import re
from collections.abc import Mapping
from datetime import timedelta
from unittest.mock import AsyncMock, call

import pytest

from bot.favourites.deletion import DeletionReport, Deletions
from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES, PURGE_STEP, RETENTION, Scope
from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.stores import Row, Store, fill, repeat_deletions, starred_names
from tests.support.clocks import ManualClock
from tests.support.patience import PATIENCE

FRIENDS, FAMILY = 7, 8
ADA, BEN = 0x0123456789ABCDEF, 0x0123456789ABCDE0
WHOM = {
    **dict.fromkeys(("star", "activity", "place", "refusal"), "guild, member"),
    **dict.fromkeys(("consent", "liking"), "guild, member, other"),
    **dict.fromkeys(("hidden_name", "typed_names_refused"), "guild"),
}
"""The columns of each table with the group and the members whose a row is."""
Content = dict[str, list[Row]]


async def content_of(store: Store) -> Content:
    """Return the groups and members whose rows are in each table."""
    return {
        table: sorted(await store.run_sql(f"SELECT {whom} FROM {table}"))  # noqa: S608 - our own
        for table, whom in WHOM.items()
    }


def without(content: Content, scope: Scope) -> Content:
    """Return what is left when all that is a group's or a member's is gone."""

    def is_covered(guild: object, *members: object) -> bool:
        return scope.guild in {None, guild} and (scope.member is None or scope.member in members)

    return {table: [row for row in rows if not is_covered(*row)] for table, rows in content.items()}


@pytest.mark.parametrize(
    "scope",
    [
        Scope(member=ADA),
        Scope(member=BEN),
        Scope(guild=FRIENDS),
        Scope(member=ADA, guild=FRIENDS),
        Scope(member=ADA, guild=DIRECT_MESSAGES),
    ],
    ids=["asker", "asked", "group", "member in a group", "member in messages"],
)
async def test_scope_alone_is_deleted_also_from_a_backup(store: Store, scope: Scope) -> None:
    async with store.opened() as repository:
        await fill(repository, ADA, BEN)
    before, backup = await content_of(store), await store.copy()
    assert all(before.values())
    left = without(before, scope)
    stars = len(before["star"]) - len(left["star"])
    async with store.opened() as repository:
        assert (await repository.delete(scope)).deleted["stars"] == stars
    assert await content_of(store) == left
    assert await repeat_deletions(store, backup) == stars
    assert await content_of(backup) == left


async def test_what_is_newer_than_a_deletion_is_kept_in_a_backup_without_it(store: Store) -> None:
    async with store.opened() as repository:
        for scope in (Scope(member=ADA), Scope(member=BEN), Scope(guild=FRIENDS)):
            await repository.delete(scope)
        await fill(repository, ADA, BEN)
    before, backup = await content_of(store), await store.copy()
    await backup.run_sql("DELETE FROM tombstone")
    assert await repeat_deletions(store, backup) == 0
    # Places have no numbers that tell when they were taken.
    assert await content_of(backup) == before | {"place": [(FAMILY, 0)]}


async def test_group_is_purged_with_all_in_it_after_its_retention(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await fill(repository, ADA, BEN)
    before = await content_of(store)
    await repository.guild_joined(FRIENDS)
    await repository.guild_left(FRIENDS)
    clock.advance(days=15)
    await repository.guild_left(FRIENDS)
    almost = clock.advance(days=15, milliseconds=-1)
    assert await repository.purge(almost, [FAMILY]) == {"groups": 0, "stars": 0}
    assert await content_of(store) == before
    now = clock.advance(milliseconds=1)
    assert await repository.purge(now, [FAMILY]) == {"groups": 1, "stars": 2}
    assert await content_of(store) == without(before, Scope(guild=FRIENDS))


async def test_group_using_the_bot_as_user_app_is_never_purged(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await fill(repository, ADA, BEN)
    before = await content_of(store)
    for _ in range(3):
        await repository.purge(clock.advance(days=2 * RETENTION / timedelta(days=1)), [FAMILY])
    assert await content_of(store) == before


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
    assert await repository.purge(now, [FRIENDS]) == {"groups": 0, "stars": 0}
    await repository.guild_left(FRIENDS)
    now = clock.advance(days=29)
    assert await repository.purge(now, []) == {"groups": 0, "stars": 0}


async def test_group_left_while_offline_has_its_retention(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    await repository.purge(clock(), [FRIENDS, FAMILY])
    missed = clock.advance(days=40)
    assert await repository.purge(missed, [FAMILY]) == {"groups": 0, "stars": 0}
    for _ in range(RETENTION // PURGE_STEP):
        now = clock.advance(seconds=PURGE_STEP.total_seconds())
        assert await repository.purge(now, [FAMILY]) == {"groups": 0, "stars": 0}
    caught_up = [await repository.purge(missed + RETENTION, [FAMILY]) for _ in range(10)]
    assert {"groups": 1, "stars": 1} in caught_up


async def wait_for_first_batch(store: Store, stars: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await store.run_sql("SELECT count(*) FROM star") == [(stars,)]:  # noqa: ASYNC110 - the database's
            await asyncio.sleep(0)


@pytest.mark.parametrize("kind", ["deleted", "purged"])
async def test_large_group_goes_in_batches_and_what_is_starred_meanwhile_stays(
    store: Store, repository: FavouritesRepository, clock: ManualClock, kind: str
) -> None:
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 3001)])

    async def remove() -> Mapping[str, int]:
        if kind == "deleted":
            return (await repository.delete(Scope(guild=FRIENDS))).deleted
        await repository.guild_left(FRIENDS)
        return await repository.purge(clock.advance(days=30), [])

    going = asyncio.create_task(remove())
    await wait_for_first_batch(store, 3000)
    assert await repository.star(FRIENDS, ADA, "Meanwhile", None)
    assert not going.done()
    assert (await going)["stars"] == 3000
    assert await starred_names(store) == {"Meanwhile"}
    assert await store.run_sql("SELECT member FROM activity") == [(ADA,)]


async def test_group_rejoined_during_a_purge_keeps_the_rest(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 5001)])
    await repository.guild_left(FRIENDS)
    purging = asyncio.create_task(repository.purge(clock.advance(days=30), []))
    await wait_for_first_batch(store, 5000)
    await repository.guild_joined(FRIENDS)
    deleted = await purging
    assert deleted["groups"] == 0
    assert 0 < (await repository.totals(FRIENDS)).stars == 5000 - deleted["stars"]


async def test_receipt_tells_of_a_failure_and_the_log_why(caplog: pytest.LogCaptureFixture) -> None:
    receipt = await Deletions(AsyncMock(side_effect=StoreError("no paper"))).delete(ADA)
    assert receipt.report is None
    assert re.fullmatch("[0-9a-f]{8}", receipt.number)
    assert f"Deletion {receipt.number} failed" in caplog.text
    assert "no paper" in caplog.text
    assert str(ADA) not in caplog.text


async def test_cancellation_is_not_reported_as_a_failure() -> None:
    with pytest.raises(asyncio.CancelledError):
        await Deletions(AsyncMock(side_effect=asyncio.CancelledError)).delete(ADA)


async def test_deletion_goes_on_when_nobody_waits_and_who_asks_again_joins_it() -> None:
    ended = asyncio.Event()

    async def delete(_member: int) -> DeletionReport:
        await ended.wait()
        return DeletionReport({"notes": 1}, wiped=True)

    slow = AsyncMock(side_effect=delete)
    deletions = Deletions(slow)
    leaving, bens = [asyncio.create_task(deletions.delete(member)) for member in (ADA, BEN)]
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.wait([leaving])
    again = [asyncio.create_task(deletions.delete(ADA)) for _ in range(2)]
    await asyncio.sleep(0)
    ended.set()
    first, second = await asyncio.gather(*again)
    assert first == second
    assert first.report == DeletionReport({"notes": 1}, wiped=True)
    assert (await bens).number != first.number
    assert slow.await_args_list == [call(ADA), call(BEN)]
    assert (await deletions.delete(ADA)).number != first.number


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


async def test_deletion_of_a_large_group_that_is_cut_off_leaves_no_star_without_its_last_use(
    store: Store, repository: FavouritesRepository
) -> None:
    """Without it, stars would be kept for ever."""
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 3001)])
    deleting = asyncio.create_task(repository.delete(Scope(guild=FRIENDS)))
    await wait_for_first_batch(store, 3000)
    deleting.cancel()
    await asyncio.wait([deleting])
    without = """
        SELECT count(*) FROM star WHERE NOT EXISTS (
            SELECT 1 FROM activity
            WHERE activity.guild = star.guild AND activity.member = star.member
        )
    """
    assert await store.run_sql(without) == [(0,)]
