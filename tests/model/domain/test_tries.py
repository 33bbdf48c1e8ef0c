from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.tries import SpellingSet

SPELLINGS = st.lists(st.text("abé ", max_size=4))


@given(has=SPELLINGS, sought=SPELLINGS, prefix=st.text("abé ", max_size=2))
def test_exactly_the_spellings_are_found(has: list[str], sought: list[str], prefix: str) -> None:
    spellings = SpellingSet(has)
    assert [each in spellings for each in sought] == [each in has for each in sought]
    assert sorted(spellings) == sorted({*has})
    beginning = {each for each in has if each.startswith(prefix)}
    assert sorted(spellings.beginning_with(prefix)) == sorted(beginning)


def test_what_is_saved_is_opened(tmp_path: Path) -> None:
    SpellingSet(["zoë", "anna"]).save(tmp_path / "names.trie")
    assert [path.name for path in tmp_path.iterdir()] == ["names.trie"]
    assert sorted(SpellingSet.open(tmp_path / "names.trie")) == ["anna", "zoë"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"names\.trie"):
        SpellingSet.open(tmp_path / "names.trie")
