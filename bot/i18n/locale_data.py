"""The names of countries and languages and the number format of each language."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypedDict

from bot.i18n.languages import ENGLISH, catalogues_folder, languages
from bot.i18n.number_format import NumberFormat
from model.domain.countries import Gazetteer, countries, spellings
from model.domain.languages import language_names
from model.domain.spelling_index import SpellingIndex


class _LocaleFile(TypedDict):
    """The JSON that `tools/compile_catalogues.py` writes for a language."""

    countries: Mapping[str, str]
    languages: Mapping[str, str]
    decimal: str
    group: str
    percent: str
    least_grouped: int


@dataclass(frozen=True, slots=True)
class LocaleData:
    """A language's data from the Unicode CLDR.

    Attributes:
        gazetteer: finds countries, by their names in this language first.
        languages: the names of those that names are said in, or words of, by tag.
        numbers: writes numbers.
    """

    gazetteer: Gazetteer
    languages: Mapping[str, str]
    numbers: NumberFormat


def load_locale_data(language: str) -> LocaleData:
    """Load a language's data."""
    gazetteer = Gazetteer(_country_names(language), _spellings)
    if language == ENGLISH:
        return LocaleData(gazetteer, language_names(), NumberFormat())
    stored = _read_locale_file(language)
    numbers = NumberFormat(
        stored["decimal"], stored["group"], stored["percent"], stored["least_grouped"]
    )
    return LocaleData(gazetteer, stored["languages"], numbers)


@cache
def _spellings() -> SpellingIndex:
    """Index what people call the countries in all languages; every gazetteer shares it."""
    names = (_country_names(language) for language in languages())
    official = ((name, code) for of_language in names for code, name in of_language.items())
    return SpellingIndex([*spellings(), *official])


def _country_names(language: str) -> Mapping[str, str]:
    if language == ENGLISH:
        return {country.code: country.name for country in countries().values()}
    return _read_locale_file(language)["countries"]


@cache
def _read_locale_file(language: str) -> _LocaleFile:
    text = catalogues_folder().joinpath(f"{language}.json").read_text("utf-8")
    stored: _LocaleFile = json.loads(text)
    return stored
