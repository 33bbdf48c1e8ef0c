"""Which names of a register are names of its country, and not of some of its residents.

A register counts everyone. A name is the country's if its own list has it, or if it passes three
tests, which only the countries of another language and culture take part in; the *kin* of a country
are left out of them:

- it is three times as common as in any other register, where three people are disregarded, or no
  other register has it;
- no other country's list has it, or it is twenty times as common as in any other register; names
  that the lists of kin have as well pass, but not in Belgium, Austria, Denmark and Finland;
- its letters are likelier, by the trigrams of the lists of the country or of its kin, than by those
  of any other country; by a factor of four in Canada, Denmark, France and the United Kingdom, where
  samples had more residents' names than elsewhere. In Austria and Belgium even that let too many
  through, so a name has to be on a list of kin, too.

Where a register counts children born there, not residents, less is asked of a name; see `BIRTHS`.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

KIN: Mapping[str, Sequence[str]] = {
    "AT": ("DE", "CH"),
    "AU": ("CA", "GB", "IE", "NZ", "US"),
    "BE": ("CH", "DE", "FR", "LU", "NL"),
    "CA": ("AU", "FR", "GB", "IE", "NZ", "US"),
    "DK": ("DE", "NO", "SE"),
    "FI": ("DK", "EE", "NO", "SE"),
    "FR": ("BE", "CA", "CH", "LU"),
    "GB": ("AU", "CA", "IE", "NZ", "US"),
    "MX": ("AR", "CL", "CO", "ES", "PH"),
    "US": ("AU", "CA", "GB", "IE", "NZ"),
    "UY": ("AR", "BR", "CL", "CO", "ES", "IT", "MX", "PT"),
}
"""The countries that share a language or many names with one."""


class BirthRule(NamedTuple):
    """Which names of a register of births are the country's, besides those that pass all tests.

    Attributes:
        by_kin: whether it is enough that a list of kin has a name.
        margin: log-odds by trigrams from which on a name is enough like the country's, if no list
            outside kin has it; None asks for a list.
        many: born children from which on a name is the country's, wherever it comes from.
    """

    by_kin: bool
    margin: float | None
    many: float = math.inf


BIRTHS: Mapping[str, BirthRule] = {
    "CA": BirthRule(by_kin=True, margin=1.0),
    "FR": BirthRule(by_kin=False, margin=0.0, many=1000),
    "GB": BirthRule(by_kin=True, margin=1.0),
    "US": BirthRule(by_kin=True, margin=0.0),
    "UY": BirthRule(by_kin=True, margin=None),
}
"""The lists of France's kin have the names of speakers of English and German, too."""
MIXED_LISTS = frozenset({"BE", "CH", "LU"})
"""Countries whose lists have the names of all residents: they speak for themselves alone."""
_STRICT = frozenset({"AT", "BE", "DK", "FI"})
_TRUSTING = frozenset({"DK", "FI", "MX"})
"""Countries where a name on a list of kin need not look like one."""
_MARGIN = dict.fromkeys(("CA", "DK", "FR", "GB"), math.log(4))
_LISTED_BY_KIN = frozenset({"AT", "BE"})
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
        for name in names:
            for context, letter in _steps(name):
                for used in (context, context[1:]):
                    self._counts[used + letter] += 1
                    self._contexts[used] += 1

    def log_probability(self, name: str) -> float:
        """Return log P(name, stop) of a folded name, in nats."""
        total = 0.0
        for context, letter in _steps(name):
            probability = 1 / _LETTERS
            for used in (context[1:], context):
                seen = self._counts[used + letter] + _SMOOTHING * probability
                probability = seen / (self._contexts[used] + _SMOOTHING)
            total += math.log(probability)
        return total


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
        if country in BIRTHS and self._is_born_here(name, country, near=near):
            return True
        return (
            (near or country not in _LISTED_BY_KIN)
            and self._is_common_here(name, country, near=near)
            and self._looks_own(name, country, near=near)
        )

    def _is_listed(self, name: str, codes: Iterable[str]) -> bool:
        return any(name in self.lists.get(code, ()) for code in codes)

    def _is_born_here(self, name: str, country: str, *, near: bool) -> bool:
        rule = BIRTHS[country]
        if (near and rule.by_kin) or self.registers[country][name] >= rule.many:
            return True
        far = self._is_listed(name, self._others(country))
        return rule.margin is not None and not far and self._margin(name, country) >= rule.margin

    def _is_common_here(self, name: str, country: str, *, near: bool) -> bool:
        far = self._is_listed(name, self._others(country))
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
        others = [code for code in self.registers if code not in (country, *KIN[country])]
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
