"""Normalisation, validation and merging of name records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records import Gender, Record, is_name, merge, normalise_spelling
from model.domain.countries import countries
from model.domain.spelling import fold, lower


@pytest.mark.parametrize(
    ("country", "found", "expected"),
    [
        ("NL", "Ĳsbrand", "ijsbrand"),
        ("RO", "Ionuţ", "ionuț"),
        ("MD", "ŞTEFAN", "ștefan"),
        ("TR", "Şükrü", "şükrü"),
        ("AZ", "ILQAR", "ılqar"),
        ("GB", "O’Neil", "o'neil"),
        ("FR", "Zoe\N{COMBINING DIAERESIS}", "zoë"),
    ],
)
def test_legacy_encodings_are_normalised(country: str, found: str, expected: str) -> None:
    assert normalise_spelling(found, country) == expected


@pytest.mark.parametrize(
    "text", ["jean-luc", "ng'ang'a", "anne-marie-louise", "þórdís", "bo", "əli"]
)
def test_valid_name_is_accepted(text: str) -> None:
    assert is_name(text, "FR")


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "maria del carmen", "j.", "anna2", "иван", "-anna", "niccolo'", "anna--maria"),
        *("a-b-c-d", "annna", "krst", "d'", "a" + "ba" * 12, "_anna"),
        "ivаn",  # its third letter is Cyrillic
    ],
)
def test_invalid_name_is_rejected(text: str) -> None:
    assert not is_name(text, "FR")


def test_majority_spelling_wins() -> None:
    first, second, third = ([Record(n, "ES", "M")] for n in ("José", "Jose", "Jose"))
    assert merge([first, second, third]) == [Record("Jose", "ES", "M")]


def test_tie_goes_to_the_spelling_with_diacritics() -> None:
    assert merge([[Record("Jose", "ES", "M")], [Record("José", "ES", "M")]]) == [
        Record("José", "ES", "M")
    ]


@pytest.mark.parametrize(
    ("genders", "expected"),
    [("FM", "U"), ("FU", "F"), ("UM", "M"), ("UU", "U"), ("FF", "F"), ("FUM", "U")],
)
def test_conflicting_genders_become_unknown(genders: list[Gender], expected: Gender) -> None:
    sources = [[Record("Andrea", "IT", gender)] for gender in genders]
    assert merge(sources) == [Record("Andrea", "IT", expected)]


@given(
    st.lists(
        st.builds(
            Record,
            st.text(st.sampled_from("AaÁIiİıßşŁþ-' 1ж"), max_size=6),
            st.sampled_from(sorted(countries())),
            st.sampled_from(["F", "M", "U"]),
        )
    )
)
def test_merged_records_are_sorted_valid_and_unique(records: list[Record]) -> None:
    merged = merge([records])
    assert merged == sorted(merged, key=lambda record: (record.country, record.name))
    assert len({(r.country, fold(r.name)) for r in merged}) == len(merged)
    assert all(is_name(lower(r.name, r.country), r.country) for r in merged)
    assert merge([merged]) == merged
