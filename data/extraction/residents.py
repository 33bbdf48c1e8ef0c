"""Which names of a register are names of its country, and not of some of its residents.

A register counts everyone. A name is the country's if its own list has it, or if it passes three
tests, which only the countries of another language and culture take part in; the *kin* of a country
are left out of them:

- it is three times as common as in any other register, where three people are disregarded, or no
  other register has it;
- no other country's list has it, or it is twenty times as common as in any other register; names
  that the lists of kin have as well pass, but not in the Nordic countries;
- its letters are likelier, by the trigrams of the lists of the country or of its kin, than by those
  of any other country; by a factor of four in Canada, Denmark, France, Norway, Sweden and the
  United Kingdom, where samples had more residents' names than elsewhere. In Spain, whose languages
  are many, they may be twenty times less likely.

Of some registers less is asked, above all of those that count children born there, not residents;
see `RULES`.
In Spain and Slovenia no name passes that any other country lists.
A double name passes if both its parts are on the country's own list; see `Residents.is_double`.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from model.domain.spelling import fold

KIN: Mapping[str, Sequence[str]] = {
    "AT": ("DE", "CH"),
    "AU": ("CA", "GB", "IE", "NZ", "US"),
    "BE": ("CH", "DE", "FR", "LU", "NL"),
    "CA": ("AU", "FR", "GB", "IE", "NZ", "US"),
    "DK": ("DE", "NO", "SE"),
    "ES": (),
    "FI": ("DK", "EE", "NO", "SE"),
    "FR": ("BE", "CA", "CH", "LU"),
    "GB": ("AU", "CA", "IE", "NZ", "US"),
    "IE": ("AU", "CA", "GB", "NZ", "US"),
    "MX": ("AR", "CL", "CO", "ES", "PH"),
    "NO": ("DK", "SE"),
    "SE": ("DK", "FI", "NO"),
    "SI": (),
    "US": ("AU", "CA", "GB", "IE", "NZ"),
    "UY": ("AR", "BR", "CL", "CO", "ES", "IT", "MX", "PT"),
}
"""The countries that share a language or many names with one.

Spain and Slovenia have none, as many of their residents come from the countries that share their
language, or one like it (Yeison, Nedeljko).
"""


class Rule(NamedTuple):
    """Which names of a register are the country's without passing all tests.

    The first four attributes are bounds on the log-odds by trigrams: how much likelier a name is by
    the lists of the country and its kin than by those of others.

    Attributes:
        by_kin: from which on a name is the country's if a list of kin has it.
        margin: from which on it is if no list outside kin has it.
        common: from which on it is if no list outside kin has it and it is three times as common as
            in other registers.
        common_by_kin: the same if a list of kin has it.
        many: born children from which on a name is the country's, wherever it comes from.
        is_final: whether names of the country's own list are all that passes besides: what the
            bounds let through was read name by name, and `exclusions.tsv` has what was left out.
    """

    by_kin: float = math.inf
    margin: float = math.inf
    common: float = math.inf
    common_by_kin: float = math.inf
    many: float = math.inf
    is_final: bool = False


RULES: Mapping[str, Rule] = {
    "AT": Rule(by_kin=-math.inf, margin=0.7, is_final=True),
    "AU": Rule(by_kin=0.5, margin=1.0, common_by_kin=-1.5),
    "BE": Rule(by_kin=-math.inf, margin=0.5, is_final=True),
    "CA": Rule(by_kin=-math.inf, margin=1.0),
    "FR": Rule(margin=-0.7, common=-1.5, many=1000),
    "GB": Rule(by_kin=-math.inf, margin=1.0),
    "IE": Rule(by_kin=0.0, margin=0.0),
    "SE": Rule(by_kin=1.0, margin=math.log(4), common_by_kin=0.0),
    "US": Rule(by_kin=-math.inf, margin=0.0, common=-1.5),
    "UY": Rule(by_kin=-math.inf),
}
"""Austria and Belgium share a language with countries whose lists have the same immigrants' names.

