"""Name records, their normalisation and validation, and how the sources are merged."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from model.domain.spelling import capitalise, fold, lower, normalise

Gender = Literal["F", "M", "U"]

MIN_LENGTH, MAX_LENGTH = 2, 24
"""Bounds on a name's length: the minimum counts folded letters, the maximum all characters."""

_SHAPE = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+){0,2}")
_TRIPLED = re.compile(r"(.)\1\1")
_VOWELS = frozenset("aeiouyəœæø")
_CEDILLAS = str.maketrans("şţ", "șț")
_LIGATURES = str.maketrans({"ĳ": "ij", "ﬁ": "fi", "ŉ": "'n"})


class Record(NamedTuple):
    """A name from one source, in any casing; the gender is U if unknown."""

    name: str
    country: str
    gender: Gender


class Bearers(NamedTuple):
    """A name and its bearers in a country: as many as a register counts, or their class."""

    name: str
    country: str
    number: int


def normalise_spelling(name: str, country: str) -> str:
    """Lower-case a name and normalise legacy encodings.

    Ligatures are expanded; Romanian and Moldovan ş and ţ get the comma that old encodings wrote as
    a cedilla.
    """
    lowered = lower(normalise(name), country).translate(_LIGATURES)
    return lowered.translate(_CEDILLAS) if country in {"MD", "RO"} else lowered


def is_name(lowered: str, country: str) -> bool:
    """Return whether the network can learn a lower-case text as a name.

    A name consists of up to three runs of Latin letters joined by single hyphens or apostrophes. It
    has a vowel, no tripled letter, at most `MAX_LENGTH` characters and at least `MIN_LENGTH` folded
    letters. Its capitalisation can be restored from the lower case.
    """
    folded = fold(lowered)
    return (
        _SHAPE.fullmatch(lowered) is not None
        and all("LATIN" in unicodedata.name(letter, "") for letter in lowered if letter.isalpha())
        and len(folded) >= MIN_LENGTH
        and len(lowered) <= MAX_LENGTH
        and _TRIPLED.search(lowered) is None
        and not _VOWELS.isdisjoint(folded)
        and lower(capitalise(lowered, country), country) == lowered
    )


def merge(sources: Iterable[Iterable[Record]]) -> list[Record]:
    """Merge all sources into one list with one record per folded name and country.

    The spelling of most sources wins. A tie goes to the spelling with diacritics, since lists lose
    them but do not invent them, then to the first by code points. If sources disagree on the gender
    it is U.

    Returns:
        Capitalised records, sorted by country, then name, by code points.
    """
    votes: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    genders: dict[tuple[str, str], set[Gender]] = defaultdict(set)
    for source in sources:
        for name, country, gender in sorted(_valid_records(source)):
            key = country, fold(name)
            votes[key][name] += 1
            genders[key].add(gender)
    merged = [
        Record(
            capitalise(_preferred_spelling(spellings), key[0]), key[0], _merged_gender(genders[key])
        )
        for key, spellings in votes.items()
    ]
    return sorted(merged, key=lambda record: (record.country, record.name))


def _valid_records(source: Iterable[Record]) -> set[Record]:
    lowered = (
        Record(normalise_spelling(name, country), country, gender)
        for name, country, gender in source
    )
    return {record for record in lowered if is_name(record.name, record.country)}


def _preferred_spelling(votes: dict[str, int]) -> str:
    return min(votes, key=lambda name: (-votes[name], name.isascii(), name))


def _merged_gender(seen: set[Gender]) -> Gender:
    known = seen - {"U"}
    return known.pop() if len(known) == 1 else "U"


def read_table(path: Path) -> list[list[str]]:
    """Read the tab-separated cells of each line of a file."""
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def to_text(rows: Iterable[tuple[object, ...]]) -> str:
    """Format rows as lines of tab-separated cells, as `finalNames.txt` and others have them."""
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)
