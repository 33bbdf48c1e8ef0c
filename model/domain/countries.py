"""The countries that Nomen knows, by code, name or what people call them.

`countries.tsv` has a line for each: code, English name, aliases in English and in the country's own
languages, and a column for each other language of the bot with what people say in it besides the
official name: adjectives, parts of the country, old and everyday names. `|` separates aliases.
To add a country, add its line there and its names to the data.

`countries_without_names.tsv` has a line for each of the others: code, the codes of up to three
countries nearby that have names, and what people call it in the bot's languages.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from types import MappingProxyType

from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import fold, normalise
from model.domain.spelling_index import SpellingIndex

_MAX_SUGGESTIONS = 3
"""Similar countries offered where none matches."""
_LEAST_SIMILARITY = 0.75
"""Of a guess: a slip in four letters, two in eight."""
_LEAST_LETTERS = 3
"""Letters from which a country is guessed, or found in the middle of a name: fewer fit many."""
_ARTICLE = re.compile(r"^(?:(?:the|de|het|el|los|las|les|le|la|il|lo|i|gli) +|l')", re.IGNORECASE)
"""What people put before a country's name, and before none of the names and aliases themselves."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166-1 alpha-2 code (and XK), English name, English and native aliases."""

    code: str
    name: str
    aliases: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


class UnknownCountryError(InputError):
    """No country has this code, name or alias.

    Attributes:
        typed: what was typed.
        nearest: the countries that may have been meant, best first; empty if none is near.
    """

    def __init__(
        self, typed: str, nearest: Sequence[Country], *, has_no_names: bool = False
    ) -> None:
        """Take what was typed, and whether it is a country, near others, without any names."""
        self.typed = typed
        self.nearest = CountryChoices(nearest)
        super().__init__(self._message(has_no_names), typed=typed, nearest=self.nearest)

    def _message(self, has_no_names: bool) -> str:  # noqa: FBT001 - there is no other
        if has_no_names:
            return gettext_noop(
                "I don’t have names from {typed!r} yet. How about a country near it: {nearest}?"
            )
        if self.nearest:
            return gettext_noop("I don’t know a country called {typed!r}. Did you mean: {nearest}?")
        return gettext_noop(
            "I don’t know a country called {typed!r}. Try its English name or its code, such as NL."
        )


class CountryChoices(tuple[Country, ...]):
    """Countries to choose from; `str` joins them in English."""

    __slots__ = ()

    def __str__(self) -> str:
        return " or ".join(map(str, self))


@cache
def countries() -> Mapping[str, Country]:
    """All countries by code, in the order of their English names."""
    unsorted = [
        Country(code, name, tuple(_split_aliases(aliases)))
        for code, name, aliases, *_ in _rows("countries.tsv")
    ]
    return MappingProxyType(
        {
            country.code: country
            for country in sorted(unsorted, key=lambda country: fold(country.name))
        }
    )


def spellings() -> Iterator[tuple[str, str]]:
    """Yield all that the table has for each country, its code included, and the code."""
    for code, name, *columns in _rows("countries.tsv"):
        yield name, code
        yield code, code
        for aliases in columns:
            yield from ((alias, code) for alias in _split_aliases(aliases))


@cache
def _near_those_without_names() -> Mapping[str, Sequence[str]]:
    """Return the codes of countries nearby for each country without names, by its spellings."""
    return {
        fold(spelling): nearest.split()
        for code, nearest, names in _rows("countries_without_names.tsv")
        for spelling in (code, *_split_aliases(names))
    }


def _rows(table: str) -> Iterator[list[str]]:
    text = files("model.domain").joinpath(table).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines())


def _split_aliases(aliases: str) -> list[str]:
    return aliases.split("|") if aliases else []


