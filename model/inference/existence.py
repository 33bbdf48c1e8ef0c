"""What is known of a name's existence: new, rare or known.

`attested.trie` has the loose key of each name that exists, and the name folded, after a mark, if it
is common or rare. `python -m data.attested.build` writes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Self

import numpy as np

from model.domain.arrays import BoolArray
from model.domain.generation import Bearing, NameKind, RequestedKind
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.spelling import fold
from model.domain.tries import SpellingSet
from model.inference.bearers import BearersFile, UseKind
from model.inference.known_names import KnownNames
from model.inference.loose_key import loose_key

ATTESTED = WEIGHTS_FOLDER / "attested.trie"
COMMON, RARE = "C", "R"
"""Marks of names that more than a few people bear, and of others that registers count."""


@dataclass(frozen=True)
class Existence:
    """Tells which names exist.

    Attributes:
        known: the names of the countries' lists.
        attested: what `ATTESTED` has.
        bearers: who bears them.
    """

    known: KnownNames
    attested: SpellingSet
    bearers: BearersFile

    @classmethod
    @cache
    def load(cls) -> Self:
        """Load what is shipped, once per process; bearers are read when they are asked for.

        Raises:
            FileNotFoundError: a file is missing.
        """
        return cls(KnownNames.load(), SpellingSet.open(ATTESTED), BearersFile())

    @cached_property
    def _registered(self) -> frozenset[str]:
        """The codes of the countries that count who bears a name."""
        totals = self.bearers.totals
        return frozenset(use.country for use in totals if use.kind is UseKind.REGISTER)

    def are_new(self, names: Sequence[str]) -> BoolArray:
        """Return whether each name is new: attested nowhere, in no usual spelling (names)."""
        return _each(lambda name: loose_key(name) not in self.attested, names)

    def are_rare(self, names: Sequence[str]) -> BoolArray:
        """Return whether registers count each name, in this spelling, but few anywhere (names)."""
        return _each(lambda name: RARE + fold(name) in self.attested, names)

    def are_common(self, names: Sequence[str]) -> BoolArray:
        """Return whether more than a few people somewhere bear each name, so spelled (names)."""
        return _each(lambda name: COMMON + fold(name) in self.attested, names)

    def are_wanted(self, names: Sequence[str], kind: RequestedKind) -> BoolArray:
        """Return whether each name is of a kind (names)."""
        match kind:
            case RequestedKind.NEW:
                return self.are_new(names)
            case RequestedKind.RARE:
                return self.are_rare(names)
            case RequestedKind.ANY:
                return np.ones(len(names), np.bool_)

    def kind_of(self, name: str) -> NameKind:
        """Return whether a name is new, rare or known.

        It is known, too, if nobody counts it, or only another spelling of it is attested.
        """
        if self.are_new([name])[0]:
            return NameKind.NEW
        return NameKind.RARE if self.are_rare([name])[0] else NameKind.KNOWN

    def bearing(self, name: str, codes: Sequence[str]) -> Bearing | None:
        """Return where most are counted who bear a name, of the countries given if any; or None.

        Where none of those given counts anybody, what others count would be taken for all.

        Args:
            name: in any case.
            codes: of countries that go first.
        """
        if codes and self._registered.isdisjoint(codes):
            return None
        found = self.bearers.find(name)
        uses = () if found is None else found.uses
        counted = [use for use in uses if use.kind is UseKind.REGISTER and use.bearers]
        at_home = [use for use in counted if use.country in codes]
        most = max(at_home or counted, key=lambda use: use.bearers, default=None)
        return None if most is None else Bearing(most.country, most.bearers)


def _each(tell: Callable[[str], bool], names: Sequence[str]) -> BoolArray:
    return np.fromiter(map(tell, names), np.bool_, len(names))
