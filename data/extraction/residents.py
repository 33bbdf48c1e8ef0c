"""Which names of a register are names of its country, and not of some of its residents.

README.md says what is asked, and what the columns of `register_rules.tsv` are.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from data.extraction.common import MIXED_LISTS, Likeness, Lists
from data.records import read_table
from model.domain.spelling import fold

RULES_TABLE = Path(__file__).with_name("register_rules.tsv")

_CULTURES_OF_RESIDENTS = ("AR", "CO", "DZ", "EG", "IR", "MX", "PK", "TR")
_SHORTEST_PART = 3
_DISREGARDED = 3
_TIMES_AS_COMMON, _TIMES_AS_COMMON_AS_LISTED = 3, 20
_PATRONYMIC = re.compile(r"(?:poika|tytar|dotter|dottir|ovna|evna|ovit\w*|ovi[ck]\w*|sson)$")
_NORDIC_PATRONYMIC = re.compile(r"[^aeiou]son$")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of the names of a country's register: a line of the table."""

    country: str
    kin: tuple[str, ...]
    flags: frozenset[str]
    least: float
    doubtful: float
    hyphen: float
    double: float
    slip: float
    rare: float
    by_kin: float
    margin: float
    common: float
    common_by_kin: float
    many: float
    looks: float


RULES: Mapping[str, Rules] = {
    country: Rules(country, tuple(kin.split()), frozenset(flags.split()), *map(float, bounds))
    for country, kin, flags, *bounds in read_table(RULES_TABLE)[1:]
}


def _is_patronymic(name: str, rules: Rules) -> bool:
    is_nordic = "sons" in rules.flags and _NORDIC_PATRONYMIC.search(name) is not None
    return is_nordic or _PATRONYMIC.search(name) is not None


@dataclass(frozen=True)
class Residents:
    """Tells a country's names from others in its register.

    Attributes:
        lists: folded names of every country, from sources that are not registers.
        registers: how many bear each folded name, by country.
    """

    lists: Lists
    registers: Mapping[str, Mapping[str, int]]

    def is_own(self, name: str, country: str) -> bool:
        """Return whether a folded name of a country's register is the country's."""
        rules = RULES[country]
        if self._is_listed(name, [country]):
            return True
        if _is_patronymic(name, rules):
            return False
        if self.registers[country][name] >= rules.many:
            return True
        near = self._is_listed(name, [code for code in rules.kin if code not in MIXED_LISTS])
        far = self.is_listed_elsewhere(name, country)
        times = self._times_as_common(name, rules)
        likeness = self.likeness(name, country)
        by_kin, by_none = rules.by_kin, rules.margin
        if times >= _TIMES_AS_COMMON:
            by_kin, by_none = min(by_kin, rules.common_by_kin), min(by_none, rules.common)
        if (near and likeness >= by_kin) or (not far and likeness >= by_none):
            return True
        if "final" in rules.flags or (far and "apart" in rules.flags):
            return False
        is_doubtful = far and ("strict" in rules.flags or not near)
        return times >= (_TIMES_AS_COMMON_AS_LISTED if is_doubtful else _TIMES_AS_COMMON) and (
            (near and "trusting" in rules.flags) or likeness >= rules.looks
        )

    def is_double(self, name: str, country: str) -> bool:
        """Return whether a name, not folded, joins two names of the country's own list.

        Countless children are called so; that a list has one pair and not another is chance.
        """
        foreign = _CULTURES_OF_RESIDENTS if "mixed" in RULES[country].flags else ()
        parts = name.split("-")
        return len(parts) == 2 and all(  # noqa: PLR2004 - what makes it double
            len(part) >= _SHORTEST_PART
            and self._is_listed(fold(part), [country])
            and not self._is_listed(fold(part), foreign)
            for part in parts
        )

    def is_usual_spelling(self, name: str, country: str, bearers: int) -> bool:
        """Return whether most people of a name, folded or not, are among so many bearers of it.

        The others write it with other diacritics or hyphens: Kate-Lyn is a rare Katelyn.
        """
        return 2 * bearers > self.registers[country][fold(name)]

    def is_listed_elsewhere(self, name: str, country: str) -> bool:
        """Return whether the list of a country outside kin has a folded name."""
        return self._is_listed(name, self.lists.keys() - {country, *RULES[country].kin})

    def likeness(self, name: str, country: str) -> float:
        """Return by how many nats a folded name is likelier here, or among kin, than elsewhere."""
        return self._likeness.margin(name, country, RULES[country].kin)

    def _is_listed(self, name: str, codes: Iterable[str]) -> bool:
        return any(name in self.lists.get(code, ()) for code in codes)

    def _times_as_common(self, name: str, rules: Rules) -> float:
        most = max(
            max(register.get(name, 0) - _DISREGARDED, 0) / self._totals[code]
            for code, register in self.registers.items()
            if code not in (rules.country, *rules.kin)
            and not (code in RULES and "fashions" in RULES[code].flags)
        )
        share = self.registers[rules.country][name] / self._totals[rules.country]
        return share / most if most else math.inf

    @cached_property
    def _totals(self) -> Mapping[str, int]:
        return {code: sum(register.values()) for code, register in self.registers.items()}

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self.lists)
