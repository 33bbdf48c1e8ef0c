import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.inference.packed_strings import Lines

TEXTS = st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8")), min_size=1)


@given(TEXTS)
def test_lines_are_the_list_they_came_from(texts: list[str]) -> None:
    lines = Lines("\n".join(texts).encode())
    assert len(lines) == len(texts)
    assert list(lines) == texts
    assert [lines[place] for place in range(len(texts))] == texts
    assert lines[-1] == texts[-1]
    assert lines[1:] == texts[1:]


def test_there_is_no_line_behind_the_last() -> None:
    with pytest.raises(IndexError):
        Lines(b"Anna\nBo")[2]
