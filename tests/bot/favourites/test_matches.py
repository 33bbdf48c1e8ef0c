"""Consents of two members, in each kind of database."""

import asyncio
import json

import pytest

from bot.favourites.export import export_member
from bot.favourites.matches import MAX_MATCHES, Asked, Consent, TooManyMatchesError
from bot.favourites.models import DIRECT_MESSAGES, MAX_SILENCE, PURGE_STEP, Scope
from bot.favourites.repository import FavouritesRepository
from tests.bot.favourites.exports import always_new
from tests.bot.favourites.manual_clock import ManualClock
from tests.bot.favourites.stores import Store

FRIENDS, FAMILY = 7, 8
ADA, BEN, CLO = 1, 2, 3


async def agree(repository: FavouritesRepository, guild: int = FRIENDS) -> None:
    assert await repository.matches.ask(guild, ADA, BEN) is Asked.NOW
    assert await repository.matches.accept(guild, BEN, ADA)


async def names_of_both(
    repository: FavouritesRepository, member: int, other: int, guild: int = FRIENDS
) -> list[str] | None:
    comparison = await repository.matches.compare(guild, member, other)
    return None if comparison is None else [star.name for star in comparison.both]


async def test_both_see_what_both_starred_and_nobody_else_does(
    repository: FavouritesRepository,
) -> None:
    for member, names in (
        (ADA, ["Marle", "Only Ada"]),
        (BEN, ["Only Ben", "Marlé"]),
        (CLO, ["Ma"]),
    ):
        for name in names:
            await repository.star(FRIENDS, member, name, None)
    assert await names_of_both(repository, ADA, BEN) is None
    await agree(repository)
    assert await names_of_both(repository, ADA, BEN) == ["Marle"]
    assert await names_of_both(repository, BEN, ADA) == ["Marle"]
    for stranger in ((ADA, CLO), (CLO, ADA), (BEN, CLO)):
        assert await names_of_both(repository, *stranger) is None
    assert await names_of_both(repository, ADA, BEN, FAMILY) is None
    comparison = await repository.matches.compare(FRIENDS, ADA, BEN)
    assert comparison is not None
    assert [star.name for star in comparison.theirs] == ["Only Ben"]


async def test_one_consent_shows_nothing(repository: FavouritesRepository) -> None:
    assert await repository.matches.ask(FRIENDS, ADA, BEN) is Asked.NOW
    assert await repository.matches.ask(FRIENDS, ADA, BEN) is Asked.BEFORE
    assert await names_of_both(repository, ADA, BEN) is None
    assert await names_of_both(repository, BEN, ADA) is None


async def test_two_who_ask_each_other_agree(repository: FavouritesRepository) -> None:
    await repository.matches.ask(FRIENDS, ADA, BEN)
    assert await repository.matches.ask(FRIENDS, BEN, ADA) is Asked.MUTUAL


async def test_a_question_taken_back_cannot_be_agreed_to(repository: FavouritesRepository) -> None:
    await repository.matches.ask(FRIENDS, ADA, BEN)
    assert await repository.matches.end(FRIENDS, ADA, BEN)
    assert not await repository.matches.accept(FRIENDS, BEN, ADA)
    assert await repository.consents(BEN) == ()


async def test_either_ends_it_for_both_and_both_may_at_once(
    repository: FavouritesRepository,
) -> None:
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


