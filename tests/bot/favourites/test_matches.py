"""Consents of two members and what they like, in each kind of database."""

import asyncio
import json

import pytest

from bot.favourites.export import export_member
from bot.favourites.matches import (
    MAX_LIKES,
    MAX_MATCHES,
    Asked,
    Consent,
    MatchEndedError,
    TooManyLikesError,
    TooManyMatchesError,
    TooManyQuestionsError,
)
from bot.favourites.models import DIRECT_MESSAGES, MAX_SILENCE, PURGE_STEP
from bot.favourites.refusals import ANYBODY, MAX_REFUSALS, Refusal, TooManyRefusalsError
from bot.favourites.repository import FavouritesRepository
from model.domain.condition import Condition
from tests.bot.favourites.exports import always_new, exported_likes
from tests.bot.favourites.stores import Store, repeat_deletions
from tests.support.clocks import ManualClock

FRIENDS, FAMILY = 7, 8
ADA, BEN, CLO = 1, 2, 3
DUTCH = Condition.for_country("NL")


async def agree(repository: FavouritesRepository, guild: int = FRIENDS) -> None:
    assert await repository.matches.ask(guild, ADA, BEN) is Asked.NOW
    assert await repository.matches.accept(guild, BEN, ADA)


async def names_of_both(
    repository: FavouritesRepository, member: int, other: int, guild: int = FRIENDS
) -> list[str] | None:
    common = await repository.matches.compare(guild, member, other)
    return None if common is None else [name.name for name in common]


async def news_of(repository: FavouritesRepository, member: int, other: int) -> list[str]:
    common = await repository.matches.compare(FRIENDS, member, other) or ()
    return [name.name for name in common if name.is_news]


@pytest.mark.parametrize("guild", [FRIENDS, DIRECT_MESSAGES])
async def test_only_the_two_see_what_both_like(
    repository: FavouritesRepository, guild: int
) -> None:
    like = repository.matches.like
    assert await repository.matches.ask(guild, ADA, BEN) is Asked.NOW
    assert await names_of_both(repository, ADA, BEN, guild) is None
    assert await names_of_both(repository, BEN, ADA, guild) is None
    assert await repository.matches.accept(guild, BEN, ADA)
    assert not await like(guild, ADA, BEN, "Jorien", DUTCH)
    assert not await like(guild, ADA, BEN, "Mirthe", DUTCH)
    assert not await like(guild, BEN, ADA, "Sietske", DUTCH)
    assert await like(guild, BEN, ADA, "Mirthe", DUTCH)
    assert await like(guild, BEN, ADA, "Joriën", DUTCH)
    assert await names_of_both(repository, ADA, BEN, guild) == ["Mirthe", "Jorien"]
    assert await names_of_both(repository, BEN, ADA, guild) == ["Mirthe", "Joriën"]
    for stranger in ((ADA, CLO), (CLO, ADA), (BEN, CLO)):
        assert await names_of_both(repository, *stranger, guild) is None
    assert await names_of_both(repository, ADA, BEN, FAMILY) is None


@pytest.mark.parametrize("guild", [FRIENDS, DIRECT_MESSAGES])
async def test_who_stars_everything_learns_nothing_of_the_others_stars_or_likes(
    repository: FavouritesRepository, guild: int
) -> None:
    names = ["Jorien", "Mirthe", "Sietske"]
    await agree(repository, guild)
    await repository.star(guild, ADA, "Jorien", None)
    await repository.matches.like(guild, ADA, BEN, "Mirthe", DUTCH)
    for name in names:
        await repository.star(guild, BEN, name, None)
    assert await names_of_both(repository, BEN, ADA, guild) == []
    assert await names_of_both(repository, ADA, BEN, guild) == []
    assert not await repository.matches.like(guild, BEN, ADA, "Jorien", DUTCH)
    assert await repository.matches.like(guild, BEN, ADA, "Mirthe", DUTCH)
    assert await names_of_both(repository, BEN, ADA, guild) == ["Mirthe"]


