"""Take names of short lists out of name2nat that people of related nationalities confirm.

`python data/extraction/compatriots.py` reads the pinned wheel in `data/.cache`, where
`python data/build.py` puts it. `sources/wikipedia.py` asks that a name is several times as common
in one country as anywhere, so it misses what countries of one language share: Hossam is Egyptian
and Iraqi alike. Here a first word is a name of a country if

- someone of its nationality bears it, and with their relatives, people of nationalities that share
  names with it, as many as the rule asks; where it asks for one, hardly anybody else may;
- it is several times as common among all these as among everyone, so foreigners' names stay out;
- its letters are not much likelier, by trigrams, under another country's list than under those of
  the country or its kin, which tells names of immigrants and bynames;
- it stands first at least twice as often as last, so that surnames written first stay out.

Vietnamese write the surname first: there the last word is the name, after a common surname.
It writes `extracts/compatriots.tsv`, country and name, without those that other sources have. What
a reader found wrong in it is in `exclusions.tsv`.
"""
# ruff: noqa: SIM905 - a list of words reads better as words

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from data.build import CACHE, SOURCES, build_records
from data.extraction.residents import Trigrams
from data.records import is_name, normalise_spelling
from data.sources import compatriots, wikipedia
from data.sources.wikipedia import NON_NAMES, read_people
from data.wheels import PinnedWheel, open_verified
from model.domain.spelling import fold

OUT = Path(__file__).parents[1] / "extracts" / "compatriots.tsv"


class Rule(NamedTuple):
    """When a first word is a name of a country.

    Attributes:
        country: the country's code.
        nationality: of its people.
        relatives: nationalities that share names with it.
        kin: codes of countries whose lists its names may look like.
        own: how many people of the nationality must bear it.
        family: how many of the nationality or its relatives must.
        lift: how many times more common it must be among these than among everyone.
        margin: log-odds by trigrams for the lists of the country or its kin from which it passes.
    """

    country: str
    nationality: str
    relatives: Sequence[str]
    kin: Sequence[str]
    own: int
    family: int
    lift: float
    margin: float


_ARABS = (
    "Algerian Egyptian Saudi Moroccan Iraqi Lebanese Tunisian Syrian Emirati Qatari Palestinian "
    "Jordanian Kuwaiti Sudanese Yemeni Libyan Bahraini Omani"
).split()
_SPEAKERS_OF_SPANISH = (
    "Argentine Mexican Chilean Colombian Uruguayan Cuban Venezuelan Dominican Peruvian Paraguayan "
    "Ecuadorian Bolivian Guatemalan Salvadoran Honduran Panamanian Nicaraguan"
).split()
_LISTS_IN_SPANISH = ("AR", "CL", "CO", "ES", "MX", "PH", "UY")

_UNIQUE = 100.0
"""A lift that only names which nobody else bears pass, or hardly anyone."""