The lists of France's kin have the names of speakers of English and German, too.
"""
_FASHIONS = frozenset({"IE", "SE"})
"""Registers of the commonest names of recent children alone, which tell nothing of other names."""
MIXED_LISTS = frozenset({"BE", "CH", "LU"})
"""Countries whose lists have the names of all residents: they speak for themselves alone."""
_STRICT = frozenset({"DK", "FI", "NO", "SE"})
_NEVER_LISTED_ELSEWHERE = frozenset({"ES", "SI"})
"""Where a name on any other country's list is a resident's, however common it is."""
_MIXED_PARTS = frozenset({"BE", "FR"})
"""Where lists have many names of other cultures, whose pairs are residents' (Mohamed-Amine)."""
_CULTURES_OF_RESIDENTS = ("AR", "CO", "DZ", "EG", "IR", "MX", "PK", "TR")
_SHORTEST_PART = 3
_TRUSTING = frozenset({"DK", "FI", "MX"})
"""Countries where a name on a list of kin need not look like one."""
_MARGIN = {**dict.fromkeys(("CA", "DK", "FR", "GB", "NO", "SE"), math.log(4)), "ES": -3.0}
_DISREGARDED = 3
_TIMES_AS_COMMON, _TIMES_AS_COMMON_AS_LISTED = 3, 20
_PATRONYMIC = re.compile(r"(?:poika|tytar|dotter|dottir|ovna|evna|ovit\w*|ovi[ck]\w*|sson)$")
_NORDIC_PATRONYMIC = re.compile(r"[^aeiou]son$")
_SMOOTHING, _LETTERS = 4, 30


class Trigrams:
    """Letter trigrams of a list, each smoothed with the bigram, and this with a uniform."""

    def __init__(self, names: Iterable[str]) -> None:
        """Count those of folded names."""
        self._counts: Counter[str] = Counter()
        self._contexts: Counter[str] = Counter()
        self._known: dict[tuple[str, str], float] = {}
        for name in names:
            for context, letter in _steps(name):
                for used in (context, context[1:]):
                    self._counts[used + letter] += 1
                    self._contexts[used] += 1

    def log_probability(self, name: str) -> float:
        """Return log P(name, stop) of a folded name, in nats."""
        return sum(self._log_of_step(step) for step in _steps(name))

    def _log_of_step(self, step: tuple[str, str]) -> float:
        if step not in self._known:
            context, letter = step
            probability = 1 / _LETTERS
            for used in (context[1:], context):
                seen = self._counts[used + letter] + _SMOOTHING * probability
                probability = seen / (self._contexts[used] + _SMOOTHING)
            self._known[step] = math.log(probability)
        return self._known[step]


def _steps(name: str) -> Iterable[tuple[str, str]]:
    padded = f"^^{name}$"
    return ((padded[at - 2 : at], padded[at]) for at in range(2, len(padded)))


def _is_patronymic(name: str, country: str) -> bool:
    is_nordic = country in {"DK", "FI"} and _NORDIC_PATRONYMIC.search(name) is not None
    return is_nordic or _PATRONYMIC.search(name) is not None