async def test_each_is_shown_whether_they_starred_it_and_not_whether_the_other_did(
    repository: FavouritesRepository,
) -> None:
    await agree(repository)
    for member, other in ((ADA, BEN), (BEN, ADA)):
        await repository.matches.like(FRIENDS, member, other, "Jorien", DUTCH)
    await repository.star(FRIENDS, ADA, "Jorien", None)
    for member, other, is_starred in ((ADA, BEN, True), (BEN, ADA, False)):
        (common,) = await repository.matches.compare(FRIENDS, member, other) or ()
        assert (common.condition, common.is_starred) == (DUTCH, is_starred)


async def test_likes_are_between_the_two(repository: FavouritesRepository) -> None:
    await agree(repository)
    await repository.matches.ask(FRIENDS, ADA, CLO)
    await repository.matches.accept(FRIENDS, CLO, ADA)
    for member, other in ((ADA, BEN), (CLO, ADA)):
        await repository.matches.like(FRIENDS, member, other, "Jorien", DUTCH)
    assert await names_of_both(repository, ADA, BEN) == []
    assert await names_of_both(repository, ADA, CLO) == []
    assert await repository.matches.likes(FRIENDS, BEN, ADA) == []
    for member in (ADA, BEN, CLO):
        assert await repository.list_favourites(FRIENDS, member) == ()
    assert await repository.top_of_group(FRIENDS) == ()


async def test_each_is_told_once(repository: FavouritesRepository) -> None:
    await agree(repository)
    await repository.matches.like(FRIENDS, ADA, BEN, "Jorien", DUTCH)
    await repository.matches.like(FRIENDS, BEN, ADA, "Jorien", DUTCH)
    assert await news_of(repository, BEN, ADA) == []
    assert await news_of(repository, ADA, BEN) == ["Jorien"]
    await repository.matches.note_told(FRIENDS, ADA, BEN, ["Jorien"])
    assert await news_of(repository, ADA, BEN) == []
    assert await repository.matches.like(FRIENDS, BEN, ADA, "Jorien", DUTCH)
    assert await news_of(repository, ADA, BEN) == []


async def test_only_two_who_agreed_like_names(repository: FavouritesRepository) -> None:
    await repository.matches.ask(FRIENDS, ADA, BEN)
    with pytest.raises(MatchEndedError):
        await repository.matches.like(FRIENDS, ADA, BEN, "Jorien", DUTCH)


async def test_a_member_likes_a_bounded_number_of_names(repository: FavouritesRepository) -> None:
    await agree(repository)
    for number in range(MAX_LIKES):
        name = "".join(chr(ord("a") + int(digit)) for digit in str(number))
        await repository.matches.like(FRIENDS, ADA, BEN, name, DUTCH)
    await repository.matches.like(FRIENDS, ADA, BEN, "a", DUTCH)
    with pytest.raises(TooManyLikesError, match="500"):
        await repository.matches.like(FRIENDS, ADA, BEN, "Jorien", DUTCH)
    await repository.matches.like(FRIENDS, BEN, ADA, "Jorien", DUTCH)


@pytest.mark.parametrize("refusal", [Refusal(DIRECT_MESSAGES, ADA), Refusal(FRIENDS, ANYBODY)])
async def test_who_does_not_want_to_be_asked_is_asked_like_anybody(
    repository: FavouritesRepository, refusal: Refusal
) -> None:
    await repository.refusals.refuse(BEN, refusal)
    for other in (BEN, CLO):
        assert await repository.matches.ask(FRIENDS, ADA, other) is Asked.NOW
        assert await repository.matches.ask(FRIENDS, ADA, other) is Asked.BEFORE
        assert await repository.matches.accept(FRIENDS, other, ADA)


