"""gender-guesser's `nam_dict.txt`: 48,000 hand-compiled names with one column per country."""
# ruff: noqa: SIM905 - a table header reads better as words

import re
from collections.abc import Iterator
from zipfile import ZipFile

from data.records import Gender, Record

FILE = "gender_guesser/data/nam_dict.txt"

# One column per country; "-" marks the skipped ones. East Frisia, the five -stans, Arabia and
# Persia, and the rest of the world are not countries. The Azerbaijani column is romanised through
# Russian (Goshgar for Qoşqar), while other sources use the country's own alphabet.
_COLUMNS = (
    "GB IE US IT MT PT ES FR BE LU NL - DE AT CH IS DK NO SE FI EE LV LT PL CZ SK HU RO BG BA HR "
    "XK MK ME RS SI AL GR RU BY MD UA AM - GE - TR - IL CN IN JP KR VN -"
).split()
_FIRST_COLUMN = 30
_GENDERS: dict[str, Gender] = {
    "M": "M",
    "1M": "M",
    "?M": "M",
    "F": "F",
    "1F": "F",
    "?F": "F",
    "?": "U",
}
_SYLLABLE_JOINERS = {"CN": "", "KR": "-"}
"""Replacement of `+` between syllables, as in Junwei and Min-jun; a space for other countries."""

# The columns of these countries include German and French romanisations (Jewgenij, Schteriana,
# Dimitritchka), which nobody there uses.
_FOREIGN_ROMANISATION = {
    "AM": re.compile("sch|tch|w"),
    "BG": re.compile("sch|tch|w|j|tz|x"),
    "BY": re.compile("sch|tch|w|j|x"),
    "GE": re.compile("sch|tch|w"),
    "MD": re.compile("sch|tch|w"),
    "RU": re.compile("sch|tch|w|j|x"),
    "UA": re.compile("sch|tch|w|j|x"),
}


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the names of every country that has a column of its own."""
    for record, _ in _records(wheel):
        yield record


def read_classes(wheel: ZipFile) -> Iterator[tuple[str, str, int]]:
    """Read names, countries and how common a name is there: the higher, the twice as common."""
    for record, commonness in _records(wheel):
        yield record.name, record.country, int(commonness, 16)


def _records(wheel: ZipFile) -> Iterator[tuple[Record, str]]:
    for line in wheel.read(FILE).decode("utf-8").splitlines():
        # `#` marks a comment, `=` a pair of equivalent names, `+` before the columns a duplicate.
        if line[:1] not in {"#", "=", ""} and line[_FIRST_COLUMN - 1] != "+":
            yield from _records_of_line(line)


def _records_of_line(line: str) -> Iterator[tuple[Record, str]]:
    gender = _GENDERS[line[:2].strip()]
    name = line[3 : _FIRST_COLUMN - 1].strip()
    for country, commonness in zip(_COLUMNS, line[_FIRST_COLUMN:], strict=False):
        if (
            commonness not in " $"
            and country != "-"
            and not _is_foreign_romanisation(name, country)
        ):
            written = name.replace("+", _SYLLABLE_JOINERS.get(country, " "))
            yield Record(written, country, gender), commonness


def _is_foreign_romanisation(name: str, country: str) -> bool:
    pattern = _FOREIGN_ROMANISATION.get(country)
    return pattern is not None and pattern.search(name.lower()) is not None
