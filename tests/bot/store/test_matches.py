"""Two members who let each other see which names both like."""

from collections.abc import Sequence

import pytest

from bot.store.matches import (
    MAX_LIKES,
    MAX_MATCHES,
    CommonName,
    Invited,
    MatchEndedError,
    NotInvitedError,
    TooManyLikesError,
    TooManyMatchesError,
)
from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store
from model.domain.condition import Condition

GROUP, OTHER = 7, 8
ADA, BEN, CAS = 1, 2, 3
DUTCH = Condition.for_country("NL", "F")
BLEND = Condition.blend({"NL": 0.5, "IR": 0.5})


async def common(store: Store, member: int, other: int, guild: int = GROUP) -> Sequence[str] | None:
    search = await store.matches.search(guild, member, other)
    return None if search is None else [name.name for name in search.common]


async def only_common(store: Store) -> CommonName:
    search = await store.matches.search(GROUP, ADA, BEN)
    assert search is not None
    (name,) = search.common
    return name


async def agree(store: Store, guild: int = GROUP) -> None:
    await store.matches.invite(guild, ADA, BEN)
    assert await store.matches.accept(guild, BEN, ADA)


async def test_nothing_is_seen_before_both_agree(store: Store) -> None:
    assert await store.matches.invite(GROUP, ADA, BEN) is Invited.NOW
    assert await store.matches.invite(GROUP, ADA, BEN) is Invited.BEFORE
    assert await common(store, ADA, BEN) is None
    with pytest.raises(MatchEndedError):
        await store.matches.like(GROUP, ADA, BEN, "Jorien", DUTCH)
    assert await store.matches.invite(GROUP, BEN, ADA) is Invited.MUTUAL
    assert await common(store, ADA, BEN) == []


async def test_an_invitation_that_was_taken_back_cannot_be_accepted(store: Store) -> None:
    await store.matches.invite(GROUP, ADA, BEN)
    assert await store.matches.end(GROUP, ADA, BEN)
    assert not await store.matches.accept(GROUP, BEN, ADA)
    assert await store.matches.partners(BEN) == []


async def test_both_learn_of_what_both_like_and_of_nothing_else(store: Store) -> None:
    await agree(store)
    for name in ("Jorien", "Ana", "Bo"):
        assert not await store.matches.like(GROUP, ADA, BEN, name, DUTCH)
    assert not await store.matches.like(GROUP, BEN, ADA, "Cas", BLEND)
    assert await store.matches.like(GROUP, BEN, ADA, "BO", BLEND)
    assert await store.matches.like(GROUP, BEN, ADA, "Ana", DUTCH)
    assert await common(store, ADA, BEN) == ["Bo", "Ana"]
    assert await common(store, BEN, ADA) == ["BO", "Ana"]
    assert [*(await store.matches.likes(GROUP, BEN, ADA)).items()] == [
        *(("cas", BLEND), ("bo", BLEND), ("ana", DUTCH))
    ]


async def test_stars_are_no_likes_so_that_starring_everything_tells_nothing(store: Store) -> None:
    await store.stars.star(GROUP, ADA, "Jorien", None)
    await agree(store)
    for name in ("Jorien", "Ana"):
        await store.stars.star(GROUP, BEN, name, None)
        await store.matches.like(GROUP, BEN, ADA, name, DUTCH)
    assert await common(store, BEN, ADA) == []
    await store.matches.like(GROUP, ADA, BEN, "Jorien", DUTCH)
    common_name = await only_common(store)
    assert (common_name.is_starred, common_name.condition) == (True, DUTCH)


async def test_what_one_chooses_both_go_through_and_each_has_a_place_in_it(store: Store) -> None:
    async def search(member: int, other: int) -> tuple[str, int]:
        found = await store.matches.search(GROUP, member, other)
        assert found is not None
        return found.wish, found.place

    await agree(store)
    assert await search(ADA, BEN) == ("", 0)
    await store.matches.choose(GROUP, ADA, BEN, "NL")
    await store.matches.go_to(GROUP, ADA, BEN, 3)
    assert (await search(ADA, BEN), await search(BEN, ADA)) == (("NL", 3), ("NL", 0))
    await store.matches.choose(GROUP, BEN, ADA, "NL")
    assert await search(ADA, BEN) == ("NL", 3)
    await store.matches.choose(GROUP, BEN, ADA, "IR")
    assert (await search(ADA, BEN), await search(BEN, ADA)) == (("IR", 0), ("IR", 0))
    await store.matches.end(GROUP, ADA, BEN)
    await agree(store)
    assert await search(ADA, BEN) == ("", 0)


async def test_likes_are_between_the_two_in_their_group(store: Store) -> None:
    await agree(store)
    await agree(store, DIRECT_MESSAGES)
    await store.matches.invite(GROUP, ADA, CAS)
    await store.matches.accept(GROUP, CAS, ADA)
    await store.matches.like(GROUP, ADA, BEN, "Jorien", DUTCH)
    assert not await store.matches.like(GROUP, CAS, ADA, "Jorien", DUTCH)
    assert not await store.matches.like(DIRECT_MESSAGES, BEN, ADA, "Jorien", DUTCH)


async def test_a_name_that_is_mostly_typed_stays_so(store: Store) -> None:
    await agree(store)
    for member, other in ((ADA, BEN), (BEN, ADA)):
        await store.matches.like(GROUP, member, other, "Kevinustinkt", None)
    assert (await only_common(store)).condition is None


async def test_either_ends_it_for_both_with_all_likes(store: Store) -> None:
    await agree(store)
    await store.matches.like(GROUP, ADA, BEN, "Jorien", DUTCH)
    assert await store.matches.partners(ADA) == [(GROUP, BEN)]
    assert await store.matches.end(GROUP, BEN, ADA)
    assert not await store.matches.end(GROUP, BEN, ADA)
    await agree(store)
    assert not await store.matches.likes(GROUP, ADA, BEN)


async def test_who_takes_no_invitations_is_not_invited_but_may_invite(store: Store) -> None:
    await store.matches.take_invitations(BEN, take=False)
    await store.matches.take_invitations(BEN, take=False)
    with pytest.raises(NotInvitedError):
        await store.matches.invite(GROUP, ADA, BEN)
    assert await store.matches.partners(ADA) == []
    await store.matches.invite(GROUP, BEN, ADA)
    assert await store.matches.invite(GROUP, ADA, BEN) is Invited.MUTUAL
    await store.matches.take_invitations(BEN, take=True)
    assert await store.matches.takes_invitations(BEN)
    assert await store.matches.invite(OTHER, ADA, BEN) is Invited.NOW


async def test_matches_and_likes_are_bounded(store: Store) -> None:
    for other in range(100, 100 + MAX_MATCHES):
        await store.matches.invite(GROUP, ADA, other)
    with pytest.raises(TooManyMatchesError):
        await store.matches.invite(GROUP, ADA, BEN)
    await store.matches.accept(GROUP, 100, ADA)
    for number in range(MAX_LIKES):
        name = "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
        await store.matches.like(GROUP, ADA, 100, name, DUTCH)
    await store.matches.like(GROUP, ADA, 100, "aaa", DUTCH)
    with pytest.raises(TooManyLikesError):
        await store.matches.like(GROUP, ADA, 100, "Jorien", DUTCH)
