"""How long stars are kept that nobody deletes, and that no wrong clock shortens it."""

import asyncio
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.maintenance import purge_daily
from bot.favourites.models import DIRECT_MESSAGES, MAX_SILENCE, RETENTION
from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.stores import Action, Store, purge_after, starred_names
from tests.support.clocks import ManualClock

FRIENDS, FAMILY = 7, 8
ADA, BEN = 1, 2
TWO_YEARS = timedelta(days=730)
NOTHING = {"groups": 0, "stars": 0}


@pytest.mark.parametrize("guild", [FRIENDS, DIRECT_MESSAGES])
async def test_stars_end_after_two_years_of_silence(
    store: Store, repository: FavouritesRepository, clock: ManualClock, guild: int
) -> None:
    await repository.star(guild, ADA, "Ana", None)
    assert await purge_after(store, repository, clock, TWO_YEARS) == NOTHING
    rest = MAX_SILENCE - TWO_YEARS
    assert await purge_after(store, repository, clock, rest) == {"groups": 0, "stars": 1}
    assert await store.run_sql("SELECT * FROM activity") == []


@pytest.mark.parametrize(
    ("use", "starred"),
    [
        (lambda favourites: favourites.star(FRIENDS, ADA, "Dé", None), {"Ana", "Dé"}),
        (lambda favourites: favourites.list_favourites(FRIENDS, ADA), {"Ana"}),
        (lambda favourites: favourites.count_members(FRIENDS, ADA, ["Eva"]), {"Ana"}),
    ],
    ids=["star", "list", "card"],
)
async def test_use_starts_the_two_years_again(
    store: Store,
    clock: ManualClock,
    repository: FavouritesRepository,
    use: Action,
    starred: set[str],
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    await repository.star(FRIENDS, BEN, "Bo", None)
    await repository.star(FAMILY, ADA, "Cas", None)
    clock.advance(days=400)
    await use(repository)
    assert await purge_after(store, repository, clock, timedelta()) == NOTHING
    await purge_after(store, repository, clock, MAX_SILENCE - timedelta(days=400))
    assert await starred_names(store) == starred


async def test_use_is_recorded_though_the_bot_restarts(store: Store, clock: ManualClock) -> None:
    async with store.opened(clock) as repository:
        await repository.star(FRIENDS, ADA, "Ana", None)
    clock.advance(days=400)
    async with store.opened(clock) as repository:
        await repository.list_favourites(FRIENDS, ADA)
    async with store.opened(clock) as repository:
        assert await purge_after(store, repository, clock, TWO_YEARS) == NOTHING


async def test_clock_far_in_the_future_purges_nothing(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(FAMILY, ADA, "Ana", None)
    await repository.star(FRIENDS, ADA, "Bo", None)
    await repository.purge(clock(), [FRIENDS, FAMILY])
    await repository.guild_left(FRIENDS)
    wrong = clock() + timedelta(days=3650)
    assert await repository.purge(wrong, [FAMILY]) == NOTHING
    assert await starred_names(store) == {"Ana", "Bo"}


async def test_what_was_dated_in_the_future_is_not_kept_until_then(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(FAMILY, ADA, "Ana", None)
    clock.advance(days=3650)
    await repository.star(FRIENDS, ADA, "Bo", None)
    await repository.guild_left(FRIENDS)
    clock.advance(days=-3650)
    await repository.purge(clock(), [FAMILY])
    assert await purge_after(store, repository, clock, MAX_SILENCE) == {"groups": 0, "stars": 2}


async def test_clock_far_in_the_past_leaves_a_group_its_retention(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    await repository.purge(clock(), [FRIENDS])
    right = clock()
    await repository.purge(right - timedelta(days=3650), [])
    assert await repository.purge(right, []) == NOTHING
    assert await starred_names(store) == {"Ana"}


async def test_stars_made_after_the_bot_was_removed_are_not_purged_with_the_old(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    """Members can bring the bot along to a group that has removed it."""
    await repository.star(FRIENDS, ADA, "Before", None)
    await repository.guild_left(FRIENDS)
    await repository.star(FRIENDS, ADA, "After", None)
    now = clock.advance(seconds=RETENTION.total_seconds())
    assert await repository.purge(now, []) == {"groups": 1, "stars": 1}
    assert await starred_names(store) == {"After"}
    await store.run_sql("UPDATE ledger SET purged_until = NULL")
    now = clock.advance(seconds=MAX_SILENCE.total_seconds())
    assert await repository.purge(now, []) == {"groups": 0, "stars": 1}


async def test_purge_of_thousands_of_silent_lists_deletes_all(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await store.insert_stars([(FRIENDS, member, "ana", "Ana") for member in range(1, 101)])
    deleted = await purge_after(store, repository, clock, MAX_SILENCE + timedelta(days=400))
    assert deleted == {"groups": 0, "stars": 100}
    assert await store.run_sql("SELECT * FROM tally") == []
    assert await store.run_sql("SELECT * FROM activity") == []


async def test_a_day_has_one_purge_unless_one_was_made_while_the_clock_was_wrong(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    day = timedelta(days=1)
    assert await repository.claim_purge(clock() + 3650 * day, day)
    assert await repository.claim_purge(clock(), day)
    assert not await repository.claim_purge(clock.advance(hours=23), day)
    assert await repository.claim_purge(clock.advance(hours=1), day)


@pytest.mark.parametrize(
    "error", [StoreError("StoreError"), ConnectionError("secret"), RuntimeError("secret")], ids=repr
)
async def test_list_of_servers_that_is_not_complete_purges_nothing_and_is_asked_for_again(
    store: Store,
    repository: FavouritesRepository,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    await repository.guild_joined(FRIENDS)
    for interval in ("PURGE_INTERVAL", "PEERS_INTERVAL"):
        monkeypatch.setattr(f"bot.favourites.maintenance.{interval}", 0)
    for has_peers in (False, True):
        fail = AsyncMock(side_effect=[error, error, asyncio.CancelledError()])
        async with asyncio.timeout(10):
            with pytest.raises(asyncio.CancelledError):
                await purge_daily(repository, fail, has_peers=has_peers)
    assert caplog.text.count(f"could not be deleted: {type(error).__name__}") == 4
    assert await store.run_sql("SELECT left_at FROM guild") == [(None,)]
