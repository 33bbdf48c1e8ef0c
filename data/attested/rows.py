"""Rows of the sources, and how the rows of one name are put together."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from data.records import normalise_spelling
from model.domain.corpus import Entry
from model.domain.spelling import capitalise, fold, normalise
from model.inference.bearers import THERE_TOO, Bearers, Use, UseKind

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_MIN_LETTERS, _MAX_LETTERS = 2, 24
NOWHERE = ""
"""The country of names that are only known to exist."""
WITH_DIACRITICS = frozenset({"AR", "AT", "BE", "CL", "DE", "DK", "FI", "FR", "IS", "NO", "SE"})
"""Registers that write names as their bearers do: of the others' bearers, less than 1 in 300 have
diacritics. All people on Wikipedia have theirs."""
_LISTED = 5
"""People as many as these are counted for a spelling that a country's list has."""


class Row(NamedTuple):
    """What a source says of a first name.

    Attributes:
        name: in any casing, of one or more words.
        country: ISO 3166-1 alpha-2 or XK; `NOWHERE` if the name only exists.
        kind: what is counted.
        women: bearers; of people on Wikipedia and of classes, all of them.
        men: bearers.
        decades: births by decade (198 for the 1980s), where the source has years.
    """

    name: str
    country: str
    kind: UseKind
    women: int = 0
    men: int = 0
    decades: Mapping[int, int] = {}


def home_level(level: int, spelling: str, written: str) -> int:
    """Return how much a name is at home in a country, from what a reader says of one spelling.

    What is above all the home of Märta is not that of Marta, if that is what people write.
    """
    is_written = spelling.isascii() or spelling == written
    return level if is_written else min(level, THERE_TOO)


@dataclass(slots=True)
class _Sums:
    """The bearers of a name in a country by one kind of source."""

    women: int = 0
    men: int = 0
    decades: Counter[int] = field(default_factory=Counter)


class Attested:
    """Collects rows by folded name."""

    def __init__(self) -> None:
        self._sums: dict[str, dict[tuple[str, UseKind], _Sums]] = {}
        self._spellings: dict[str, Counter[str]] = {}
        self._written: dict[str, dict[str, Counter[str]]] = {}
        self._homes: dict[str, list[tuple[str, Row]]] = {}
        self.existing: set[str] = set()

    def add(self, rows: Iterable[Row]) -> None:
        """Add the rows of a source: the first word of a name counts, the others only exist."""
        for row in rows:
            first, *others = _words(row.name, row.country) or [""]
            self.existing.update(map(fold, others))
            if first:
                self._add(first, row)

    def prefer(self, entries: Iterable[Entry]) -> None:
        """Spell names like the lists, whatever the sources say; registers often lack accents."""
        for entry in entries:
            key = fold(entry.name)
            self.existing.add(key)
            if key in self._spellings:
                self._spellings[key][entry.name] += 1 << 40
                self._count_spelling(key, entry.name, entry.country, _LISTED)

    def bearers(self) -> Iterator[Bearers]:
        """Yield each name that is counted somewhere, as people write it.

        Where it is at home comes last, in the order of the readers.
        """
        for key, sums in self._sums.items():
            written = self._spellings[key].most_common(1)[0][0]
            counted = [
                Use(country, kind, found.women, found.men, tuple(sorted(found.decades.items())))
                for (country, kind), found in sorted(sums.items())
            ]
            uses = (*counted, *self._at_home(key, written))
            yield Bearers(written, uses, self._spellings_of(key))

    def _spellings_of(self, key: str) -> Mapping[str, Mapping[str, int]]:
        spellings = self._written.get(key, {})
        differ_in_diacritics = len(spellings) > 1 and not "".join(spellings).isascii()
        return spellings if differ_in_diacritics else {}

    def _at_home(self, key: str, written: str) -> Iterator[Use]:
        levels: dict[str, int] = {}
        for spelling, row in self._homes.get(key, []):
            level = home_level(row.women, spelling, written)
            levels[row.country] = max(level, levels.get(row.country, 0))
        return (Use(country, UseKind.TRADITION, level) for country, level in levels.items())

    def _add(self, name: str, row: Row) -> None:
        key = fold(name)
        self.existing.add(key)
        if row.country == NOWHERE:
            return
        sums_of_name = self._sums.setdefault(key, {})
        spelling = capitalise(name, row.country)
        spellings = self._spellings.setdefault(key, Counter())
        if row.kind is UseKind.TRADITION:
            self._homes.setdefault(key, []).append((spelling, row))
            spellings[spelling] += 1
            return
        sums = sums_of_name.setdefault((row.country, row.kind), _Sums())
        if row.kind is UseKind.CLASS:  # one name may stand there twice, for women and for men
            sums.women, sums.men = max(sums.women, row.women), max(sums.men, row.men)
            spellings[spelling] += 1
            return
        sums.women += row.women
        sums.men += row.men
        sums.decades.update(row.decades)
        spellings[spelling] += row.women + row.men
        if row.kind is UseKind.PEOPLE or row.country in WITH_DIACRITICS:
            self._count_spelling(key, spelling, row.country, row.women + row.men)

    def _count_spelling(self, key: str, spelling: str, country: str, people: int) -> None:
        counts = self._written.setdefault(key, defaultdict(Counter))
        counts[spelling][country] += people


def _words(name: str, country: str) -> list[str]:
    """Return the words of a name, in lower case, that can be names."""
    words = _WORD.findall(normalise_spelling(normalise(name), country))
    return [word for word in words if _MIN_LETTERS <= len(fold(word)) <= _MAX_LETTERS]
