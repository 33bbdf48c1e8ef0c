import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from model.inference.packed_strings import PackedStrings

names = st.lists(st.text("abnoz?ßłя", max_size=8), min_size=1, max_size=20)


@given(names)
def test_packed_names_are_the_list_that_they_came_from(texts: list[str]) -> None:
    packed = PackedStrings.from_names(texts)
    assert len(packed) == len(texts)
    assert list(packed) == texts
    assert [packed[place] for place in range(len(texts))] == texts
    assert packed[1:] == texts[1:]
    assert packed.lines() == "\n".join(texts)


@given(names)
def test_names_are_read_from_lines(texts: list[str]) -> None:
    assert list(PackedStrings.read("\n".join(texts).encode())) == texts


@given(names, st.text("abnoz?ß", max_size=8))
def test_some_taken_out_are_as_far_from_a_name_as_their_texts(texts: list[str], name: str) -> None:
    taken = PackedStrings.from_names(texts).take(np.arange(len(texts))[::2])
    expected = [OSA.distance(name, text) for text in texts[::2]]
    assert cdist([name], taken, scorer=OSA.distance)[0].tolist() == expected


def test_there_is_no_name_behind_the_last() -> None:
    with pytest.raises(IndexError):
        _ = PackedStrings.from_names(["anna", "bo"])[2]


@given(names, st.text("abnoz?ßłя", max_size=10))
def test_a_name_is_found_among_sorted_ones_or_not(texts: list[str], name: str) -> None:
    ordered = sorted(set(texts))
    packed = PackedStrings.from_names(ordered)
    assert packed.find(name) == (ordered.index(name) if name in ordered else None)
    assert [packed.find(one) for one in ordered] == list(range(len(ordered)))


@given(names)
def test_characters_are_the_names_letters_with_a_newline_behind_each(texts: list[str]) -> None:
    expected = "".join(f"{text}\n" for text in texts).encode("ascii", "replace")
    assert PackedStrings.from_names(texts).characters().tobytes() == expected
