"""Where names are at home: what readers who know the world's names wrote down, country by country.

`traditions.tsv` has a line for each name: the name, and the countries where its tradition is at
home, the best first, joined by commas. `archetypes.tsv` has names that everybody knows, by lists of
which each was written by itself: list, name, best country, all right countries. The last list is
kept for tests: nothing is fitted to it, and no origin rests on it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from data.attested.rows import Row
from data.records import read_table
from model.inference.bearers import UseKind

TRADITIONS = Path(__file__).with_name("traditions.tsv")
ARCHETYPES = Path(__file__).with_name("archetypes.tsv")
TEST_LIST = "D"
_ABOVE_ALL, _THERE_TOO = 2, 1


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
    for name, codes in read_table(TRADITIONS):
        best, *others = codes.split(",")
        yield from _rows(name, best, others)


def traditions() -> Iterator[Row]:
    """Read where names are at home: the table, and the lists of archetypes but the last."""
    yield from read_traditions()
    for archetype in read_archetypes():
        if archetype.list != TEST_LIST:
            yield from _rows(archetype.name, archetype.best, archetype.right - {archetype.best})


def _rows(name: str, best: str, others: Iterable[str]) -> Iterator[Row]:
    yield Row(name, best, UseKind.TRADITION, _ABOVE_ALL)
    for country in others:
        yield Row(name, country, UseKind.TRADITION, _THERE_TOO)
