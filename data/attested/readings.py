"""Names that readers know, from `data/ratings/existence.tsv`."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

READINGS = Path(__file__).parents[1] / "ratings" / "existence.tsv"


class Reading(NamedTuple):
    """What two readers said of a name: 2 borne there, 1 known elsewhere or a variant, 0 nobody's.

    Attributes:
        country: of the name's sheet.
        name: as written.
        made: where the name was from, which readers did not see.
        panel: which readers, when.
        first: the first reader's.
        second: the second reader's.
    """

    country: str
    name: str
    made: str
    panel: int
    first: int
    second: int


def read(path: Path = READINGS) -> Iterator[Reading]:
    """Read all readings."""
    _, *lines = path.read_text("utf-8").splitlines()
    for line in lines:
        country, name, made, panel, first, second = line.split("\t")
        yield Reading(country, name, made, int(panel), int(first), int(second))


def known_names() -> set[str]:
    """Return the names that either reader knows, in any country."""
    return {reading.name for reading in read() if max(reading.first, reading.second) > 0}