async def test_consents_say_who_gave_them(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    now = clock()
    await agree(repository)
    await repository.matches.ask(FAMILY, CLO, ADA)
    assert await repository.consents(ADA) == (
        Consent(FRIENDS, BEN, now, received=True),
        Consent(FAMILY, CLO, None, received=True),
    )
    assert await repository.consents(CLO) == (Consent(FAMILY, ADA, now, received=False),)


async def test_member_has_a_bounded_number(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    for other in range(100, 100 + MAX_MATCHES):
        clock.advance(minutes=12)
        await repository.matches.ask(FRIENDS, ADA, other)
    clock.advance(minutes=12)
    with pytest.raises(TooManyMatchesError):
        await repository.matches.ask(FRIENDS, ADA, BEN)
    await repository.matches.ask(FRIENDS, BEN, ADA)
    with pytest.raises(TooManyMatchesError):
        await repository.matches.accept(FRIENDS, ADA, BEN)


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        (Scope(member=ADA), [FAMILY]),
        (Scope(member=BEN), []),
        (Scope(guild=FRIENDS), [DIRECT_MESSAGES, FAMILY]),
        (Scope(member=ADA, guild=FRIENDS), [DIRECT_MESSAGES, FAMILY]),
    ],
    ids=["asker", "asked", "group", "member in a group"],
)
async def test_deletion_ends_matches_also_in_a_restored_backup(
    store: Store, scope: Scope, left: list[int]
) -> None:
    async with store.opened() as repository:
        await agree(repository)
        await agree(repository, DIRECT_MESSAGES)
        await repository.matches.ask(FAMILY, CLO, BEN)
    backup = await store.copy()
    async with store.opened() as repository:
        assert (await repository.delete(scope)).deleted["matches"] == 3 - len(left)
    guilds = "SELECT DISTINCT guild FROM consent ORDER BY guild"
    assert await store.run_sql(guilds) == [(guild,) for guild in left]
    await backup.repeat_deletions_of(store, ManualClock()())
    assert await backup.run_sql(guilds) == [(guild,) for guild in left]


async def test_ended_match_stays_ended_in_a_restored_backup(store: Store) -> None:
    async with store.opened() as repository:
        await agree(repository)
        await agree(repository, FAMILY)
    backup = await store.copy()
    async with store.opened() as repository:
        await repository.matches.end(FRIENDS, BEN, ADA)
        await repository.matches.ask(FRIENDS, ADA, BEN)
    await backup.repeat_deletions_of(store, ManualClock()())
    assert await backup.run_sql("SELECT DISTINCT guild FROM consent") == [(FAMILY,)]
    await store.repeat_deletions_of(store, ManualClock()())
    async with store.opened() as repository:
        assert len(await repository.consents(ADA)) == 2


async def test_matches_of_groups_long_left_are_purged(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await agree(repository)
    await repository.guild_joined(FRIENDS)
    await repository.guild_left(FRIENDS)
    await repository.purge(clock.advance(days=30), [])
    assert await repository.consents(ADA) == ()


async def test_matches_without_stars_end_after_two_years(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    await agree(repository)
    await agree(repository, FAMILY)
    for member in (ADA, BEN):
        await repository.star(FAMILY, member, "Ana", None)
    while clock.advance(days=PURGE_STEP.days) - MAX_SILENCE < ManualClock()():
        await repository.purge(clock(), [FRIENDS, FAMILY])
        for member in (ADA, BEN):
            await repository.list_favourites(FAMILY, member)
    await repository.purge(clock(), [FRIENDS, FAMILY])
    assert [consent.guild for consent in await repository.consents(ADA)] == [FAMILY]


async def test_export_has_both_directions(
    repository: FavouritesRepository,
) -> None:
    await agree(repository)
    await repository.matches.ask(DIRECT_MESSAGES, CLO, ADA)
    export = json.loads((await export_member(repository, ADA, always_new)).content)
    assert export["matches"] == [
        {"guild": None, "other": "3", "given_at": None, "received": True},
        {"guild": "7", "other": "2", "given_at": "2026-01-01T00:00:00.000+00:00", "received": True},
    ]


async def test_end_of_nothing_is_no_deletion(
    repository: FavouritesRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each press would have the record of deletions written anew."""
    erased: list[float] = []

    async def erase(patience: float = 0) -> bool:
        erased.append(patience)
        return True

    monkeypatch.setattr(repository.matches._database, "erase", erase)  # noqa: SLF001 - to count
    assert not await repository.matches.end(FRIENDS, ADA, BEN)
    assert not await repository.matches.end_all(ADA)
    assert not await repository.ties.withdraw(FRIENDS, ADA)
    assert erased == []
    await repository.star(FRIENDS, ADA, "Ana", None)
    await repository.ties.agree(FRIENDS, ADA)
    await repository.matches.ask(FRIENDS, ADA, BEN)
    assert await repository.matches.end(FRIENDS, ADA, BEN)
    assert await repository.ties.withdraw(FRIENDS, ADA)
    assert len(erased) == 2
