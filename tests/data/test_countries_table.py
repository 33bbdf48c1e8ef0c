"""Properties of `countries.tsv`: every spelling identifies one country."""

import re
from importlib.resources import files

import pytest

from bot.i18n.languages import languages
from model.domain.countries import countries, find_country


def test_first_alias_is_the_three_letter_code() -> None:
    codes = [country.aliases[0] for country in countries().values()]
    assert [code for code in codes if not re.fullmatch("[A-Z]{3}", code)] == []


def test_every_country_has_a_demonym() -> None:
    assert [c.code for c in countries().values() if len(c.aliases) < 2] == []


def test_every_country_has_a_word_in_every_other_language() -> None:
    lines = files("model.domain").joinpath("countries.tsv").read_text("utf-8").splitlines()
    for line in lines:
        _, _, _, *columns = line.split("\t")
        assert len(columns) == len(languages()) - 1, line
        assert all(columns), line


@pytest.mark.parametrize("spelling", ["Gold Coast", "Lusitania", "FYROM", "Hindustan", "Hebrew"])
def test_no_dated_or_loaded_name_and_no_language_is_an_alias(spelling: str) -> None:
    assert spelling not in [alias for country in countries().values() for alias in country.aliases]


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("NL", "nl, NLD, Netherlands, Holland, holland, dutch, NED"),
        ("IR", "Persia, ایران"),
        ("GB", "England, UK"),
        ("US", "usa, America"),
        ("CZ", "Czech Republic, Česko"),
        ("CN", "中国"),
        ("TR", "Türkiye"),
        ("GR", "Ελλάδα"),
        ("BG", "Bălgarija"),
        ("CH", "SUI"),
    ],
)
def test_country_is_found_by_common_names(code: str, spellings: str) -> None:
    for spelling in spellings.split(", "):
        assert find_country(spelling).code == code
