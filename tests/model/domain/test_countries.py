import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.corpus import countries as trained
from model.domain.countries import UnknownCountryError, countries, find, search


@pytest.mark.parametrize("text", ["NL", "nl", "Netherlands", "Holland", "holland", "NLD"])
def test_a_country_is_found_by_code_name_or_alias(text: str) -> None:
    assert find(text).code == "NL"


def test_every_spelling_finds_its_own_country() -> None:
    for country in countries().values():
        assert {find(spelling) for spelling in country.spellings} == {country}


def test_the_countries_are_those_of_the_data() -> None:
    assert tuple(sorted(countries())) == trained()


def test_an_unknown_country_names_the_nearest() -> None:
    with pytest.raises(UnknownCountryError, match="Did you mean Netherlands") as caught:
        find("Netherlandz")
    assert caught.value.typed == "Netherlandz"


@pytest.mark.parametrize(("typed", "code"), [("neth", "NL"), ("pol", "PL"), ("pers", "IR")])
def test_a_search_begins_with_what_begins_so(typed: str, code: str) -> None:
    assert search(typed)[0].code == code


def test_a_search_finds_what_holds_the_text_after_what_begins_with_it() -> None:
    codes = [country.code for country in search("land")]
    assert "NL" in codes
    assert "IE" in codes


def test_a_search_for_nothing_lists_countries_by_name() -> None:
    assert search("") == list(countries().values())[:25]


@given(st.text(max_size=30))
def test_a_search_always_finds_a_few_and_each_once(text: str) -> None:
    found = search(text)
    assert 1 <= len(found) <= 25
    assert len(set(found)) == len(found)
