"""What a duel settles stays settled, and what a member moves is settled by that."""

import pytest

from bot.favourites.models import Standing
from bot.favourites.repository import FavouritesRepository

FRIENDS, ADA, BEN = 7, 1, 2
NEW, BEHIND, SETTLED = Standing
MARKS = {NEW: "?", BEHIND: "-", SETTLED: "+"}


async def star(repository: FavouritesRepository, names: str, member: int = ADA) -> None:
    for name in names:
        await repository.star(FRIENDS, member, f"{name}b", None)


async def settle(repository: FavouritesRepository, best: str, behind: str = "") -> None:
    names = [[f"{name}b" for name in part.lower()] for part in (best, behind)]
    await repository.settle(FRIENDS, ADA, *names)


async def order(repository: FavouritesRepository, member: int = ADA) -> str:
    """Return the first letters of a member's names, each with how it stands."""
    standings = await repository.standings(FRIENDS, member)
    listed = await repository.list_favourites(FRIENDS, member)
    assert [*standings] == [favourite.folded for favourite in listed]
    return " ".join(f"{name[0].upper()}{MARKS[standings[name]]}" for name in standings)


async def test_settled_names_come_first_and_new_ones_last(repository: FavouritesRepository) -> None:
    await star(repository, "ABCD")
    assert await order(repository) == "A? B? C? D?"
    await settle(repository, "DB", "AC")
    assert await order(repository) == "D+ B+ A- C-"
    await star(repository, "E")
    assert await order(repository) == "D+ B+ A- C- E?"


async def test_duel_says_nothing_of_names_not_in_it(repository: FavouritesRepository) -> None:
    await star(repository, "ABC")
    await star(repository, "AB", BEN)
    await settle(repository, "CX", "A")
    assert await order(repository) == "C+ A- B?"
    assert await order(repository, BEN) == "A? B?"


@pytest.mark.parametrize(
    ("name", "steps", "expected"),
    [
        ("C", -1, "A+ C+ B+ D- E?"),
        ("E", -4, "E+ A+ B+ C- D-"),
        ("E", -2, "A+ B+ E? C- D-"),
        ("D", -1, "A+ B+ D- C- E?"),
        ("A", 1, "B+ A+ C- D- E?"),
        ("A", 2, "B+ C- A- D- E?"),
        ("B", 9, "A+ C- D- E? B-"),
        ("C", 1, "A+ B+ D- C- E?"),
        ("A", -1, "A+ B+ C- D- E?"),
    ],
)
async def test_whoever_moves_a_name_among_settled_ones_settles_it(
    repository: FavouritesRepository, name: str, steps: int, expected: str
) -> None:
    await star(repository, "ABCDE")
    await settle(repository, "AB", "CD")
    await repository.move(FRIENDS, ADA, f"{name}b", steps)
    assert await order(repository) == expected


async def test_removed_name_leaves_others_as_they_were(repository: FavouritesRepository) -> None:
    await star(repository, "ABC")
    await settle(repository, "AB", "C")
    await repository.unstar(FRIENDS, ADA, "Ab")
    assert await order(repository) == "B+ C-"
    await star(repository, "A")
    assert await order(repository) == "B+ C- A?"
