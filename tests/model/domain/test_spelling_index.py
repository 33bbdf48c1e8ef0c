from hypothesis import given
from hypothesis import strategies as st

from model.domain.spelling import fold
from model.domain.spelling_index import SpellingIndex

INDEX = SpellingIndex([("Poland", "PL"), ("Polska", "PL"), ("België", "BE"), ("POLAND", "XX")])
# Keys as they are asked for: folded, and without other white space than spaces.
KEYS = st.text(max_size=12).map(lambda text: fold(" ".join(text.split())))


def test_a_spelling_is_found_as_a_whole() -> None:
    assert INDEX.find("belgie") == "BE"
    assert INDEX.find("belg") is None
    assert INDEX.find("") is None


def test_of_equal_spellings_the_first_counts() -> None:
    assert INDEX.find("poland") == "PL"


def test_spellings_that_begin_or_contain_are_found_in_order() -> None:
    assert list(INDEX.beginning_with("pol")) == ["PL", "PL"]
    assert list(INDEX.beginning_with("land")) == []
    assert list(INDEX.containing("l")) == ["PL", "PL", "BE"]


def test_an_empty_text_begins_every_spelling() -> None:
    assert list(INDEX.beginning_with("")) == ["PL", "PL", "BE"]


def test_similar_spellings_come_the_likest_first() -> None:
    assert next(code for _, code in INDEX.similar("belgia", 0.0)) == "BE"
    assert [code for _, code in INDEX.similar("polnad", 0.75)] == ["PL"]
    assert list(INDEX.similar("qqqq", 0.75)) == []


@given(KEYS, st.lists(KEYS, max_size=5))
def test_no_text_matches_beyond_a_spelling(key: str, spellings: list[str]) -> None:
    index = SpellingIndex((spelling, "ZZ") for spelling in spellings)
    distinct = dict.fromkeys(map(fold, spellings))
    assert index.find(key) == ("ZZ" if key in distinct else None)
    assert len(list(index.beginning_with(key))) == sum(s.startswith(key) for s in distinct)
    assert len(list(index.containing(key))) == sum(key in spelling for spelling in distinct)
