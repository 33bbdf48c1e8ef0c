"""Everybody has a turn, and the heavier have more."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from model.domain.turns import CYCLE, take_turns

NAMES_ON_CARD, CARDS = 5, 10
weights = st.dictionaries(st.integers(), st.integers(1, 200), min_size=1, max_size=40)


@given(weights, st.integers(0, 1000))
def test_everybody_has_a_turn_within_ten_cards(weights: dict[int, int], card: int) -> None:
    turns = take_turns(weights, NAMES_ON_CARD * card, NAMES_ON_CARD * CARDS)
    assert len(turns) == NAMES_ON_CARD * CARDS
    heaviest = sorted(weights.values(), reverse=True)[:CYCLE]
    assert sorted((weights[each] for each in {*turns}), reverse=True) == heaviest


@given(weights)
def test_the_heavier_have_no_fewer_turns(weights: dict[int, int]) -> None:
    turns = Counter(take_turns(weights, 0, CYCLE))
    in_order = sorted(weights, key=lambda each: (weights[each], turns[each]))
    assert all(turns[one] <= turns[other] for one, other in pairwise(in_order))


def test_turns_are_spread() -> None:
    assert take_turns({"NL": 3, "FR": 2}, 0, 10).count("FR") == 4
    assert len({*take_turns(dict.fromkeys("abcde", 1), 5, 5)}) == 5


@given(weights, st.integers(0, 100), st.integers(0, 100))
def test_turns_go_on_where_they_were(weights: dict[int, int], first: int, count: int) -> None:
    assert take_turns(weights, 0, first + count)[first:] == take_turns(weights, first, count)
