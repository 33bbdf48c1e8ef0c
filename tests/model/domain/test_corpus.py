from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from model.domain.condition import Condition
from model.domain.corpus import (
    NAMES,
    PARTS,
    Entry,
    alphabet,
    countries,
    entries,
    fingerprint,
    part_of,
    select,
)


def test_the_split_is_nine_tenths_and_twice_a_twentieth() -> None:
    counts = Counter(part_of(entry.name) for entry in entries())
    shares = [round(counts[part] / len(entries()), 2) for part in PARTS]
    assert shares == [0.90, 0.05, 0.05]


@given(st.sampled_from(entries()))
def test_every_spelling_of_a_name_falls_in_the_same_part(entry: Entry) -> None:
    assert part_of(entry.name) == part_of(entry.name.upper()) == part_of(entry.letters)


def test_the_parts_together_are_the_whole() -> None:
    parts = [entry for part in PARTS for entry in select(part, entries())]
    assert sorted(parts, key=str) == sorted(entries(), key=str)


def test_the_alphabet_begins_with_the_stop_and_has_every_letter_once() -> None:
    assert alphabet()[0] == "*"
    assert len(set(alphabet())) == len(alphabet())
    assert set(alphabet()[1:]) == {letter for entry in entries() for letter in entry.letters}


def test_countries_are_sorted_codes() -> None:
    assert list(countries()) == sorted({entry.country for entry in entries()})


def test_an_entry_of_either_gender_is_an_example_of_none() -> None:
    assert Entry("Kim", "NL", "U").condition == Condition.for_country("NL")
    assert Entry("Sanne", "NL", "F").condition == Condition.for_country("NL", "F")


def test_the_fingerprint_is_the_same_while_the_file_is() -> None:
    assert fingerprint(NAMES) == fingerprint()
    assert len(fingerprint()) == 64
