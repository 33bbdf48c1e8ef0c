"""What those who manage a group decide about its top five."""

import pytest

from bot.store.board import MAX_HIDDEN_NAMES, TooManyHiddenNamesError
from bot.store.store import Store

GROUP, OTHER, ADA = 7, 8, 1


async def test_a_name_is_hidden_in_its_group_alone_in_any_spelling(store: Store) -> None:
    assert await store.board.hide(GROUP, "José")
    assert not await store.board.hide(GROUP, "JOSE")
    assert await store.board.hidden_among(GROUP, ["Jose", "Ana", "JOSÉ"]) == {"Jose", "JOSÉ"}
    assert await store.board.hidden_among(OTHER, ["Jose"]) == frozenset()


async def test_an_unhidden_name_is_back_with_its_stars(store: Store) -> None:
    await store.stars.star(GROUP, ADA, "Ana", None)
    await store.board.hide(GROUP, "Ana")
    assert await store.board.unhide(GROUP, "ANA")
    assert not await store.board.unhide(GROUP, "ANA")
    assert [name.members for name in await store.stars.top_of_group(GROUP)] == [1]


async def test_hidden_names_are_listed_as_starred_else_folded(store: Store) -> None:
    await store.stars.star(GROUP, ADA, "Ána", None)
    for name in ("Ana", "Bó"):
        await store.board.hide(GROUP, name)
    assert await store.board.hidden(GROUP) == ["Ána", "bo"]


async def test_a_group_hides_a_limited_number_of_names(store: Store) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    for number in range(MAX_HIDDEN_NAMES):
        await store.board.hide(GROUP, f"A{letters[number // 26]}{letters[number % 26]}")
    assert not await store.board.hide(GROUP, "Aaa")
    with pytest.raises(TooManyHiddenNamesError):
        await store.board.hide(GROUP, "Bo")
    await store.board.unhide(GROUP, "Aaa")
    assert await store.board.hide(GROUP, "Bo")
