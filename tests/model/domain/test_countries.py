import re

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from model.domain.corpus import country_codes
from model.domain.countries import (
    UnknownCountryError,
    countries,
    english_gazetteer,
    find_country,
    spellings,
)
from model.domain.spelling import fold

SPELLINGS = st.sampled_from(list(spellings()))
ARTICLES = ["the ", "de ", "het ", "el ", "los ", "las ", "les ", "le ", "la ", "il ", "lo ", "i "]
# Islands, nearly all, that nobody asks names of.
DEPENDENT = re.findall(
    "..", "ACAIAQASAXBLBQBVCCCPCQCXDGEAGSHMICIOMFMPMSNFNUPMPNSHSJTATCTFTKUMWFYTZZ"
)
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a spelling with one letter omitted, replaced, doubled or swapped, and its code."""
    spelling, code = draw(SPELLINGS.filter(lambda pair: len(fold(pair[0])) >= 4))
    key = fold(spelling)
    at = draw(st.integers(0, len(key) - 2))
    before, here, there, after = key[:at], key[at], key[at + 1], key[at + 2 :]
    slipped = [there, draw(LETTERS) + there, here + here + there, there + here]
    return before + draw(st.sampled_from(slipped)) + after, code


def guesses(typed: str) -> list[str]:
    """Return the code of the country that a text finds, or the codes of those offered."""
    try:
        return [find_country(typed).code]
    except UnknownCountryError as error:
        return [country.code for country in error.nearest]


def test_every_spelling_finds_its_country() -> None:
    assert [pair for pair in spellings() if find_country(pair[0]).code != pair[1]] == []


@given(SPELLINGS, st.sampled_from([*ARTICLES, *map(str.title, ARTICLES), "gli ", "l'", "l’"]))
def test_an_article_in_front_is_ignored(pair: tuple[str, str], article: str) -> None:
    spelling, code = pair
    assert find_country(article + spelling).code == code


def test_the_countries_are_those_of_the_data() -> None:
    assert tuple(sorted(countries())) == country_codes()


def test_the_error_for_an_unknown_country_names_the_nearest() -> None:
    with pytest.raises(UnknownCountryError, match="Did you mean: Netherlands") as caught:
        find_country("Netherlandz")
    assert caught.value.typed == "Netherlandz"


@given(slips())
def test_a_slip_of_one_letter_still_finds_or_offers_the_country(slip: tuple[str, str]) -> None:
    typed, code = slip
    found = guesses(typed)
    # A slip may make the name of another country (Austria, Australia).
    assert code in found or len(found) == 1


@pytest.mark.parametrize("typed", ["Neth", "Monte", "Czech Rep"])
def test_the_beginning_of_a_name_offers_the_country(typed: str) -> None:
    assert guesses(typed) == [english_gazetteer().search(typed, 25)[0].code]


@pytest.mark.parametrize("typed", ["", "x", "qq", "Narnia", "Zxqvlandia", "123", "*", "🙂"])
def test_nothing_is_offered_where_nothing_is_near(typed: str) -> None:
    with pytest.raises(UnknownCountryError, match="Try its English name or its code") as caught:
        find_country(typed)
    assert caught.value.nearest == ()


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Ethiopia", "Kenya or Egypt"),
        ("etiopía", "Kenya or Egypt"),
        ("the Bahamas", "United Kingdom or United States"),
        ("Niger", "Nigeria or France"),  # which is how another country begins
        ("TH", "Vietnam or Indonesia"),
    ],
)
def test_of_a_country_without_names_the_error_offers_others_near_it(typed: str, near: str) -> None:
    with pytest.raises(UnknownCountryError) as caught:
        find_country(typed)
    assert str(caught.value) == (
        f"I don’t have names from {typed!r} yet. How about a country near it: {near}?"
    )


def test_each_of_the_worlds_countries_has_names_or_others_near_it() -> None:
    territories = [code for code in get_global("territory_languages") if code not in DEPENDENT]
    assert len(territories) > 200
    for code in territories:
        assert code in countries() or guesses(code), code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("neth", "NL"), ("pol", "PL"), ("pers", "IR"), ("the neth", "NL"), ("Polnad", "PL")),
        ("irland", "IE"),  # no Irlandia Północna, of which more is left to type
    ],
)
def test_search_has_beginnings_first_and_forgives_articles_and_slips(typed: str, code: str) -> None:
    assert english_gazetteer().search(typed, 25)[0].code == code


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Chi", ["Chile", "China", "Czechia"]),  # no Austria, which Autrichien is
        ("I", ["Iceland", "India", "Indonesia", "Iran", "Ireland", "Israel", "Italy"]),
        ("no", ["North Macedonia", "Norway", "United Kingdom"]),  # no nowa Zelandia
        ("uk", ["Ukraine", "United Kingdom"]),
        ("du", ["Netherlands"]),
        ("bra", ["Brazil"]),
    ],
)
def test_search_offers_what_a_reader_can_tell_the_reason_for(typed: str, names: list[str]) -> None:
    assert [country.name for country in english_gazetteer().search(typed, 25)] == names


def test_search_includes_substring_matches() -> None:
    assert {"NL", "IE"} <= {country.code for country in english_gazetteer().search("land", 25)}


@given(st.text(max_size=30), st.integers(1, 25))
def test_search_returns_each_country_once_up_to_the_limit(text: str, limit: int) -> None:
    found = english_gazetteer().search(text, limit)
    assert len(set(found)) == len(found) <= limit
