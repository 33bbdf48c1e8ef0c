"""Names that readers know, from `data/ratings/existence.tsv`.

`python -m data.attested.readings` prints how many of each panel's names they know, and how good
they find the new ones.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from data.records import read_table

_FOLDER = Path(__file__).parents[1] / "ratings"
READINGS, HELD_OUT = _FOLDER / "existence.tsv", _FOLDER / "existence_held_out.tsv"
NEW_NAMES, NEW_NAMES_HELD_OUT = _FOLDER / "new_names.tsv", _FOLDER / "new_names_held_out.tsv"
"""What two other readers, 1 to 5, think of names that nobody is known to bear."""


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
    for country, name, made, panel, first, second in read_table(path)[1:]:
        yield Reading(country, name, made, int(panel), int(first), int(second))


def known_names() -> set[str]:
    """Return the names that either reader knows, in any country."""
    return {reading.name for reading in read() if max(reading.first, reading.second) > 0}


def summarise(path: Path, *shares: Callable[[Reading], float]) -> Iterator[str]:
    """Yield the rows of a table: panel, names, what they are, the mean of each share."""

    def panel_and_kind(reading: Reading) -> tuple[int, str]:
        return reading.panel, reading.made

    for (panel, made), group in groupby(sorted(read(path), key=panel_and_kind), panel_and_kind):
        rows = [*group]
        means = [f"{fmean(map(share, rows)):.3f}" for share in shares]
        yield f"| {' | '.join([str(panel), f'{len(rows):,}', made, *means])} |"


def main() -> None:
    """Print the tables."""
    for path in (READINGS, HELD_OUT):
        print(f"{path.name}: panel, names, made, real there by both, known to either")  # noqa: T201 - a command
        rows = summarise(
            path,
            lambda row: row.first == row.second == 2,  # noqa: PLR2004 - of the scale
            lambda row: max(row.first, row.second) > 0,
        )
        print(*rows, sep="\n")  # noqa: T201 - likewise
    for path in (NEW_NAMES, NEW_NAMES_HELD_OUT):
        print(f"{path.name}: panel, names, made, mean")  # noqa: T201 - likewise
        print(*summarise(path, lambda row: (row.first + row.second) / 2), sep="\n")  # noqa: T201 - likewise


if __name__ == "__main__":
    main()
