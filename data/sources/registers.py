"""National registers, as `extraction/registers.py` took the countries' own names out of them."""

from collections.abc import Iterator
from pathlib import Path

from data.bearers import Bearers
from data.records import Gender, Record

_ONE_SEX = 0.95
"""Share of bearers of one sex from which on a name is this sex's: clerks slip, too."""


def read(path: Path) -> Iterator[Record]:
    """Read the names."""
    for name, country, women, men in _rows(path):
        yield Record(name, country, _gender(women, men))


def count(path: Path) -> Iterator[Bearers]:
    """Read how many bear them."""
    for name, country, women, men in _rows(path):
        yield Bearers(name, country, women + men)


def _rows(path: Path) -> Iterator[tuple[str, str, int, int]]:
    for line in path.read_text("utf-8").splitlines():
        name, country, women, men = line.split("\t")
        yield name, country, int(women), int(men)


def _gender(women: int, men: int) -> Gender:
    if max(women, men) < _ONE_SEX * (women + men):
        return "U"
    return "F" if women > men else "M"
