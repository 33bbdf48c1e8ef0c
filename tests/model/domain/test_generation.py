import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.condition import Condition
from model.domain.errors import InputError, LengthError
from model.domain.generation import MAX_SEED, NUM_DECKS, NameRequest, Style

REQUESTS = st.builds(
    NameRequest,
    st.sampled_from(
        [
            Condition.for_country("NL"),
            Condition.for_country("NL", "N"),
            Condition.blend({"NL": 1, "PL": 1}),
            Condition.blend({"NL": 1, "PL": 1, "IT": 1}),
        ]
    ),
    count=st.integers(1, 10),
)
DECKS = st.integers(0, NUM_DECKS - 1)
PLACES = st.integers(0, (MAX_SEED + 1) // NUM_DECKS - 1)
"""As many as there are different seeds for."""


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"starts_with": "Maximiliano", "max_length": 5}, LengthError, "already has 11 letters"),
        ({"starts_with": "Mar", "max_length": 5, "ends_with": "lle"}, LengthError, "at least 6"),
        ({"max_length": 1}, LengthError, "2 to 24 letters, not 1"),
        ({"max_length": 25}, LengthError, "2 to 24 letters, not 25"),
        *(({"count": count}, InputError, "1 to 1000") for count in (0, 1001)),
        *(({"inverse_temperature": t}, InputError, "0.1 to 10") for t in (0.0, 11.0, math.nan)),
        *(({"min_p": min_p}, InputError, "can be 0 to 1") for min_p in (-0.1, 1.5)),
    ],
)
def test_options_out_of_bounds_are_refused(
    options: dict[str, Any], error: type[InputError], message: str
) -> None:
    with pytest.raises(error, match=message):
        NameRequest(Condition.for_country("NL"), **options)


@pytest.mark.parametrize(
    ("starts_with", "ends_with", "name", "unasked"),
    [
        ("Mar", "", "Marle", "le"),
        ("", "LLE", "Marielle", "marie"),
        ("Mar", "arle", "Marle", ""),
        ("İ", "", "İpek", "pek"),
    ],
)
def test_letters_not_asked_for(starts_with: str, ends_with: str, name: str, unasked: str) -> None:
    condition = Condition.for_country("TR")
    request = NameRequest(condition, starts_with=starts_with, ends_with=ends_with)
    assert request.unasked(name) == unasked


@pytest.mark.parametrize(
    ("starts_with", "name", "is_given"),
    [
        ("", "Jo", False),
        ("J", "Jo", True),
        ("Mar", "Marle", False),
        ("Marl", "Marle", True),
        ("Kevinst", "Kevinstinkt", False),
        ("Kevinsti", "Kevinstinkt", True),
    ],
)
def test_a_name_is_invented_by_two_letters_and_by_a_third_of_them(
    starts_with: str, name: str, *, is_given: bool
) -> None:
    request = NameRequest(Condition.for_country("NL"), starts_with=starts_with)
    assert request.is_mostly_given(name) == is_given


def test_inverse_temperatures_of_the_styles() -> None:
    assert [style.inverse_temperature for style in Style] == [1.0, 2.0]


def test_groups_are_dealt_eight_decks() -> None:
    assert NUM_DECKS == 8


@given(REQUESTS, DECKS, DECKS, PLACES, PLACES)
def test_no_seed_comes_twice_nor_in_two_decks(
    request: NameRequest, deck: int, other_deck: int, place: int, other: int
) -> None:
    one, another = request.seed_at(place, deck), request.seed_at(other, other_deck)
    assert (one == another) == ((deck, place) == (other_deck, other))
    assert 0 <= one <= MAX_SEED


@given(REQUESTS, DECKS)
def test_a_deck_is_gone_through_card_by_card(request: NameRequest, deck: int) -> None:
    cards = request.cards_per_deck
    seeds = [request.seed_at(place, deck) for place in range(2 * cards)]
    assert seeds[:cards] == [*range(deck * cards, (deck + 1) * cards)]
    assert seeds[cards:] == [seed + NUM_DECKS * cards for seed in seeds[:cards]]
