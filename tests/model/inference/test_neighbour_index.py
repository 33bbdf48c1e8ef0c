from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from model.inference.neighbour_index import EditDistanceIndex
from model.inference.packed_strings import pack_folded

names, queries = st.text("abnoz2", max_size=8), st.text("abnoz2ß", max_size=8)


@given(folded=st.lists(names, min_size=1, max_size=30), query=queries)
def test_nearest_finds_exactly_the_nearest(folded: list[str], query: str) -> None:
    distances = [OSA.distance(query, name) for name in folded]
    lowest = min(distances)
    indices, distance = EditDistanceIndex(pack_folded(folded)).nearest(query)
    assert distance == lowest
    assert indices.tolist() == [index for index, each in enumerate(distances) if each == lowest]


@given(folded=st.lists(names, min_size=1, max_size=30), query=queries, limit=st.integers(0, 5))
def test_within_finds_exactly_those_within_it(folded: list[str], query: str, limit: int) -> None:
    distances = [OSA.distance(query, name) for name in folded]
    indices, found = EditDistanceIndex(pack_folded(folded)).within(query, limit)
    assert indices.tolist() == [index for index, each in enumerate(distances) if each <= limit]
    assert found.tolist() == [each for each in distances if each <= limit]
