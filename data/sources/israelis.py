"""First names of Israelis, as `extraction/israelis.py` found them in the register of children."""

from collections.abc import Iterator
from pathlib import Path

from data.bearers import Bearers
from data.records import Gender, Record

_MIN_BEARERS = 20
_ONE_SEX = 0.95
"""Share of bearers of one sex from which on a name is this sex's: spellings are ambiguous."""
_UNSURE = frozenset({"Ala'a", "Muli", "Neve", "Re'em", "Roie", "Shaike"})
"""Spellings that can be read off a name of the other sex, too."""


def read(path: Path) -> Iterator[Record]:
    """Read the names that are new and that twenty people have."""
    for name, women, men, kind in _rows(path):
        if kind == "new" and women + men >= _MIN_BEARERS:
            yield Record(name, "IL", _gender(name, women, men))


def count(path: Path) -> Iterator[Bearers]:
    """Read how many bear them, and the names that are only counted."""
    for name, women, men, _ in _rows(path):
        yield Bearers(name, "IL", women + men)


def _rows(path: Path) -> Iterator[tuple[str, int, int, str]]:
    for line in path.read_text("utf-8").splitlines():
        name, women, men, kind = line.split("\t")
        yield name, int(women), int(men), kind


def _gender(name: str, women: int, men: int) -> Gender:
    if name in _UNSURE or max(women, men) < _ONE_SEX * (women + men):
        return "U"
    return "F" if women > men else "M"
