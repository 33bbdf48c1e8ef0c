import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from model.inference.neighbour_index import EditDistanceIndex
from model.inference.weights import Weights

names = st.text("abnoz?ß", max_size=8)


@given(folded=st.lists(names, min_size=1, max_size=30), asked=names)
def test_all_the_nearest_are_found_and_none_else(folded: list[str], asked: str) -> None:
    distances = [OSA.distance(asked, name) for name in folded]
    least = min(distances)
    places, distance = EditDistanceIndex(folded).nearest(asked)
    assert distance == least
    assert places.tolist() == [place for place, one in enumerate(distances) if one == least]


@given(folded=st.lists(names, min_size=1, max_size=30), asked=names, limit=st.integers(0, 5))
def test_all_names_within_a_distance_are_found_and_none_else(
    folded: list[str], asked: str, limit: int
) -> None:
    distances = [OSA.distance(asked, name) for name in folded]
    places, found = EditDistanceIndex(folded).within(asked, limit)
    assert places.tolist() == [place for place, one in enumerate(distances) if one <= limit]
    assert found.tolist() == [one for one in distances if one <= limit]


@pytest.mark.parametrize("asked", ["marieke", "mareike", "qqqqqqqqqqqqqqqqqqqqqqqq", "x"])
def test_among_all_known_names_the_nearest_are_those_that_looking_at_each_finds(
    weights: Weights, asked: str
) -> None:
    folded = weights.known.folded
    distances = [OSA.distance(asked, name) for name in folded]
    places, distance = EditDistanceIndex(folded).nearest(asked)
    assert distance == min(distances)
    assert places.tolist() == [place for place, one in enumerate(distances) if one == distance]
