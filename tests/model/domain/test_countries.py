import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.corpus import country_codes
from model.domain.countries import UnknownCountryError, countries, english_gazetteer, find_country


@pytest.mark.parametrize("text", ["NL", "nl", "Netherlands", "Holland", "holland", "NLD"])
def test_a_country_is_found_by_code_name_or_alias(text: str) -> None:
    assert find_country(text).code == "NL"


def test_every_spelling_finds_its_country() -> None:
    for country in countries().values():
        assert {find_country(spelling) for spelling in country.spellings} == {country}


def test_the_countries_are_those_of_the_data() -> None:
    assert tuple(sorted(countries())) == country_codes()


def test_the_error_for_an_unknown_country_names_the_nearest() -> None:
    with pytest.raises(UnknownCountryError, match="Did you mean Netherlands") as caught:
        find_country("Netherlandz")
    assert caught.value.typed == "Netherlandz"


@pytest.mark.parametrize(("typed", "code"), [("neth", "NL"), ("pol", "PL"), ("pers", "IR")])
def test_search_returns_prefix_matches_first(typed: str, code: str) -> None:
    assert english_gazetteer().search(typed, 25)[0].code == code


def test_search_includes_substring_matches() -> None:
    codes = [country.code for country in english_gazetteer().search("land", 25)]
    assert "NL" in codes
    assert "IE" in codes


def test_searching_for_an_empty_text_lists_countries_by_name() -> None:
    assert english_gazetteer().search("", 25) == list(countries().values())[:25]


@given(st.text(max_size=30))
def test_search_always_returns_some_countries_without_repeats(text: str) -> None:
    found = english_gazetteer().search(text, 25)
    assert 1 <= len(found) <= 25
    assert len(set(found)) == len(found)
