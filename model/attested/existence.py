"""What is known of a name's existence: new, rare or known."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from model.attested.bearers import Bearers, BearersFile, Use, UseKind
from model.attested.filter import AttestedNames
from model.domain.arrays import BoolArray
from model.domain.generation import Bearing, NameKind
from model.domain.spelling import fold
from model.inference.known_names import KnownNames

_RARE_PER_MILLION = 20
"""Bearers among a million people of a register, at most, for a name to be rare."""
_RARE_PEOPLE, _RARE_CLASS = 10, 2
"""People on Wikipedia, in all, and the class of `nam_dict.txt`, at most, likewise."""


@dataclass(frozen=True)
class Existence:
    """Tells which names exist.

    Attributes:
        known: the names of the countries' lists.
        attested: all names that exist, in any spelling.
        bearers: who bears them.
    """

    known: KnownNames
    attested: AttestedNames
    bearers: BearersFile

    @classmethod
    def load(cls, known: KnownNames | None = None) -> Self:
        """Load what is shipped; who bears a name is read from the disk when it is asked for.

        Raises:
            FileNotFoundError: a file is missing.
        """
        return cls(known or KnownNames.load(), AttestedNames.load(), BearersFile())

    def are_new(self, names: Sequence[str]) -> BoolArray:
        """Return whether each name is new: attested nowhere, in no usual spelling (names)."""
        if not names:
            return np.zeros(0, np.bool_)
        is_listed = self.known.folded.contains([*map(fold, names)])
        return np.asarray(~is_listed & ~self.attested.contain(names))

    def kind_of(self, name: str) -> NameKind:
        """Return whether a name is new, rare or known.

        A name is rare if few bear it wherever somebody counts, and known, too, if only another
        spelling of it is attested.
        """
        if self.are_new([name])[0]:
            return NameKind.NEW
        found = self.bearers.find(name)
        if found is None:
            return NameKind.RARE if name in self.known else NameKind.KNOWN
        return NameKind.RARE if self._is_rare(found) else NameKind.KNOWN

    def bearing(self, name: str, codes: Sequence[str]) -> Bearing | None:
        """Return where most are counted who bear a name, of the countries given if any; or None.

        Args:
            name: in any case.
            codes: of countries that go first.
        """
        found = self.bearers.find(name)
        counted = [] if found is None else [use for use in found.uses if self._is_counted(use)]
        at_home = [use for use in counted if use.country in codes]
        most = max(at_home or counted, key=lambda use: use.bearers, default=None)
        return None if most is None else Bearing(most.country, most.bearers)

    def _is_counted(self, use: Use) -> bool:
        return use.kind is UseKind.REGISTER and use.bearers > 0

    def _is_rare(self, found: Bearers) -> bool:
        people = sum(use.bearers for use in found.uses if use.kind is UseKind.PEOPLE)
        return people <= _RARE_PEOPLE and all(map(self._is_rarely_used, found.uses))

    def _is_rarely_used(self, use: Use) -> bool:
        match use.kind:
            case UseKind.REGISTER:
                return use.bearers * 1_000_000 <= _RARE_PER_MILLION * self._counted[use.country]
            case UseKind.CLASS:
                return use.bearers <= _RARE_CLASS
            case UseKind.TRADITION:
                return False
            case UseKind.PEOPLE:
                return True

    @cached_property
    def _counted(self) -> dict[str, int]:
        """How many people the register of each country counts."""
        return {
            use.country: use.bearers
            for use in self.bearers.totals
            if use.kind is UseKind.REGISTER
        }
