import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.inference.packed_strings import LazyLines

TEXTS = st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8")), min_size=1)


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
