"""Members' stars, and what a group's add up to."""

import asyncio

import pytest

from bot.store.board import TypedNamesRefusedError
from bot.store.errors import NoGroupError, NoLettersError
from bot.store.stars import DIRECT_MESSAGES, MAX_FAVOURITES, FavouritesFullError, Standing
from bot.store.store import Store
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.store.places import Place, totals

GROUP, OTHER = 7, 8
ADA, BEN, CAS = 1, 2, 3
INVENTED = Provenance(Condition.for_country("NL", "F"), 1.0, 5)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


async def names(store: Store, guild: int, member: int) -> list[str]:
    return [favourite.name for favourite in await store.stars.favourites(guild, member)]


async def top(store: Store, guild: int = GROUP) -> list[tuple[str, int]]:
    return [(name.name, name.members) for name in await store.stars.top_of_group(guild)]


async def test_a_star_is_kept_with_what_it_was_invented_for(store: Store) -> None:
    await store.stars.star(GROUP, ADA, "Jorien", INVENTED)
    await store.stars.star(GROUP, ADA, "Ana", None)
    first, second = await store.stars.favourites(GROUP, ADA)
    assert (first.name, first.folded, first.provenance) == ("Jorien", "jorien", INVENTED)
    assert (second.name, second.provenance) == ("Ana", None)


async def test_a_star_says_what_its_member_has_to_know(store: Store) -> None:
    await store.stars.star(GROUP, BEN, "Ana", None)
    await store.board.hide(GROUP, "Bo")
    first = await store.stars.star(GROUP, ADA, "Ana", None)
    assert (first.is_new, first.favourites, first.is_hidden, first.members) == (True, 1, False, 2)
    hidden = await store.stars.star(GROUP, ADA, "Bo", None)
    assert (hidden.favourites, hidden.is_hidden, hidden.members) == (2, True, 0)


async def test_starring_and_unstarring_again_change_nothing(store: Store) -> None:
    assert (await store.stars.star(GROUP, ADA, "José", INVENTED)).is_new
    again = await store.stars.star(GROUP, ADA, "JOSE", None)
    assert (again.is_new, again.favourites) == (False, 1)
    assert await names(store, GROUP, ADA) == ["José"]
    assert await store.stars.unstar(GROUP, ADA, "jose")
    assert not await store.stars.unstar(GROUP, ADA, "jose")
    assert await names(store, GROUP, ADA) == []


async def test_concurrent_presses_of_one_member_star_once(store: Store) -> None:
    presses = [store.stars.star(GROUP, ADA, "Ana", None) for _ in range(8)]
    await asyncio.gather(*presses)
    assert await top(store) == [("Ana", 1)]


async def test_groups_and_direct_messages_do_not_mix(store: Store) -> None:
    for guild in (GROUP, OTHER, DIRECT_MESSAGES):
        await store.stars.star(guild, ADA, f"Ana{LETTERS[guild]}", None)
    await store.stars.star(DIRECT_MESSAGES, BEN, "ANAA", None)
    assert await names(store, GROUP, ADA) == ["Anah"]
    assert await names(store, DIRECT_MESSAGES, ADA) == ["Anaa"]
    assert await names(store, DIRECT_MESSAGES, BEN) == ["ANAA"]
    assert await store.stars.count_members(DIRECT_MESSAGES, ADA, ["Anaa", "Bo"]) == {"Anaa": 1}
    with pytest.raises(NoGroupError):
        await store.stars.top_of_group(DIRECT_MESSAGES)


async def test_the_top_five_goes_by_members_and_then_by_who_was_first(
    place: Place, store: Store
) -> None:
    for member, starred in ((ADA, "Bo Cas Ana"), (BEN, "Ana Dee Cas"), (CAS, "Cas Eef Fen Gus")):
        for name in starred.split():
            await store.stars.star(GROUP, member, name, None)
    assert await top(store) == [("Cas", 3), ("Ana", 2), ("Bo", 1), ("Dee", 1), ("Eef", 1)]
    assert await totals(place, GROUP) == (10, 7, 3)


async def test_the_first_spelling_counts_until_its_star_is_gone(store: Store) -> None:
    await store.stars.star(GROUP, ADA, "José", INVENTED)
    await store.stars.star(GROUP, BEN, "Jose", None)
    assert await top(store) == [("José", 2)]
    assert await names(store, GROUP, BEN) == ["José"]
    await store.stars.unstar(GROUP, ADA, "Jose")
    (left,) = await store.stars.top_of_group(GROUP)
    assert (left.name, left.members, left.provenance) == ("Jose", 1, None)


async def test_names_that_are_not_allowed_give_others_their_places(store: Store) -> None:
    for letter in LETTERS:
        await store.stars.star(GROUP, ADA, f"An{letter}", None)
    first = await store.stars.top_of_group(GROUP, lambda name: name >= "Anw", 3)
    assert [name.name for name in first] == ["Anw", "Anx", "Any"]


