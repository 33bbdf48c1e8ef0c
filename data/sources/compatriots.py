"""Names of short lists that people of related nationalities confirm, from name2nat.

`extraction/compatriots.py` took them out.
"""

from collections.abc import Iterator
from pathlib import Path

from data.records import Record


def read(path: Path) -> Iterator[Record]:
    """Read the names; the genders are unknown."""
    for line in path.read_text("utf-8").splitlines():
        country, name = line.split("\t")
        yield Record(name, country, "U")