class Gazetteer:
    """Looks countries up by name: in one language first, then in any.

    Case, diacritics, hyphens and spaces do not count, and neither does an article in front.

    Attributes:
        names: the names in that language by code, sorted by name.
    """

    def __init__(
        self, names: Mapping[str, str], other_spellings: Callable[[], SpellingIndex]
    ) -> None:
        """Take one language's names by code, and what gives all other spellings when needed."""
        self.names = MappingProxyType(dict(sorted(names.items(), key=lambda item: fold(item[1]))))
        self._own_spellings = SpellingIndex((name, code) for code, name in self.names.items())
        self._other_spellings = other_spellings
        # Many people type the same few letters.
        self._cached_search = lru_cache(maxsize=256)(self._search)

    def find(self, text: str) -> Country:
        """Find a country by code, name or alias.

        Raises:
            UnknownCountryError: none is found, or it has no names; the error says which, and names
                the nearest, if any is near.
        """
        keys = _keys(text)
        found = (index.find(key) for key in keys for index in self._indexes())
        code = next(filter(None, found), None)
        if code is not None:
            return countries()[code]
        near = next(filter(None, map(_near_those_without_names().get, keys)), None)
        if near is not None:
            raise UnknownCountryError(text, _by_code(near), has_no_names=True)
        raise UnknownCountryError(text, self._guess(keys))

    def search(self, text: str, limit: int) -> Sequence[Country]:
        """Complete a country's name, with what a member can see the reason for.

        First come the names in this language that begin with a text, then the country of which it
        is a whole spelling, such as its code. From two letters on, English and native aliases that
        begin so follow; from three on those of other languages, and names that contain the text.

        An empty text matches all in alphabetical order, an unknown one the most similar. The list
        has `limit` countries at most, each once; where nothing is near, it is empty.
        """
        keys = _keys(text)
        return self._cached_search(keys, limit) or self._guess(keys)[:limit]

    def _search(self, keys: tuple[str, ...], limit: int) -> tuple[Country, ...]:
        own, others = self._indexes()
        found = [code for key in keys for code in own.beginning_with(key)]
        found += filter(None, map(others.find, keys))
        two_or_more = [key for key in keys if len(key) > 1]
        found += (code for key in two_or_more for code in _aliases().completing(key))
        long_enough = [key for key in keys if len(key) >= _LEAST_LETTERS]
        found += (code for key in long_enough for code in others.completing(key))
        found += (code for key in long_enough for code in own.containing(key))
        return _by_code(islice(dict.fromkeys(found), limit))

    def _guess(self, keys: Sequence[str]) -> tuple[Country, ...]:
        """Return the countries that begin so, if they are few, and the similar ones."""
        long_enough = [key for key in keys if len(key) >= _LEAST_LETTERS]
        pairs = [(key, index) for key in long_enough for index in self._indexes()]
        begun = {code: None for key, index in pairs for code in index.completing(key)}
        similar = sorted(
            (hit for key, index in pairs for hit in index.similar(key, _LEAST_SIMILARITY)),
            key=lambda hit: -hit[0],
        )
        likely = begun if len(begun) <= _MAX_SUGGESTIONS else {}
        codes = dict.fromkeys([*likely, *(code for _, code in similar)])
        return _by_code(islice(codes, _MAX_SUGGESTIONS))

    def _indexes(self) -> tuple[SpellingIndex, SpellingIndex]:
        return self._own_spellings, self._other_spellings()


def _by_code(codes: Iterable[str]) -> tuple[Country, ...]:
    return tuple(countries()[code] for code in codes)


def _keys(text: str) -> tuple[str, ...]:
    """Fold a text, with and without its article."""
    written = normalise(" ".join(text.split()))
    bare = _ARTICLE.sub("", written, count=1)
    return tuple(dict.fromkeys(fold(spelling) for spelling in (written, bare or written)))


def find_country(text: str) -> Country:
    """Find a country as `Gazetteer.find` does, in English.

    Raises:
        UnknownCountryError: none is found; the error names the nearest, if any is near.
    """
    return english_gazetteer().find(text)


@cache
def english_gazetteer() -> Gazetteer:
    """The countries by their English names."""
    return Gazetteer({country.code: country.name for country in countries().values()}, _spellings)


@cache
def _aliases() -> SpellingIndex:
    """The English and native aliases."""
    return SpellingIndex(
        (alias, country.code) for country in countries().values() for alias in country.aliases
    )


@cache
def _spellings() -> SpellingIndex:
    return SpellingIndex(spellings())


def require_distinct(countries: Sequence[Country]) -> None:
    """Ensure that a blend has no country twice.

    Raises:
        InputError: it has.
    """
    for index, country in enumerate(countries):
        if country in countries[:index]:
            raise InputError(
                gettext_noop(
                    "That’s the same country twice: {country}. Choose different ones for a blend."
                ),
                country=country,
            )
