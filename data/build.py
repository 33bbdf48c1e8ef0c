"""Rebuild `finalNames.txt` and `bearers.tsv`, byte for byte, from the sources in `sources.tsv`.

`python data/build.py [--sources FOLDER]` downloads the wheels to a cache folder, or reads them from
FOLDER. With `--check` it only compares the files with what it would write. Sources that are too
large to download, or would have to be run, are read from `extracts/`, which `extraction/` wrote.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from data.bearers import commonness
from data.command import rebuild
from data.readers import READERS, read_bearers
from data.records import Bearers, Record, merge, read_table, to_text
from data.sources import HERE, Source, sources_of_names
from model.domain.countries import countries
from model.domain.spelling import fold

NAMES = HERE / "finalNames.txt"
BEARERS = HERE / "bearers.tsv"
EXCLUSIONS = HERE / "exclusions.tsv"
"""Names of the sources that a reader found wrong, with the reason."""


def build_records(folder: Path, sources: Iterable[Source]) -> list[Record]:
    """Read sources, with the wheels in a folder, and merge them.

    Raises:
        SourceError: a wheel is missing or does not match its pinned hash.
    """
    return keep_included(merge(READERS[source.reader](source.read(folder)) for source in sources))


def build_bearers(records: Iterable[Record], sources: Iterable[Source]) -> list[Bearers]:
    """Return how common the names are where an extract says so, in the order of the names."""
    extracts = (file for source in sources if source.is_extract for file in source.read(HERE))
    classes = commonness(read_bearers(extracts))
    return [
        Bearers(record.name, record.country, classes[key])
        for record in records
        if (key := (record.country, fold(record.name))) in classes
    ]


def keep_included(records: Iterable[Record]) -> list[Record]:
    """Drop the names of unknown countries and those in `exclusions.tsv`."""
    rejected = excluded_names()
    return [
        record
        for record in records
        if record.country in countries() and (record.country, fold(record.name)) not in rejected
    ]


def excluded_names() -> frozenset[tuple[str, str]]:
    """Read (country, folded name) pairs; a line is country, reason and space-separated names."""
    return frozenset(
        (country, fold(name))
        for country, _, names in read_table(EXCLUSIONS)
        for name in names.split()
    )


def build(folder: Path) -> dict[Path, str]:
    """Return the contents of both files, with the wheels in a folder."""
    records = build_records(folder, sources_of_names())
    bearers = build_bearers(records, sources_of_names())
    return {NAMES: to_text(records), BEARERS: to_text(bearers)}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 1 if `--check` finds a difference."""
    needed = [source for source in sources_of_names() if not source.is_extract]
    return rebuild(__doc__, arguments, needed, build)


if __name__ == "__main__":
    sys.exit(main())
