from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from model.domain.corpus import SPLITS, Entry, alphabet, entries, split_of


def test_the_splits_are_90_5_and_5_percent() -> None:
    counts = Counter(split_of(entry.name) for entry in entries())
    shares = [round(counts[part] / len(entries()), 2) for part in SPLITS]
    assert shares == [0.90, 0.05, 0.05]


@given(st.deferred(lambda: st.sampled_from(entries()[::100])))
def test_every_spelling_of_a_name_is_in_the_same_split(entry: Entry) -> None:
    assert split_of(entry.name) == split_of(entry.name.upper()) == split_of(entry.letters)


def test_the_alphabet_is_the_stop_symbol_and_every_letter_once() -> None:
    assert alphabet()[0] == "*"
    assert len(set(alphabet())) == len(alphabet())
    assert set(alphabet()[1:]) == {letter for entry in entries() for letter in entry.letters}
