"""What every source of names yields, and the one way in which spellings become names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from model.domain.spelling import capitalise, fold, lower, normalise

Gender = Literal["F", "M", "U"]

SHORTEST, LONGEST = 2, 24
"""Letters that a name has at least and at most, hyphens and apostrophes counted."""

_SHAPE = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+){0,2}")
_THRICE = re.compile(r"(.)\1\1")
_VOWELS = frozenset("aeiouyəœæø")
_CEDILLAS = str.maketrans("şţ", "șț")
_LIGATURES = str.maketrans({"ĳ": "ij", "ﬁ": "fi", "ŉ": "'n"})


class Record(NamedTuple):
    """A name as one source has it: any casing, one country, its gender or U if it is not known."""

    name: str
    country: str
    gender: Gender


def letters(name: str, country: str) -> str:
    """Lower a name and put right what sources encode otherwise than people type.

    Ligatures come apart; Romanian and Moldovan ş and ţ get their comma for the cedilla of old
    encodings.
    """
    lowered = lower(normalise(name), country).translate(_LIGATURES)
    return lowered.translate(_CEDILLAS) if country in {"MD", "RO"} else lowered


def is_name(lowered: str, country: str) -> bool:
    """Say whether the network can learn a lower-case text as a name.

    It has letters of the Latin script, single hyphens and apostrophes between them, a vowel, no
    letter three times running, no more than `LONGEST` signs, and `SHORTEST` letters when folded;
    and what people capitalise in it can be restored from the lower case.
    """
    return (
        _SHAPE.fullmatch(lowered) is not None
        and all("LATIN" in unicodedata.name(letter, "") for letter in lowered if letter.isalpha())
        and len(fold(lowered)) >= SHORTEST
        and len(lowered) <= LONGEST
        and _THRICE.search(lowered) is None
        and not _VOWELS.isdisjoint(fold(lowered))
        and lower(capitalise(lowered, country), country) == lowered
    )


def merge(sources: Iterable[Iterable[Record]]) -> list[Record]:
    """Bring all sources to one list: a line for each folded name of a country.

    The spelling that most sources have wins; of equals the one with diacritics, since lists lose
    them and do not invent them, then the first by code points. Where sources disagree on
    the gender it is U.

    Returns:
        Records as people write them, sorted by country, then name, by code points.
    """
    votes: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    genders: dict[tuple[str, str], set[Gender]] = defaultdict(set)
    for source in sources:
        for name, country, gender in sorted(_usable(source)):
            key = country, fold(name)
            votes[key][name] += 1
            genders[key].add(gender)
    merged = [
        Record(capitalise(_spelling(spellings), key[0]), key[0], _gender(genders[key]))
        for key, spellings in votes.items()
    ]
    return sorted(merged, key=lambda record: (record.country, record.name))


def _usable(source: Iterable[Record]) -> set[Record]:
    lowered = (Record(letters(name, country), country, gender) for name, country, gender in source)
    return {record for record in lowered if is_name(record.name, record.country)}


def _spelling(votes: dict[str, int]) -> str:
    return min(votes, key=lambda name: (-votes[name], name.isascii(), name))


def _gender(seen: set[Gender]) -> Gender:
    known = seen - {"U"}
    return known.pop() if len(known) == 1 else "U"


def lines(records: Iterable[Record]) -> Iterator[str]:
    """Write records as `finalNames.txt` has them."""
    return (f"{name}\t{country}\t{gender}\n" for name, country, gender in records)
