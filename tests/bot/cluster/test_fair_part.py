"""The parts of the shards that processes should have."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cluster.fair_part import fair_parts

HELD = st.dictionaries(st.integers(), st.integers(min_value=0, max_value=20), min_size=1)


@given(st.integers(min_value=0, max_value=100), HELD)
def test_all_shards_are_given_and_no_part_exceeds_another_by_more_than_one(
    shards: int, held: dict[int, int]
) -> None:
    parts = fair_parts(shards, held)
    assert parts.keys() == held.keys()
    assert sum(parts.values()) == shards
    assert max(parts.values()) - min(parts.values()) <= 1


def test_who_has_one_more_keeps_it() -> None:
    assert fair_parts(8, {"a": 2, "b": 3, "c": 3}) == {"a": 2, "b": 3, "c": 3}


def test_shards_that_are_shared_fairly_do_not_move() -> None:
    held = fair_parts(7, {"a": 0, "b": 0, "c": 0})
    assert fair_parts(7, held) == held