@dataclass(frozen=True)
class Residents:
    """Tells a country's names from others in its register.

    Attributes:
        lists: folded names of every country, from sources that are not registers.
        registers: how many bear each folded name, by country.
    """

    lists: Mapping[str, frozenset[str]]
    registers: Mapping[str, Mapping[str, int]]

    def is_own(self, name: str, country: str) -> bool:
        """Return whether a folded name of a country's register is the country's."""
        if self._is_listed(name, [country]):
            return True
        if _is_patronymic(name, country):
            return False
        near = self._is_listed(name, [code for code in KIN[country] if code not in MIXED_LISTS])
        rule = RULES.get(country, Rule())
        return self._passes(rule, name, country, near=near) or (
            not rule.is_final
            and self._is_common_here(name, country, near=near)
            and self._looks_own(name, country, near=near)
        )

    def is_double(self, name: str, country: str) -> bool:
        """Return whether a name, not folded, joins two names of the country's own list.

        Countless children are called so; that a list has one pair and not another is chance.
        """
        parts = name.split("-")
        return (
            len(parts) == 2  # noqa: PLR2004 - what makes it double
            and all(len(part) >= _SHORTEST_PART for part in parts)
            and all(self._is_part(fold(part), country) for part in parts)
        )

    def is_usual_spelling(self, name: str, country: str, bearers: int) -> bool:
        """Return whether most people of a name, folded or not, are among so many bearers of it.

        The others write it with other diacritics or hyphens: Kate-Lyn is a rare Katelyn.
        """
        return 2 * bearers > self.registers[country][fold(name)]

    def _is_part(self, name: str, country: str) -> bool:
        is_foreign = country in _MIXED_PARTS and self._is_listed(name, _CULTURES_OF_RESIDENTS)
        return self._is_listed(name, [country]) and not is_foreign

    def is_listed_elsewhere(self, name: str, country: str) -> bool:
        """Return whether the list of a country outside kin has a folded name."""
        return self._is_listed(name, self._others(country))

    def _is_listed(self, name: str, codes: Iterable[str]) -> bool:
        return any(name in self.lists.get(code, ()) for code in codes)

    def _passes(self, rule: Rule, name: str, country: str, *, near: bool) -> bool:
        if self.registers[country][name] >= rule.many:
            return True
        far = self.is_listed_elsewhere(name, country)
        margin = self._margin(name, country)
        is_common = self._times_as_common(name, country) >= _TIMES_AS_COMMON
        by_kin, by_none = rule.by_kin, rule.margin
        if is_common:
            by_kin, by_none = min(by_kin, rule.common_by_kin), min(by_none, rule.common)
        return (near and margin >= by_kin) or (not far and margin >= by_none)

    def _is_common_here(self, name: str, country: str, *, near: bool) -> bool:
        far = self.is_listed_elsewhere(name, country)
        if far and country in _NEVER_LISTED_ELSEWHERE:
            return False
        is_doubtful = far and (country in _STRICT or not near)
        least = _TIMES_AS_COMMON_AS_LISTED if is_doubtful else _TIMES_AS_COMMON
        return self._times_as_common(name, country) >= least

    def _looks_own(self, name: str, country: str, *, near: bool) -> bool:
        if near and country in _TRUSTING:
            return True
        return self._margin(name, country) >= _MARGIN.get(country, 0.0)

    def _margin(self, name: str, country: str) -> float:
        """Return by how many nats a name is likelier here, or among kin, than elsewhere."""
        kin = [code for code in (country, *KIN[country]) if code not in MIXED_LISTS - {country}]
        ours = self._likelihood(name, [code for code in kin if code in self.lists])
        return ours - self._likelihood(name, self._others(country))

    def _others(self, country: str) -> Sequence[str]:
        return [code for code in self.lists if code not in (country, *KIN[country])]

    def _times_as_common(self, name: str, country: str) -> float:
        kin = (country, *KIN[country], *_FASHIONS)
        others = [code for code in self.registers if code not in kin]
        most = max(
            max(self.registers[code].get(name, 0) - _DISREGARDED, 0) / self._totals[code]
            for code in others
        )
        share = self.registers[country][name] / self._totals[country]
        return share / most if most else math.inf

    def _likelihood(self, name: str, codes: Iterable[str]) -> float:
        return max(self._trigrams[code].log_probability(name) for code in codes)

    @cached_property
    def _totals(self) -> Mapping[str, int]:
        return {code: sum(register.values()) for code, register in self.registers.items()}

    @cached_property
    def _trigrams(self) -> Mapping[str, Trigrams]:
        return {code: Trigrams(names) for code, names in self.lists.items()}
