"""What is allowed a few times an hour only, whichever process is asked."""

from datetime import timedelta

import pytest

from bot.favourites.matches import Asked, TooManyQuestionsError
from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.stores import Store
from tests.support.clocks import ManualClock

GROUP, OTHER_GROUP, ADA, BEN = 7, 8, 1, 2
HOUR = timedelta(hours=1)


async def test_member_asks_five_people_an_hour_in_all_groups_together(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    for other in range(10, 15):
        assert await repository.matches.ask(GROUP + other % 2, ADA, other) is Asked.NOW
    with pytest.raises(TooManyQuestionsError) as refusal:
        await repository.matches.ask(GROUP, ADA, BEN)
    assert refusal.value.fields == {"minutes": 12}
    assert not [given for given in await repository.consents(ADA) if given.other == BEN]
    assert await repository.matches.ask(GROUP, BEN, 10) is Asked.NOW
    clock.advance(minutes=12, milliseconds=-1)
    with pytest.raises(TooManyQuestionsError):
        await repository.matches.ask(GROUP, ADA, BEN)
    clock.advance(milliseconds=1)
    assert await repository.matches.ask(GROUP, ADA, BEN) is Asked.NOW


async def test_asking_nobody_anew_costs_nothing(repository: FavouritesRepository) -> None:
    for _ in range(20):
        await repository.matches.ask(GROUP, ADA, BEN)
    for other in range(10, 20):
        await repository.matches.ask(GROUP, other, ADA)
        assert await repository.matches.ask(GROUP, ADA, other) is Asked.MUTUAL
    for other in range(20, 24):
        assert await repository.matches.ask(GROUP, ADA, other) is Asked.NOW


async def test_question_that_was_taken_back_still_counts(repository: FavouritesRepository) -> None:
    """Else somebody could be asked again and again."""
    for _ in range(5):
        await repository.matches.ask(GROUP, ADA, BEN)
        await repository.matches.end(GROUP, ADA, BEN)
    with pytest.raises(TooManyQuestionsError):
        await repository.matches.ask(GROUP, ADA, BEN)


async def test_group_has_one_poll_an_hour_in_any_process(store: Store, clock: ManualClock) -> None:
    async with store.opened(clock) as one:
        assert await one.polls.begin(GROUP) == 0
        assert await one.polls.wait(GROUP) == HOUR.total_seconds()
    async with store.opened(clock) as other:
        assert await other.polls.begin(GROUP) == HOUR.total_seconds()
        assert await other.polls.begin(OTHER_GROUP) == 0
        clock.advance(minutes=60)
        assert await other.polls.wait(GROUP) == 0
        assert await other.polls.begin(GROUP) == 0


async def test_poll_that_came_to_nothing_is_no_poll(repository: FavouritesRepository) -> None:
    await repository.polls.begin(GROUP)
    await repository.polls.take_back(GROUP)
    assert await repository.polls.begin(GROUP) == 0


async def test_wrong_clock_makes_nobody_wait_for_longer_than_an_hour(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    clock.advance(days=3650)
    await repository.polls.begin(GROUP)
    clock.advance(days=-3650)
    assert await repository.polls.wait(GROUP) <= HOUR.total_seconds()


async def test_nothing_is_left_of_them_after_the_hour(
    store: Store, repository: FavouritesRepository, clock: ManualClock
) -> None:
    await repository.polls.begin(GROUP)
    await repository.matches.ask(GROUP, ADA, BEN)
    await repository.purge(clock.advance(hours=1), [])
    assert await store.run_sql("SELECT owner FROM allowance") == []


async def test_what_discord_was_told_of_commands_is_known(repository: FavouritesRepository) -> None:
    assert await repository.known_commands() is None
    await repository.commands_told("first")
    await repository.commands_told("second")
    assert await repository.known_commands() == "second"
