import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from model.inference.packed_strings import PackedStrings

names = st.lists(st.text("abnoz?ßłя", max_size=8), min_size=1, max_size=20)


@given(names)
def test_packed_strings_equal_the_list_they_came_from(texts: list[str]) -> None:
    packed = PackedStrings.from_strings(texts)
    assert len(packed) == len(texts)
    assert list(packed) == texts
    assert [packed[index] for index in range(len(texts))] == texts
    assert packed[1:] == texts[1:]
    assert packed.join_lines() == "\n".join(texts)


@given(names)
def test_strings_are_read_from_lines(texts: list[str]) -> None:
    assert list(PackedStrings.from_lines("\n".join(texts).encode())) == texts


@given(names, st.text("abnoz?ß", max_size=8))
def test_taken_strings_have_the_distances_of_their_texts(texts: list[str], name: str) -> None:
    taken = PackedStrings.from_strings(texts).take(np.arange(len(texts))[::2])
    expected = [OSA.distance(name, text) for text in texts[::2]]
    assert cdist([name], taken, scorer=OSA.distance)[0].tolist() == expected


def test_an_index_after_the_last_string_is_refused() -> None:
    with pytest.raises(IndexError):
        _ = PackedStrings.from_strings(["anna", "bo"])[2]


@given(names, st.text("abnoz?ßłя", max_size=10))
def test_binary_search_finds_exactly_the_strings_there(texts: list[str], name: str) -> None:
    ordered = sorted(set(texts))
    packed = PackedStrings.from_strings(ordered)
    assert packed.index_of(name) == (ordered.index(name) if name in ordered else None)
    assert [packed.index_of(text) for text in ordered] == list(range(len(ordered)))
    assert packed.contains([name, *ordered]).tolist() == [name in ordered] + [True] * len(ordered)


@given(names)
def test_characters_are_letters_with_a_newline_after_each_string(texts: list[str]) -> None:
    expected = "".join(f"{text}\n" for text in texts).encode("ascii", "replace")
    assert PackedStrings.from_strings(texts).characters().tobytes() == expected
