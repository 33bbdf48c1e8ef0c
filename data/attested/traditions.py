"""Where names are at home: what readers of the world's names wrote down.

`traditions.tsv` has a line for each name: the name, and the countries where its tradition is at
home, the best first, joined by commas; after `=`, countries of several languages that share it, so
that it is at home in none of them above all. `archetypes.tsv` has names that everybody knows, by
lists of which each was written by itself: list, name, best country, all right countries.
`TEST_LISTS` are kept for tests: nothing is fitted to them, and no origin rests on them, though most
of their names are on other lists, too. E has names as members type them, by two readers who stood
for members; F and G have names with diacritics. The readers are large language models.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from data.attested.rows import Row
from data.records import read_table
from model.domain.spelling import fold
from model.inference.bearers import ABOVE_ALL, THERE_TOO, UseKind

TRADITIONS = Path(__file__).with_name("traditions.tsv")
ARCHETYPES = Path(__file__).with_name("archetypes.tsv")
TEST_LISTS = ("D", "E", "G")
_SHARED = "="


class Archetype(NamedTuple):
    """A name that everybody knows.

    Attributes:
        list: the letter of the list that has it.
        name: as people write it.
        best: the country that comes to mind first.
        right: codes of all countries that are right, `best` included.
    """

    list: str
    name: str
    best: str
    right: frozenset[str]


def read_archetypes() -> list[Archetype]:
    """Read all lists."""
    return [
        Archetype(letter, name, best, frozenset(right.split(",")))
        for letter, name, best, right in read_table(ARCHETYPES)
    ]


def read_traditions() -> Iterator[Row]:
    """Read the table alone."""
    return _rows(read_table(TRADITIONS))


def traditions() -> Iterator[Row]:
    """Read where names are at home: the table, and the archetypes that are not kept for tests."""
    lists = [
        (name, ",".join([best, *sorted(right - {best})]))
        for letter, name, best, right in read_archetypes()
        if letter not in TEST_LISTS
    ]
    return _rows([*read_table(TRADITIONS), *lists])


def _rows(lines: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Yield the homes of names; those that one reader calls shared have none above all."""
    lines = [*lines]
    shared = {fold(name) for name, codes in lines if codes.startswith(_SHARED)}
    for name, codes in lines:
        for place, country in enumerate(codes.removeprefix(_SHARED).split(",")):
            is_above_all = place == 0 and fold(name) not in shared
            yield Row(name, country, UseKind.TRADITION, ABOVE_ALL if is_above_all else THERE_TOO)
