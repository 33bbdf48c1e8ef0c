from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.arrays import BoolArray
from model.domain.corpus import entries
from model.domain.spelling import fold
from model.inference.known_names import KnownNames
from model.inference.packed_strings import join_lines


@pytest.fixture
def known() -> KnownNames:
    return KnownNames.from_names(["José", "Jose", "José", "Marieke", "Mark", "Łukasz"])


def test_a_name_is_known_in_any_spelling(known: KnownNames) -> None:
    assert "jose" in known
    assert "LUKASZ" in known
    assert "Lukas" not in known
    assert "Zz" not in known


@given(st.lists(st.text("abno", min_size=1), min_size=1), st.text("abnoя?", max_size=30))
def test_exactly_the_known_names_are_found(names: list[str], sought: str) -> None:
    known, ordered = KnownNames.from_names(names), sorted(set(names))
    assert [known.index(name) for name in ordered] == list(range(len(ordered)))
    assert (sought in known) == (sought in names)
    assert known.contain([sought, *ordered]).tolist() == [sought in names] + [True] * len(ordered)


def test_the_commonest_spelling_is_kept(known: KnownNames) -> None:
    assert join_lines(known.written).split("\n") == ["José", "Łukasz", "Marieke", "Mark"]


def test_some_names_are_selected_by_their_indices(known: KnownNames) -> None:
    some = known.select(np.array([0, 3]))
    assert join_lines(some.written) == "José\nMark"
    assert join_lines(some.folded) == "jose\nmark"


def test_ties_are_broken_by_a_common_prefix() -> None:
    known = KnownNames.from_names(["Arin", "Bria", "Zrin"])
    assert known.nearest(["Brin", "Zrni"]) == [("Bria", 1), ("Zrin", 1)]


def test_of_equally_near_names_those_that_suit_go_first() -> None:
    known = KnownNames.from_names(["Brona", "Ronan", "Brian"])

    def ends_in_n(folded: Sequence[str]) -> BoolArray:
        return np.array([name.endswith("n") for name in folded])

    assert known.nearest(["Brionan"]) == [("Brona", 2)]
    assert known.nearest(["Brionan"], ends_in_n) == [("Ronan", 2)]


@pytest.mark.slow
def test_the_shipped_names_are_those_of_the_data() -> None:
    shipped, built = KnownNames.load(), KnownNames.from_names(entry.name for entry in entries())
    np.testing.assert_array_equal(shipped.written, built.written)
    np.testing.assert_array_equal(shipped.folded, built.folded)
    written = join_lines(shipped.written).split("\n")
    assert [*map(fold, written)] == join_lines(shipped.folded).split("\n")
