"""Hidden names and refused typed names in real databases."""

from string import ascii_lowercase

import pytest

from bot.favourites.board import TooManyHiddenNamesError, TypedNamesRefusedError
from bot.favourites.errors import FavouritesFullError, NoGroupError
from bot.favourites.models import DIRECT_MESSAGES, MAX_FAVOURITES
from bot.favourites.repository import FavouritesRepository
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.support.clocks import ManualClock

FRIENDS, FAMILY = 100, 200
ADA, BEN = 1, 2
GENERATED = Provenance(Condition.for_country("NL"), 1.0, 5)


async def top(repository: FavouritesRepository, guild: int = FRIENDS) -> list[str]:
    return [ranked.name for ranked in await repository.top_of_group(guild)]


@pytest.fixture
async def starred(repository: FavouritesRepository) -> FavouritesRepository:
    """Six names, each starred by Ada in both groups."""
    for name in ("José", "Anne-Fleur", "Bo", "Cas", "Dé", "Eef"):
        for guild in (FRIENDS, FAMILY):
            await repository.star(guild, ADA, name, None)
    return repository


async def test_a_name_is_hidden_in_its_group_alone(starred: FavouritesRepository) -> None:
    assert await starred.board.hide(FRIENDS, "jose")
    assert await top(starred) == ["Anne-Fleur", "Bo", "Cas", "Dé", "Eef"]
    assert (await top(starred, FAMILY))[0] == "José"
    assert await starred.board.hidden(FAMILY) == ()


async def test_a_hidden_name_stays_in_own_lists_uncounted(starred: FavouritesRepository) -> None:
    await starred.board.hide(FRIENDS, "José")
    own = [favourite.name for favourite in await starred.list_favourites(FRIENDS, ADA)]
    assert own[0] == "José"
    assert await starred.count_members(FRIENDS, ADA, ["José", "Bo"]) == {"José": 0, "Bo": 1}


async def test_an_unhidden_name_is_back_with_its_stars(starred: FavouritesRepository) -> None:
    await starred.board.hide(FRIENDS, "José")
    await starred.star(FRIENDS, BEN, "Jose", None)
    assert await starred.board.unhide(FRIENDS, "JOSÉ")
    assert not await starred.board.unhide(FRIENDS, "José")
    ranked = (await starred.top_of_group(FRIENDS))[0]
    assert (ranked.name, ranked.members) == ("José", 2)


async def test_hidden_names_are_shown_as_starred_else_folded(starred: FavouritesRepository) -> None:
    for name in ("jose", "Never-Starred"):
        await starred.board.hide(FRIENDS, name)
    assert await starred.board.hidden(FRIENDS) == ("José", "neverstarred")


async def test_hidden_among_keeps_the_spellings_given(starred: FavouritesRepository) -> None:
    await starred.board.hide(FRIENDS, "José")
    assert await starred.board.hidden_among(FRIENDS, ["JOSE", "Bo"]) == {"JOSE"}
    assert await starred.board.hidden_among(DIRECT_MESSAGES, ["JOSE"]) == frozenset()


async def test_shown_names_are_those_starred_and_not_hidden(starred: FavouritesRepository) -> None:
    await starred.board.hide(FRIENDS, "Bo")
    await starred.star(FRIENDS, BEN, "Eef", None)
    assert await starred.board.shown(FRIENDS, 3) == ("Eef", "José", "Anne-Fleur")


async def test_shown_names_and_the_top_five_are_in_the_same_order_whatever_the_clock_said(
    repository: FavouritesRepository, clock: ManualClock
) -> None:
    for name in ("Bo", "Ana"):
        await repository.star(FRIENDS, ADA, name, None)
        clock.advance(days=-1)
    assert await top(repository) == ["Bo", "Ana"]
    assert await repository.board.shown(FRIENDS, 2) == ("Bo", "Ana")


async def test_names_not_allowed_give_others_their_places(repository: FavouritesRepository) -> None:
    for name in [*(f"Bad{letter}" for letter in ascii_lowercase), "Good", "Better"]:
        await repository.star(FRIENDS, ADA, name, None)
    ranked = await repository.top_of_group(FRIENDS, lambda name: not name.startswith("Bad"))
    assert [entry.name for entry in ranked] == ["Good", "Better"]


async def test_direct_messages_have_no_board(repository: FavouritesRepository) -> None:
    board = repository.board
    for refused in (
        board.hide(DIRECT_MESSAGES, "Bo"),
        board.unhide(DIRECT_MESSAGES, "Bo"),
        board.hidden(DIRECT_MESSAGES),
        board.take_typed_names(DIRECT_MESSAGES, take=False),
    ):
        with pytest.raises(NoGroupError):
            await refused


async def test_a_group_hides_a_limited_number_of_names(
    repository: FavouritesRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.favourites.board.MAX_HIDDEN_NAMES", 2)
    for name in ("Ana", "Bo"):
        await repository.board.hide(FRIENDS, name)
    assert not await repository.board.hide(FRIENDS, "bo")
    with pytest.raises(TooManyHiddenNamesError):
        await repository.board.hide(FRIENDS, "Cas")
    assert await repository.board.hide(FAMILY, "Cas")


async def test_typed_names_alone_are_refused_until_taken_again(
    repository: FavouritesRepository,
) -> None:
    await repository.board.take_typed_names(FRIENDS, take=False)
    assert not await repository.board.takes_typed_names(FRIENDS)
    with pytest.raises(TypedNamesRefusedError):
        await repository.star(FRIENDS, ADA, "Bo", None)
    assert await repository.star(FRIENDS, ADA, "Marle", GENERATED)
    for other in (FAMILY, DIRECT_MESSAGES):
        assert await repository.star(other, ADA, "Bo", None)
    await repository.board.take_typed_names(FRIENDS, take=True)
    assert await repository.star(FRIENDS, ADA, "Bo", None)


async def test_a_starred_name_can_be_typed_nonetheless(repository: FavouritesRepository) -> None:
    await repository.star(FRIENDS, ADA, "Marle", GENERATED)
    await repository.board.take_typed_names(FRIENDS, take=False)
    assert await repository.star(FRIENDS, BEN, "marle", None)
    assert not await repository.star(FRIENDS, BEN, "marle", None)


async def test_a_full_list_is_told_from_a_refused_name(repository: FavouritesRepository) -> None:
    await repository.board.take_typed_names(FRIENDS, take=False)
    for number in range(MAX_FAVOURITES):
        await repository.star(FRIENDS, ADA, f"n{number}", GENERATED)
    with pytest.raises(FavouritesFullError):
        await repository.star(FRIENDS, ADA, "Bo", None)
