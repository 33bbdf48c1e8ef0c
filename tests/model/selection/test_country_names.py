from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from model.domain import corpus
from model.domain.spelling import fold
from model.inference.known_names import KnownNames
from model.origin.country_lists import CountryLists
from model.selection.country_names import AFFIXES, CountryNames

LISTS = {"Ana": 20, "Anna": 30, "Els": 3, "Hanna": 5, "Jan": 9, "Mareike": 2, "Marieke": 1}
"""How many countries list each name; sorted, as known names are."""


def make_country(lists: Mapping[str, int]) -> CountryNames:
    return CountryNames.from_known(KnownNames.from_names(lists), np.array([*lists.values()]))


COUNTRY = make_country(LISTS)
TEXT = st.text("abej", min_size=1, max_size=6)


def test_most_widespread_neighbour_counts() -> None:
    assert COUNTRY.neighbours(["anne", "elz", "zzz"]).max_lists.tolist() == [30, 3, 0]


@given(st.lists(TEXT, min_size=1, max_size=20, unique=True), TEXT)
def test_every_name_one_edit_away_is_a_neighbour(known: list[str], name: str) -> None:
    country = make_country(dict.fromkeys(known, 1))
    near = sum(OSA.distance(fold(other), name) == 1 for other in known)
    within_two = sum(0 < OSA.distance(fold(other), name) <= 2 for other in known)
    assert near <= country.neighbours([name]).counts[0] <= within_two


@given(
    st.lists(TEXT, min_size=1, max_size=20, unique=True),
    st.lists(st.text("abej", min_size=max(AFFIXES), max_size=9), min_size=1, max_size=5),
)
def test_beginnings_and_ends_are_counted(known: list[str], names: list[str]) -> None:
    known = sorted(known)
    counts = make_country(dict.fromkeys(known, 1)).affix_counts(names)
    expected = [
        [sum(other.startswith(name[:size]) for other in known) for name in names]
        for size in AFFIXES
    ] + [
        [sum(other.endswith(name[-size:]) for other in known) for name in names] for size in AFFIXES
    ]
    np.testing.assert_allclose(np.expm1(counts), expected, atol=1e-9)


def test_compounds_are_two_names_of_the_country() -> None:
    found = COUNTRY.are_compounds(["annajan", "marieke", "annaj", "elsana", "jan"])
    assert found.tolist() == [True, False, False, True, False]


def test_letters_are_those_of_the_countrys_names(lists: CountryLists) -> None:
    french, polish = CountryNames.load(lists, "FR"), CountryNames.load(lists, "PL")
    assert "é" in french.letters
    assert "ı" not in french.letters
    assert {"ł", "ż"} <= polish.letters
    assert "q" not in polish.letters


def test_test_names_are_not_indexed(lists: CountryLists) -> None:
    train = {fold(entry.name) for entry in corpus.select("train", corpus.entries())}
    held_out = [
        fold(entry.name)
        for entry in corpus.select("test", corpus.entries())
        if entry.country == "NL" and fold(entry.name) not in train
    ]
    dutch = CountryNames.load(lists, "NL")
    # A name that is indexed makes a compound of itself and another one.
    assert dutch.are_compounds([f"{name}anna" for name in ("jan", "marieke")]).all()
    assert dutch.are_compounds([f"{name}anna" for name in held_out]).mean() < 0.1


def test_letter_more_or_less_is_told_from_a_changed_one() -> None:
    assert COUNTRY.neighbours(["anna", "anno"]).one_deletion.tolist() == [2, 0]


def test_letters_side_by_side_are_common_that_one_name_in_twenty_has(lists: CountryLists) -> None:
    spanish, dutch = (CountryNames.load(lists, code).common_pairs() for code in ("ES", "NL"))
    assert {"an", "el", "ri"} <= spanish & dutch
    assert not {"tz", "tx"} & spanish
    assert "ie" in dutch - spanish