@pytest.mark.parametrize(
    ("refusal", "guild", "other", "is_covered"),
    [
        (Refusal(DIRECT_MESSAGES, ADA), FRIENDS, ADA, True),
        (Refusal(DIRECT_MESSAGES, ADA), FRIENDS, CLO, False),
        (Refusal(FRIENDS, ANYBODY), FRIENDS, CLO, True),
        (Refusal(FRIENDS, ANYBODY), FAMILY, CLO, False),
        (Refusal(DIRECT_MESSAGES, ANYBODY), DIRECT_MESSAGES, CLO, True),
        (Refusal(DIRECT_MESSAGES, ANYBODY), FRIENDS, CLO, False),
    ],
)
def test_a_refusal_covers_a_person_anywhere_or_anybody_in_a_group(
    refusal: Refusal, guild: int, other: int, *, is_covered: bool
) -> None:
    assert refusal.covers(guild, other) is is_covered


async def test_who_asks_may_be_asked_again(repository: FavouritesRepository) -> None:
    await repository.refusals.refuse(BEN, Refusal(DIRECT_MESSAGES, ADA))
    await repository.refusals.refuse(BEN, Refusal(FRIENDS, ANYBODY))
    await repository.refusals.refuse(BEN, Refusal(DIRECT_MESSAGES, CLO))
    assert await repository.matches.ask(FRIENDS, BEN, ADA) is Asked.NOW
    assert await repository.refusals_of(BEN) == [Refusal(DIRECT_MESSAGES, CLO)]
    assert await repository.refusals.withdraw_all(BEN) == 1
    assert await repository.matches.ask(FRIENDS, CLO, BEN) is Asked.NOW


async def test_asking_in_vain_costs_the_same(repository: FavouritesRepository) -> None:
    await repository.refusals.refuse(BEN, Refusal(DIRECT_MESSAGES, ADA))
    for other in (BEN, 11, 12, 13, 14):
        await repository.matches.ask(FRIENDS, ADA, other)
    with pytest.raises(TooManyQuestionsError):
        await repository.matches.ask(FRIENDS, ADA, CLO)


async def test_a_member_refuses_a_bounded_number(repository: FavouritesRepository) -> None:
    for other in range(100, 100 + MAX_REFUSALS):
        await repository.refusals.refuse(BEN, Refusal(DIRECT_MESSAGES, other))
    await repository.refusals.refuse(BEN, Refusal(DIRECT_MESSAGES, 100))
    with pytest.raises(TooManyRefusalsError, match="200"):
        await repository.refusals.refuse(BEN, Refusal(DIRECT_MESSAGES, ADA))


async def test_a_question_taken_back_cannot_be_agreed_to(repository: FavouritesRepository) -> None:
    await repository.matches.ask(FRIENDS, ADA, BEN)
    assert await repository.matches.end(FRIENDS, ADA, BEN)
    assert not await repository.matches.accept(FRIENDS, BEN, ADA)
    assert await repository.consents(BEN) == ()


async def test_either_ends_it_for_both_or_both_at_once(repository: FavouritesRepository) -> None:
    await agree(repository)
    ended = await asyncio.gather(
        repository.matches.end(FRIENDS, ADA, BEN), repository.matches.end(FRIENDS, BEN, ADA)
    )
    assert sorted(ended) == [False, True]
    assert await names_of_both(repository, ADA, BEN) is None
    assert await repository.consents(ADA) == await repository.consents(BEN) == ()


async def test_all_are_ended_at_once(repository: FavouritesRepository) -> None:
    await agree(repository)
    await agree(repository, DIRECT_MESSAGES)
    await repository.matches.ask(FAMILY, CLO, ADA)
    assert await repository.matches.end_all(ADA) == 3
    assert await repository.consents(ADA) == ()
    assert await repository.matches.end_all(ADA) == 0


async def test_consents_say_by_whom(repository: FavouritesRepository, clock: ManualClock) -> None:
    now = clock()
    await agree(repository)
    await repository.matches.ask(FAMILY, CLO, ADA)
    assert await repository.consents(ADA) == (
        Consent(FRIENDS, BEN, now, received=True),
        Consent(FAMILY, CLO, None, received=True),
    )
    assert await repository.consents(CLO) == (Consent(FAMILY, ADA, now, received=False),)