async def test_a_hidden_name_stays_in_own_lists_uncounted(store: Store) -> None:
    await store.stars.star(GROUP, ADA, "Ana", None)
    await store.board.hide(GROUP, "ana")
    assert await top(store) == []
    assert await names(store, GROUP, ADA) == ["Ana"]
    assert await store.stars.count_members(GROUP, ADA, ["Ána"]) == {"Ána": 0}
    assert await store.stars.own_among(GROUP, ADA, ["Ána", "Bo"]) == {"Ána"}


async def test_own_favourites_are_limited_and_a_full_list_still_takes_its_own(store: Store) -> None:
    for number in range(MAX_FAVOURITES):
        one, two = divmod(number, len(LETTERS))
        await store.stars.star(GROUP, ADA, f"A{LETTERS[one]}{LETTERS[two]}", None)
    with pytest.raises(FavouritesFullError):
        await store.stars.star(GROUP, ADA, "Bo", None)
    assert not (await store.stars.star(GROUP, ADA, "Aaa", None)).is_new
    assert (await store.stars.star(OTHER, ADA, "Bo", None)).is_new


async def test_a_group_may_refuse_typed_names_that_have_no_star(store: Store) -> None:
    await store.stars.star(GROUP, BEN, "Ana", None)
    await store.board.take_typed_names(GROUP, take=False)
    await store.board.take_typed_names(GROUP, take=False)
    assert not await store.board.takes_typed_names(GROUP)
    with pytest.raises(TypedNamesRefusedError):
        await store.stars.star(GROUP, ADA, "Bo", None)
    assert (await store.stars.star(GROUP, ADA, "Bo", INVENTED)).is_new
    assert (await store.stars.star(GROUP, ADA, "Ana", None)).is_new
    await store.board.take_typed_names(GROUP, take=True)
    assert (await store.stars.star(GROUP, ADA, "Cas", None)).is_new


async def test_a_text_without_letters_is_refused(store: Store) -> None:
    with pytest.raises(NoLettersError):
        await store.stars.star(GROUP, ADA, "-’", None)


@pytest.mark.parametrize(
    ("name", "steps", "order"),
    [("Cas", -1, "Ana Cas Bo"), ("Ana", 5, "Bo Cas Ana"), ("Ana", -1, None), ("Dee", 1, None)],
)
async def test_a_favourite_is_moved_no_further_than_to_either_end(
    store: Store, name: str, steps: int, order: str | None
) -> None:
    for starred in ("Ana", "Bo", "Cas"):
        await store.stars.star(GROUP, ADA, starred, None)
    assert await store.stars.move(GROUP, ADA, name, steps) == (order is not None)
    assert await names(store, GROUP, ADA) == (order or "Ana Bo Cas").split()


async def test_a_duel_settles_the_first_of_the_list(store: Store) -> None:
    for starred in ("Ana", "Bo", "Cas", "Dee"):
        await store.stars.star(GROUP, ADA, starred, None)
    await store.stars.unstar(GROUP, ADA, "Bo")
    await store.stars.settle(GROUP, ADA, ["cas", "bo"], {"ana"})
    assert await store.stars.standings(GROUP, ADA) == {
        "cas": Standing.SETTLED,
        "ana": Standing.BEHIND,
        "dee": Standing.NEW,
    }
    await store.stars.star(GROUP, ADA, "Eef", None)
    assert (await names(store, GROUP, ADA))[-1] == "Eef"


async def test_whoever_moves_a_name_among_settled_ones_settles_it(store: Store) -> None:
    for starred in ("Ana", "Bo", "Cas"):
        await store.stars.star(GROUP, ADA, starred, None)
    await store.stars.settle(GROUP, ADA, ["ana"], {"bo"})
    await store.stars.move(GROUP, ADA, "Cas", -2)
    assert (await store.stars.standings(GROUP, ADA))["cas"] is Standing.SETTLED
    await store.stars.move(GROUP, ADA, "Ana", 1)
    assert (await store.stars.standings(GROUP, ADA))["ana"] is Standing.BEHIND


async def test_what_two_processes_do_is_seen_by_both(place: Place, store: Store) -> None:
    async with place.opened() as other:
        await asyncio.gather(
            *(store.stars.star(GROUP, ADA, f"A{letter}", None) for letter in LETTERS),
            *(other.stars.star(GROUP, BEN, f"A{letter}", None) for letter in LETTERS),
        )
        assert await totals(place, GROUP) == (52, 26, 2)
        for each in (store, other):
            assert {members for _, members in await top(each)} == {2}


async def test_hundreds_of_presses_at_once_lose_and_double_nothing(
    place: Place, store: Store
) -> None:
    starred = [(member, f"A{letter}") for member in range(1, 13) for letter in LETTERS]
    await asyncio.gather(*(store.stars.star(GROUP, *each, None) for each in starred))
    unstarred = starred[::2]
    await asyncio.gather(*(store.stars.unstar(GROUP, *each) for each in unstarred))
    assert await totals(place, GROUP) == (len(starred) - len(unstarred), 13, 12)
