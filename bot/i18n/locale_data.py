"""What of a language is no sentence: its names of countries, and how it writes numbers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypedDict

from bot.i18n.languages import ENGLISH, languages, made
from model.domain.countries import Country, Gazetteer, by_name, countries, english


class _Stored(TypedDict):
    """What `tools/compile_catalogues.py` writes of a language."""

    countries: Mapping[str, str]
    decimal: str
    group: str
    percent: str


@dataclass(frozen=True, slots=True)
class Table:
    """What the Unicode CLDR says of a language, and who can be found in it.

    Attributes:
        decimal: what parts a number's fraction from it.
        group: what parts its thousands.
        percent: what a number of percent is followed by.
        gazetteer: the countries, by their names in this language first.
    """

    decimal: str = "."
    group: str = ","
    percent: str = "%"
    gazetteer: Gazetteer = field(default_factory=english)


def table_of(language: str) -> Table:
    """Read a language's table."""
    gazetteer = Gazetteer(_names(language), _everywhere())
    if language == ENGLISH:
        return Table(gazetteer=gazetteer)
    stored = _stored(language)
    return Table(stored["decimal"], stored["group"], stored["percent"], gazetteer)


@cache
def _everywhere() -> Mapping[str, Country]:
    return by_name(pair for other in languages() for pair in _names(other).items())


def _names(language: str) -> Mapping[str, str]:
    if language == ENGLISH:
        return {country.code: country.name for country in countries().values()}
    return _stored(language)["countries"]


@cache
def _stored(language: str) -> _Stored:
    stored: _Stored = json.loads(made().joinpath(f"{language}.json").read_text("utf-8"))
    return stored