RULES = (
    Rule("AR", "Argentine", _SPEAKERS_OF_SPANISH, _LISTS_IN_SPANISH, 2, 3, 5, -3),
    Rule("AR", "Argentine", _SPEAKERS_OF_SPANISH, _LISTS_IN_SPANISH, 1, 5, 10, 0),
    Rule("BY", "Belarusian", (), ("RU", "UA"), 1, 1, _UNIQUE, 1),
    Rule("CO", "Colombian", _SPEAKERS_OF_SPANISH, _LISTS_IN_SPANISH, 2, 3, 5, -3),
    Rule("CO", "Colombian", _SPEAKERS_OF_SPANISH, _LISTS_IN_SPANISH, 1, 5, 10, 0),
    Rule("DZ", "Algerian", _ARABS, ("EG",), 1, 2, 10, -3),
    Rule("DZ", "Algerian", _ARABS, ("EG",), 1, 1, 30, 1),
    Rule("DZ", "Algerian", _ARABS, ("EG",), 1, 4, 10, -6),
    Rule("EG", "Egyptian", _ARABS, ("DZ",), 1, 2, 10, -3),
    Rule("EG", "Egyptian", _ARABS, ("DZ",), 1, 1, 30, 1),
    Rule("GH", "Ghanaian", ("Nigerian",), ("NG", "KE"), 1, 2, 5, -3),
    Rule("EG", "Egyptian", _ARABS, ("DZ",), 1, 4, 10, -6),
    Rule("GH", "Ghanaian", (), ("NG",), 1, 1, _UNIQUE, 1),
    Rule("ID", "Indonesian", (), (), 1, 1, _UNIQUE, 0.5),
    Rule("IN", "Indian", ("Tamil", "Nepalese"), (), 1, 2, 10, -1),
    Rule("KE", "Kenyan", ("Ugandan", "Tanzanian"), (), 1, 2, 10, -3),
    Rule("KE", "Kenyan", (), (), 1, 1, _UNIQUE, 0),
    Rule("LV", "Latvian", (), (), 1, 1, _UNIQUE, 0),
    Rule("MD", "Moldovan", ("Romanian",), ("RO",), 1, 3, 10, -3),
    Rule("MX", "Mexican", _SPEAKERS_OF_SPANISH, _LISTS_IN_SPANISH, 2, 3, 5, -3),
    Rule("MX", "Mexican", _SPEAKERS_OF_SPANISH, _LISTS_IN_SPANISH, 1, 5, 10, 0),
    Rule("NG", "Nigerian", ("Ghanaian",), ("GH", "KE"), 1, 2, 8, -1),
    Rule("NG", "Nigerian", (), ("GH",), 1, 1, _UNIQUE, 0),
    Rule("PH", "Filipino", (), ("ES", "MX", "US", "CO"), 2, 2, 2, -5),
    Rule("PH", "Filipino", (), ("ES", "MX", "US", "CO"), 1, 1, _UNIQUE, 0.5),
    Rule("PK", "Pakistani", ("Bangladeshi", "Afghan"), ("IN", "IR"), 1, 2, 10, -5),
    Rule("PK", "Pakistani", (), ("IN", "IR"), 1, 1, _UNIQUE, 0.5),
    Rule("RU", "Russian", (), ("UA", "BY", "KZ"), 3, 3, 8, -3),
    Rule("VN", "Vietnamese", (), (), 1, 1, 0, 0),
)
_VIETNAMESE_SURNAMES = frozenset(
    "bui cao dang dao dinh do doan duong ha ho hoang huynh lam le luong luu ly mai ngo nguyen "
    "pham phan phung ta thai to tran trinh truong vo vu".split()
)
_PART = re.compile(r"^(?:al|el|at|abd)-|..[b-hj-su-z]u[lr]$|-.{1,2}-|[-'’].{1,2}$")
"""Beginnings of compounds that the first space cuts off (Fazlur Rahman), and names of descent."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Ends(NamedTuple):
    """How many people of each nationality and word have it first, and last, in their names."""

    first: Mapping[str, Counter[str]]
    last: Mapping[str, Counter[str]]


def count_ends(people: Mapping[str, list[str]]) -> Ends:
    """Count the first and last words of the full names of each nationality."""
    first: dict[str, Counter[str]] = defaultdict(Counter)
    last: dict[str, Counter[str]] = defaultdict(Counter)
    for full_name, nationalities in people.items():
        words = full_name.split()
        for nationality in nationalities if len(words) > 1 else ():
            start, end = _given_and_surname(words, nationality)
            first[nationality][start] += 1
            last[nationality][end] += 1
    return Ends(first, last)


def _given_and_surname(words: Sequence[str], nationality: str) -> tuple[str, str]:
    """Return the words of a name that are the given name and the surname, or look so."""
    if nationality != "Vietnamese":
        return words[0], words[-1]
    surname, given = (_without_diacritics(word) for word in (words[0], words[-1]))
    return (given, surname) if surname.lower() in _VIETNAMESE_SURNAMES else ("", "")


def _without_diacritics(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Confirmed:
    """Tells which first words are names of a country."""

    def __init__(self, ends: Ends, lists: Mapping[str, frozenset[str]]) -> None:
        """Count everyone; `lists` are the folded names of each country."""
        self._ends = ends
        self._lists = lists
        self._everyone = sum(ends.first.values(), Counter())
        self._trigrams = {code: Trigrams(names) for code, names in lists.items()}

    def names(self, rule: Rule) -> Iterator[str]:
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
                and self._looks_own(name, rule)
            ):
                yield name

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

    def _looks_own(self, name: str, rule: Rule) -> bool:
        kin = {rule.country, *rule.kin}
        ours = self._likelihood(name, kin)
        return ours - self._likelihood(name, self._trigrams.keys() - kin) > rule.margin

    def _likelihood(self, name: str, codes: Iterable[str]) -> float:
        return max(self._trigrams[code].log_probability(fold(name)) for code in codes)


def main() -> None:
    """Write the names, by country."""
    sources = [source for source in SOURCES if source.read is not compatriots.read]
    lists: dict[str, set[str]] = defaultdict(set)
    for record in build_records(CACHE, sources):
        lists[record.country].add(fold(record.name))
    (wheel,) = (
        source.package
        for source in sources
        if isinstance(source.package, PinnedWheel) and source.read is wikipedia.read
    )
    with open_verified(wheel, CACHE) as archive:
        ends = count_ends(read_people(archive))
    confirmed = Confirmed(ends, {code: frozenset(names) for code, names in lists.items()})
    lines = {f"{rule.country}\t{name}\n" for rule in RULES for name in confirmed.names(rule)}
    OUT.write_text("".join(sorted(lines)), "utf-8")


if __name__ == "__main__":
    main()
