"""The countries that Nomen knows, by code, English name or alias.

They stand in `countries.tsv`, a line each: code, English name, aliases parted by `|`.
To add a country, add its line there and its names to the data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from rapidfuzz import fuzz, process

from model.errors import InputError, UnknownCountryError
from model.spelling import fold


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166-1 alpha-2 code (and XK), English name, and what else it is called."""

    code: str
    name: str
    aliases: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything it answers to, the English name first."""
        return (self.name, self.code, *self.aliases)


@cache
def countries() -> Mapping[str, Country]:
    """All countries by code, in the order of their English names."""
    lines = files("model").joinpath("countries.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    known = [Country(code, name, tuple(filter(None, also.split("|")))) for code, name, also in rows]
    known.sort(key=lambda country: fold(country.name))
    return MappingProxyType({country.code: country for country in known})


@cache
def _by_spelling() -> Mapping[str, Country]:
    return {
        fold(spelling): country
        for country in countries().values()
        for spelling in country.spellings
    }


def find(text: str) -> Country:
    """Find the country that goes by a code, a name or an alias, in any case, diacritics or not.

    Raises:
        UnknownCountryError: none does; the error names the nearest.
    """
    country = _by_spelling().get(fold(text))
    if country is None:
        raise UnknownCountryError(text, tuple(near.name for near in _nearest(text, 3)))
    return country


def refuse_twice(several: Sequence[Country]) -> None:
    """See that no country stands twice in a blend.

    Raises:
        InputError: one does.
    """
    for place, country in enumerate(several):
        if country in several[:place]:
            message = f"{country.name} stands twice: a blend has each country once."
            raise InputError(message)


def search(text: str, limit: int = 25) -> list[Country]:
    """Find countries as a person types: first those that begin so, then those that hold it.

    An empty text gives all in alphabetical order, an unknown one those most alike. The list is
    never empty and has `limit` countries at most, each once.
    """
    key = fold(text)
    begin = [country for spelling, country in _by_spelling().items() if spelling.startswith(key)]
    hold = [country for spelling, country in _by_spelling().items() if key in spelling]
    found = list({country.code: country for country in begin + hold}.values())
    return (found or _nearest(text, 3))[:limit]


def _nearest(text: str, limit: int) -> list[Country]:
    spellings = _by_spelling()
    ranked = process.extract(fold(text), list(spellings), scorer=fuzz.ratio, limit=None)
    best = {spellings[spelling].code: spellings[spelling] for spelling, _, _ in ranked}
    return list(best.values())[:limit]
