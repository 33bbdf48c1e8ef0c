"""name2nat: a million people on Wikipedia by nationality; most titles begin with the given name.

A first word counts as a name of a country if it is typical: several people of that nationality bear
it and few others do. Nationalities that write the surname first are skipped.
"""
# ruff: noqa: SIM905 - a list of words reads better as words

import io
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from data.records import Record, read_table
from data.sources import File

People = Mapping[str, list[str]]
"""The nationalities of each full name."""
TABLE = Path(__file__).with_name("nationalities.tsv")

_NAME = re.compile(r"[^\W\d_][^\W\d_]+(?:[-'’][^\W\d_]+)*")
# First words of titles that are not names: ranks, honorifics, articles, particles.
NON_NAMES = frozenset(
    "abd abdel abdol abdul abi abol abou abu ain al alhaj alhaji antipope assassination "
    "ayatollah baby baron bibi big bin bint bishop black blessed blind captain cardinal chief "
    "colonel count da dame datuk de death deaths del der deshamanya di dj don dona dos doña "
    "dr duke el emir emperor father fra general hadji haj haji hajj hajji her ibn il imam "
    "junior justice khan khwaja kid killing king la lady las le li'l lil little lord los "
    "maestro maharaja maharana mahatma major malam master maulana mc mir mirza mohd mother mr "
    "mrs ms mufti mulla mullah murder nawab nawabzada oba ogbeni old padre pandit patriarch "
    "pope prince princess princesse queen rabbi raja rajah rana rani saint san sant santa "
    "sardar sayed sayid sayyed sayyid seyed seyyed shah shaikh shaykh sheik sheikh sheikha "
    "sheykh shri sir sister sri st swami syed team the trial uncle ustad van von young zu".split()
)


class Rule(NamedTuple):
    """The conditions under which a first word is a name of a country.

    Attributes:
        country: the country's code.
        min_bearers: how many people of the nationality must bear it.
        min_lift: how many times more common it must be among them than among everyone.
        single_bearer_pattern: matches lower-case words that suffice with one bearer worldwide.
    """

    country: str
    min_bearers: int
    min_lift: float
    single_bearer_pattern: str = ""


def nationalities() -> dict[str, str]:
    """Return the country of each nationality of which name2nat has enough people."""
    return {nationality: country for nationality, country, *_ in read_table(TABLE)[1:]}


def rules() -> dict[str, Rule]:
    """Return the rules of nationalities, for countries with too few names from better lists.

    Two bearers suffice for small nationalities with distinctive names; where many share the names
    (AU, CA, speakers of Spanish) it takes more.
    """
    return {
        nationality: Rule(country, int(rule[0]), float(rule[1]), *rule[2:])
        for nationality, country, *rule in read_table(TABLE)[1:]
        if rule
    }


class _SafeUnpickler(pickle.Unpickler):
    """Loads only built-in containers and strings, so that it cannot run code."""

    def find_class(self, module: str, name: str) -> type:
        message = f"the list of names asks for {module}.{name}: it is not the list that was pinned"
        raise pickle.UnpicklingError(message)


def read(files: Iterable[File]) -> Iterator[Record]:
    """Read the names of the nationalities that have rules; the genders are unknown."""
    return extract_names(read_people(files), rules())


def read_people(files: Iterable[File]) -> People:
    """Read the one file of the package."""
    (file,) = files
    people: People = _SafeUnpickler(io.BytesIO(file.content)).load()
    return people


def words_of_people(people: People) -> Iterator[tuple[str, list[str]]]:
    """Yield each nationality and the words of each full name; one word alone is no full name."""
    for full_name, of_nationalities in people.items():
        words = full_name.split()
        if len(words) > 1:
            yield from ((nationality, words) for nationality in of_nationalities)


def first_words(people: People) -> Counter[tuple[str, str]]:
    """Count the people of each nationality and first word of a full name."""
    return Counter((nationality, words[0]) for nationality, words in words_of_people(people))


def extract_names(people: People, rules: Mapping[str, Rule]) -> Iterator[Record]:
    """Yield the typical first names of the nationalities that have rules."""
    bearers: dict[str, Counter[str]] = defaultdict(Counter)
    everyone: Counter[str] = Counter()
    for (nationality, name), count in first_words(people).items():
        if _NAME.fullmatch(name) and name.lower() not in NON_NAMES:
            bearers[nationality][name] = count
            everyone[name] += count
    for nationality, rule in rules.items():
        share = bearers[nationality].total() / max(1, everyone.total())
        for name, count in bearers[nationality].items():
            typical = count >= rule.min_bearers and count >= rule.min_lift * share * everyone[name]
            unique = everyone[name] == 1 and re.fullmatch(rule.single_bearer_pattern, name.lower())
            if (typical or unique) and name[0].isupper() and not name.isupper():
                yield Record(name, rule.country, "U")
