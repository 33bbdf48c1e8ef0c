from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.inference.packed_strings import LazyLines

LETTERS = st.characters(exclude_characters="\n", codec="utf-8")
TEXTS = st.lists(st.text(LETTERS, max_size=63), min_size=1)


@given(TEXTS)
def test_lines_equal_the_list_they_came_from(texts: list[str]) -> None:
    lines = LazyLines("\n".join(texts).encode())
    assert len(lines) == len(texts)
    assert list(lines) == texts
    assert [lines[index] for index in range(len(texts))] == texts
    assert lines[-1] == texts[-1]
    assert lines[1:] == texts[1:]


def test_an_index_after_the_last_line_is_refused() -> None:
    with pytest.raises(IndexError):
        LazyLines(b"Anna\nBo")[2]


@given(TEXTS, st.randoms(use_true_random=False))
def test_selected_lines_equal_those_of_the_list(texts: list[str], random: Random) -> None:
    rows = sorted(random.sample(range(len(texts)), random.randint(1, len(texts))))
    lines = LazyLines("\n".join(texts).encode()).select(np.array(rows))
    assert list(lines) == [texts[row] for row in rows]
    assert lines.join_lines() == "\n".join(lines)


def test_a_line_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="256 bytes"):
        LazyLines(b"Anna\n" + 256 * b"a")
