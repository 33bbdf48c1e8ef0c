"""The countries that Nomen knows, by code, name or alias.

They stand in `countries.tsv`, a line each: code, English name, aliases parted by `|`.
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

    def __str__(self) -> str:
        return self.name


class UnknownCountryError(InputError):
    """No country goes by this text.

    Attributes:
        typed: what was typed.
        nearest: the countries that it may have meant, best first; never empty.
    """

    def __init__(self, typed: str, nearest: Sequence[Country]) -> None:
        self.typed = typed
        self.nearest = tuple(nearest)
        super().__init__(
            gettext_noop("I know no country {typed!r}. Did you mean {nearest}?"),
            typed=typed,
            nearest=CountryChoices(nearest),
        )


class CountryChoices(tuple[Country, ...]):
    """One of these countries; `str` says so in English."""

    __slots__ = ()

    def __str__(self) -> str:
        return " or ".join(map(str, self))


@cache
def countries() -> Mapping[str, Country]:
    """All countries by code, in the order of their English names."""
    lines = files("model.domain").joinpath("countries.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    known = [Country(code, name, tuple(filter(None, also.split("|")))) for code, name, also in rows]
    known.sort(key=lambda country: fold(country.name))
    return MappingProxyType({country.code: country for country in known})


class Gazetteer:
    """Countries by what they are called: in one language first, then in any.

    Attributes:
        names: what they are called in that language, by code.
    """

    def __init__(
        self, names: Mapping[str, str], elsewhere: Mapping[str, Country] = MappingProxyType({})
    ) -> None:
        """Take the names of one language by code, and those of all as `by_name` gives them."""
        ordered = sorted(names.items(), key=lambda item: fold(item[1]))
        self.names = MappingProxyType(dict(ordered))
        self._own = by_name(ordered)
        self._others = elsewhere
        # Many people type the same few letters.
        self._typed = lru_cache(maxsize=256)(self._search)

    def find(self, text: str) -> Country:
        """Find the country that goes by a code, a name or an alias, in any case and accents.

        Raises:
            UnknownCountryError: none does; the error names the nearest.
        """
        key = fold(text)
        for spellings in self._spellings():
            if key in spellings:
                return spellings[key]
        raise UnknownCountryError(text, self._nearest(text, 3))

    def search(self, text: str, limit: int = 25) -> list[Country]:
        """Find countries as a person types: first those that begin so, then those that hold it.

        An empty text gives all in alphabetical order, an unknown one those most alike. The list is
        never empty and has `limit` countries at most, each once.
        """
        return (
            list(self._typed(fold(text).replace("\n", " "), limit))
            or self._nearest(text, 3)[:limit]
        )

    def _search(self, key: str, limit: int) -> tuple[Country, ...]:
        found: dict[str, Country] = {}
        for sought in (f"\n{key}", key):
            for country in self._holding(sought):
                found[country.code] = country
                if len(found) == limit:
                    return tuple(found.values())
        return tuple(found.values())

    def _holding(self, sought: str) -> Iterator[Country]:
        """Give the countries in whose spellings, each behind a newline, a text is found."""
        text, ends, whose = self._index
        place = text.find(sought)
        while 0 <= place < len(text):
            number = bisect_right(ends, place)
            yield whose[number]
            place = text.find(sought, ends[number])

    @cached_property
    def _index(self) -> tuple[str, Sequence[int], Sequence[Country]]:
        """All spellings in one text, where each of them ends in it, and whose it is.

        To look through one text is many times as fast as to look at a thousand.
        """
        lines = [(f"\n{name}", one) for each in self._spellings() for name, one in each.items()]
        ends = list(accumulate(len(line) for line, _ in lines))
        return "".join(line for line, _ in lines), ends, [one for _, one in lines]

    def _spellings(self) -> tuple[Mapping[str, Country], ...]:
        return self._own, _by_spelling(), self._others

    def _nearest(self, text: str, limit: int) -> list[Country]:
        all_of_them = {name: one for each in self._spellings()[::-1] for name, one in each.items()}
        ranked = process.extract(fold(text), list(all_of_them), scorer=fuzz.ratio, limit=None)
        return list(dict.fromkeys(all_of_them[spelling] for spelling, _, _ in ranked))[:limit]


def by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Country]:
    """Give countries by their folded names, of pairs of a code and a name."""
    return {fold(name): countries()[code] for code, name in pairs}


def find(text: str) -> Country:
    """Find a country as `Gazetteer.find` does, in English.

    Raises:
        UnknownCountryError: there is none; the error names the nearest.
    """
    return english().find(text)


def search(text: str, limit: int = 25) -> list[Country]:
    """Find countries as `Gazetteer.search` does, in English."""
    return english().search(text, limit)


@cache
def english() -> Gazetteer:
    """The countries by their English names."""
    return Gazetteer({country.code: country.name for country in countries().values()})


def require_distinct(several: Sequence[Country]) -> None:
    """See that no country stands twice in a blend.

    Raises:
        InputError: one does.
    """
    for place, country in enumerate(several):
        if country in several[:place]:
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
