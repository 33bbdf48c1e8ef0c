"""The countries that Nomen knows, by code, name or alias.

`countries.tsv` has a line for each: code, English name, aliases separated by `|`.
To add a country, add its line there and its names to the data.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import accumulate
from types import MappingProxyType

from rapidfuzz import fuzz, process

from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import fold

_MAX_SUGGESTIONS = 3
"""Similar countries offered where none matches."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166-1 alpha-2 code (and XK), English name and aliases."""

    code: str
    name: str
    aliases: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """The English name, the code and the aliases."""
        return (self.name, self.code, *self.aliases)

    def __str__(self) -> str:
        return self.name


class UnknownCountryError(InputError):
    """No country has this code, name or alias.

    Attributes:
        typed: what was typed.
        nearest: the countries that may have been meant, best first; never empty.
    """

    def __init__(self, typed: str, nearest: Sequence[Country]) -> None:
        self.typed = typed
        self.nearest = CountryChoices(nearest)
        message = gettext_noop("I know no country {typed!r}. Did you mean {nearest}?")
        super().__init__(message, typed=typed, nearest=self.nearest)


class CountryChoices(tuple[Country, ...]):
    """Countries to choose from; `str` joins them in English."""

    __slots__ = ()

    def __str__(self) -> str:
        return " or ".join(map(str, self))


@cache
def countries() -> Mapping[str, Country]:
    """All countries by code, in the order of their English names."""
    lines = files("model.domain").joinpath("countries.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    unsorted = [
        Country(code, name, tuple(filter(None, aliases.split("|")))) for code, name, aliases in rows
    ]
    return MappingProxyType(
        {
            country.code: country
            for country in sorted(unsorted, key=lambda country: fold(country.name))
        }
    )


class Gazetteer:
    """Looks countries up by name: in one language first, then in any.

    Attributes:
        names: the names in that language by code, sorted by name.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        other_languages: Mapping[str, Country] = MappingProxyType({}),
    ) -> None:
        """Take one language's names by code, and those of other languages from `index_by_name`."""
        ordered = sorted(names.items(), key=lambda item: fold(item[1]))
        self.names = MappingProxyType(dict(ordered))
        self._own_names = index_by_name(ordered)
        self._other_languages = other_languages
        # Many people type the same few letters.
        self._cached_search = lru_cache(maxsize=256)(self._search)

    def find(self, text: str) -> Country:
        """Find a country by code, name or alias, ignoring case and diacritics.

        Raises:
            UnknownCountryError: none is found; the error names the nearest.
        """
        key = fold(text)
        for spellings in self._spellings():
            if key in spellings:
                return spellings[key]
        raise UnknownCountryError(text, self._nearest(text, _MAX_SUGGESTIONS))

    def search(self, text: str, limit: int) -> list[Country]:
        """Complete a country's name: first those that begin with a text, then those containing it.

        An empty text matches all in alphabetical order, an unknown one the most similar. The list
        is never empty and has `limit` countries at most, each once.
        """
        matches = self._cached_search(fold(text).replace("\n", " "), limit)
        return list(matches) or self._nearest(text, min(_MAX_SUGGESTIONS, limit))

    def _search(self, key: str, limit: int) -> tuple[Country, ...]:
        found: dict[str, Country] = {}
        for pattern in (f"\n{key}", key):
            for country in self._containing(pattern):
                found[country.code] = country
                if len(found) == limit:
                    return tuple(found.values())
        return tuple(found.values())

    def _containing(self, pattern: str) -> Iterator[Country]:
        """Yield the countries with a text in one of their spellings, each preceded by a newline."""
        text, ends, owners = self._index
        position = text.find(pattern)
        while 0 <= position < len(text):
            row = bisect_right(ends, position)
            yield owners[row]
            position = text.find(pattern, ends[row])

    @cached_property
    def _index(self) -> tuple[str, Sequence[int], Sequence[Country]]:
        """All spellings joined in one text, the end of each, and its country.

        One search through it is many times faster than a thousand.
        """
        lines = [
            (f"\n{name}", country)
            for spellings in self._spellings()
            for name, country in spellings.items()
        ]
        ends = list(accumulate(len(line) for line, _ in lines))
        return "".join(line for line, _ in lines), ends, [country for _, country in lines]

    def _spellings(self) -> tuple[Mapping[str, Country], ...]:
        return self._own_names, _by_spelling(), self._other_languages

    def _nearest(self, text: str, limit: int) -> list[Country]:
        merged: dict[str, Country] = {}
        for spellings in reversed(self._spellings()):
            merged |= spellings
        ranked = process.extract(fold(text), list(merged), scorer=fuzz.ratio, limit=None)
        return list(dict.fromkeys(merged[spelling] for spelling, _, _ in ranked))[:limit]


def index_by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Country]:
    """Index (code, name) pairs: countries by folded name."""
    return {fold(name): countries()[code] for code, name in pairs}


def find_country(text: str) -> Country:
    """Find a country as `Gazetteer.find` does, in English.

    Raises:
        UnknownCountryError: none is found; the error names the nearest.
    """
    return english_gazetteer().find(text)


@cache
def english_gazetteer() -> Gazetteer:
    """The countries by their English names."""
    return Gazetteer({country.code: country.name for country in countries().values()})


def require_distinct(countries: Sequence[Country]) -> None:
    """Ensure that a blend has no country twice.

    Raises:
        InputError: it has.
    """
    for index, country in enumerate(countries):
        if country in countries[:index]:
            raise InputError(
                gettext_noop("{country} stands twice: a blend has each country once."),
                country=country,
            )


@cache
def _by_spelling() -> Mapping[str, Country]:
    return {
        fold(spelling): country
        for country in countries().values()
        for spelling in country.spellings
    }
