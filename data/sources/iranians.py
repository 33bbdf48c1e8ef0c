"""First names of single Iranians, as `extraction/iranians.py` found them confirmed by a list."""

from collections.abc import Iterator
from pathlib import Path

from data.records import Gender, Record

_GENDERS: dict[str, Gender] = {"F": "F", "M": "M", "U": "U"}


def read(path: Path) -> Iterator[Record]:
    """Read the names."""
    for line in path.read_text("utf-8").splitlines():
        name, gender = line.split("\t")
        yield Record(name, "IR", _GENDERS[gender])
