from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.inference.stretched_words import StretchedWords

TEXTS = st.text("abc", max_size=8)


@given(word=TEXTS.filter(bool), counts=st.data(), before=st.text("xy"), after=st.text("xy"))
def test_a_word_is_found_with_its_letters_repeated(
    word: str, counts: st.DataObject, before: str, after: str
) -> None:
    stretched = "".join(letter * counts.draw(st.integers(1, 300)) for letter in word)
    assert any(StretchedWords.from_words([word]).find(before + stretched + after))


@pytest.mark.parametrize("text", ["tola", "ttola", "olla", "toll", "tollxa", ""])
def test_what_lacks_a_letter_or_a_repetition_is_not_found(text: str) -> None:
    assert not any(StretchedWords.from_words(["tolla"]).find(text))


def test_positions_count_runs_of_equal_letters() -> None:
    assert [*StretchedWords.from_words(["bab"]).find("xxbbaab")] == [(1, 3)]


@given(words=st.lists(TEXTS.filter(bool)), text=TEXTS)
def test_what_is_in_a_text_as_it_is_written_is_found(words: Sequence[str], text: str) -> None:
    if any(word in text for word in words):
        assert any(StretchedWords.from_words(words).find(text))