async def test_matches_are_bounded(repository: FavouritesRepository, clock: ManualClock) -> None:
    for other in range(100, 100 + MAX_MATCHES):
        clock.advance(minutes=12)
        await repository.matches.ask(FRIENDS, ADA, other)
    clock.advance(minutes=12)
    with pytest.raises(TooManyMatchesError):
        await repository.matches.ask(FRIENDS, ADA, BEN)
    await repository.matches.ask(FRIENDS, BEN, ADA)
    with pytest.raises(TooManyMatchesError):
        await repository.matches.accept(FRIENDS, ADA, BEN)


async def test_deletion_counts_a_members_own_likes(repository: FavouritesRepository) -> None:
    await agree(repository)
    for member, other, name in ((ADA, BEN, "Jorien"), (ADA, BEN, "Mirthe"), (BEN, ADA, "Jorien")):
        await repository.matches.like(FRIENDS, member, other, name, DUTCH)
    assert (await repository.holdings(ADA)).likes == 2
    assert (await repository.delete_member(ADA)).deleted == {"stars": 0, "matches": 1, "likes": 2}
    assert await exported_likes(repository, BEN) == []


async def test_ended_match_stays_ended_in_a_restored_backup(store: Store) -> None:
    async with store.opened() as repository:
        for guild in (FRIENDS, FAMILY):
            await agree(repository, guild)
            await repository.matches.like(guild, ADA, BEN, "Jorien", DUTCH)
    backup = await store.copy()
    async with store.opened() as repository:
        await repository.matches.end(FRIENDS, BEN, ADA)
        assert [like.guild for like in await exported_likes(repository, ADA)] == [str(FAMILY)]
        await agree(repository)
        await repository.matches.like(FRIENDS, BEN, ADA, "Mirthe", DUTCH)
    await repeat_deletions(store, backup)
    for table in ("consent", "liking"):
        assert await backup.run_sql(f"SELECT DISTINCT guild FROM {table}") == [(FAMILY,)]  # noqa: S608 - our own
    await repeat_deletions(store, store)
    async with store.opened() as repository:
        assert len(await repository.consents(ADA)) == 2
        assert [like.name for like in await exported_likes(repository, BEN)] == ["Mirthe"]


async def test_matches_without_stars_end_after_two_years(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await agree(repository)
    await agree(repository, FAMILY)
    for guild in (FRIENDS, FAMILY):
        await repository.matches.like(guild, ADA, BEN, "Jorien", DUTCH)
    for member in (ADA, BEN):
        await repository.star(FAMILY, member, "Ana", None)
    while clock.advance(days=PURGE_STEP.days) - MAX_SILENCE < ManualClock()():
        await repository.purge(clock(), [FRIENDS, FAMILY])
        for member in (ADA, BEN):
            await repository.list_favourites(FAMILY, member)
    await repository.purge(clock(), [FRIENDS, FAMILY])
    assert [consent.guild for consent in await repository.consents(ADA)] == [FAMILY]
    assert [like.guild for like in await exported_likes(repository, ADA)] == [str(FAMILY)]


async def test_export_has_matches_own_likes_and_refusals(repository: FavouritesRepository) -> None:
    await agree(repository)
    await repository.matches.ask(DIRECT_MESSAGES, CLO, ADA)
    await repository.matches.like(FRIENDS, ADA, BEN, "Łucja", Condition.for_country("PL", "N"))
    await repository.matches.like(FRIENDS, BEN, ADA, "Jorien", DUTCH)
    await repository.refusals.refuse(ADA, Refusal(FAMILY, ANYBODY))
    await repository.refusals.refuse(ADA, Refusal(DIRECT_MESSAGES, BEN))
    export = json.loads((await export_member(repository, ADA, always_new)).content)
    assert export["matches"] == [
        {"guild": None, "other": "3", "given_at": None, "received": True},
        {"guild": "7", "other": "2", "given_at": "2026-01-01T00:00:00.000+00:00", "received": True},
    ]
    assert export["likes"] == [
        {"guild": "7", "other": "2", "name": "Łucja", "country": "PL", "gender": None}
    ]
    assert export["not_asked_by"] == [{"guild": None, "other": "2"}, {"guild": "8", "other": None}]
