"""Take names of short lists out of name2nat that people of related nationalities confirm.

README.md says how to run this, what is asked, and what the columns of `compatriot_rules.tsv` are.
"""
# ruff: noqa: SIM905 - a list of words reads better as words

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from data.extraction.common import Likeness, Lists, lists_of, spellings_without, write_extract
from data.people import NON_NAMES, People, read_people, words_of_people
from data.records import Record, is_name, normalise_spelling, read_table
from data.sources import CACHE, source_of
from model.domain.spelling import fold

RULES_TABLE = Path(__file__).with_name("compatriot_rules.tsv")

_GROUPS = {
    "Arabs": "Algerian Egyptian Saudi Moroccan Iraqi Lebanese Tunisian Syrian Emirati Qatari "
    "Palestinian Jordanian Kuwaiti Sudanese Yemeni Libyan Bahraini Omani",
    "Hispanics": "Argentine Mexican Chilean Colombian Uruguayan Cuban Venezuelan Dominican "
    "Peruvian Paraguayan Ecuadorian Bolivian Guatemalan Salvadoran Honduran Panamanian Nicaraguan",
}
"""What the table calls many relatives."""
_VIETNAMESE_SURNAMES = frozenset(
    "bui cao dang dao dinh do doan duong ha ho hoang huynh lam le luong luu ly mai ngo nguyen "
    "pham phan phung ta thai to tran trinh truong vo vu".split()
)
_PART = re.compile(r"^(?:al|el|at|abd)-|..[b-hj-su-z]u[lr]$|-.{1,2}-|[-'’].{1,2}$")
"""Beginnings of compounds that the first space cuts off (Fazlur Rahman), and names of descent."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Rule(NamedTuple):
    """When a first word is a name of a country: a line of the table."""

    country: str
    nationality: str
    relatives: Sequence[str]
    kin: Sequence[str]
    own: int
    family: int
    lift: float
    margin: float


def read_rules() -> Iterator[Rule]:
    """Read the table; a country may have several rules, each of which suffices."""
    for row in read_table(RULES_TABLE)[1:]:
        country, nationality, relatives, kin, own, family, lift, margin = row
        group = _GROUPS.get(relatives, relatives).split()
        bounds = int(own), int(family), float(lift), float(margin)
        yield Rule(country, nationality, group, kin.split(), *bounds)


class Ends(NamedTuple):
    """How many people of each nationality and word have it first, and last, in their names."""

    first: Mapping[str, Counter[str]]
    last: Mapping[str, Counter[str]]


def count_ends(people: People) -> Ends:
    """Count the first and last words of the full names of each nationality."""
    ends = Ends(defaultdict(Counter), defaultdict(Counter))
    for nationality, words in words_of_people(people):
        first, last = words[0], words[-1]
        if nationality == "Vietnamese":
            last, first = (_without_diacritics(word) for word in (first, last))
            if last.lower() not in _VIETNAMESE_SURNAMES:
                continue
        ends.first[nationality][first] += 1
        ends.last[nationality][last] += 1
    return ends


def _without_diacritics(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Confirmed:
    """Tells which first words are names of a country."""

    def __init__(self, ends: Ends, lists: Lists) -> None:
        """Count everyone; `lists` are the folded names of each country."""
        self._ends = ends
        self._lists = lists
        self._everyone = sum(ends.first.values(), Counter())
        self._likeness = Likeness(lists)

    def names(self, rule: Rule) -> Iterator[Record]:
        """Yield the names of a country that are not on its list, in order."""
        family = {rule.nationality, *rule.relatives}
        share = sum(self._ends.first[n].total() for n in family) / self._everyone.total()
        for name, own in sorted(self._ends.first[rule.nationality].items()):
            bearers = sum(self._ends.first[n][name] for n in family)
            if (
                self._is_new_name(name, rule)
                and own >= rule.own
                and bearers >= rule.family
                and bearers >= rule.lift * share * self._everyone[name]
                and bearers >= 2 * sum(self._ends.last[n][name] for n in family)
                and self._likeness.margin(fold(name), rule.country, rule.kin) > rule.margin
            ):
                yield Record(name, rule.country, "U")

    def _is_new_name(self, name: str, rule: Rule) -> bool:
        return (
            _WORD.fullmatch(name) is not None
            and name[0].isupper()
            and not name.isupper()
            and name.lower() not in NON_NAMES
            and not _PART.search(name.lower())
            and is_name(normalise_spelling(name, rule.country), rule.country)
            and fold(name) not in self._lists[rule.country]
        )


def main() -> None:
    """Write the names."""
    lists = lists_of(spellings_without("compatriots.tsv"))
    confirmed = Confirmed(count_ends(read_people(source_of("name2nat").read(CACHE))), lists)
    write_extract(
        "compatriots.tsv", (name for rule in read_rules() for name in confirmed.names(rule))
    )


if __name__ == "__main__":
    main()
