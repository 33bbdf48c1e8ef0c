"""Which countries list the known names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from model.domain.arrays import BoolArray, ByteArray, IntArray
from model.domain.spelling import fold
from model.inference.known_names import KnownNames
from model.origin.parameters import OriginParameters


@dataclass(frozen=True)
class CountryLists:
    """Looks up who lists a name.

    Attributes:
        known: the known names.
        parameters: with the countries, and a bit for each known name and country.
    """

    known: KnownNames
    parameters: OriginParameters

    @classmethod
    def load(cls, known: KnownNames) -> Self:
        """Take the shipped lists; the errors are those of `OriginParameters.load`."""
        return cls(known, OriginParameters.load())

    def known_in(self, codes: Sequence[str]) -> KnownNames:
        """Return the known names that any of some countries lists, of all splits."""
        listed = np.logical_or.reduce([self._is_listed(code) for code in codes])
        return self.known.select(np.flatnonzero(listed))

    def trained_in(self, code: str) -> tuple[KnownNames, IntArray]:
        """Return the names of the training split that a country lists.

        With how many countries list each (names).
        """
        rows = np.flatnonzero(self._is_listed(code) & self.parameters.in_training)
        return self.known.select(rows), self.counts(rows)

    def listing(self, name: str) -> list[str]:
        """Return the countries that list a name, those with the shortest lists first."""
        row = self.known.index(name)
        if row is None:
            return []
        columns = np.flatnonzero(self.labels(np.array([row]))[0]).tolist()
        codes = [self.parameters.countries[column] for column in columns]
        return sorted(codes, key=self._sizes.__getitem__)

    def listed(self, names: Sequence[str], code: str) -> tuple[BoolArray, IntArray]:
        """Return whether a country lists each name (names), and how many countries do (names)."""
        rows, are_known = self.known.find([*map(fold, names)])
        return are_known & self._is_listed(code)[rows], are_known * self.counts(rows)

    def labels(self, rows: IntArray) -> ByteArray:
        """Return 1 for each country that lists each known name, by index (rows, countries)."""
        packed = self.parameters.packed_labels[rows]
        return np.unpackbits(packed, axis=1, count=len(self.parameters.countries))

    def counts(self, rows: IntArray) -> IntArray:
        """Return how many countries list each known name, by index (rows)."""
        bits = np.bitwise_count(self.parameters.packed_labels[rows])
        return np.asarray(bits.sum(axis=1, dtype=np.intp))

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        """How many known names each country lists."""
        return {code: int(self._is_listed(code).sum()) for code in self.parameters.countries}

    def _is_listed(self, code: str) -> BoolArray:
        """Return whether a country lists each known name (names)."""
        byte, bit = divmod(self.parameters.countries.index(code), 8)
        return np.asarray((self.parameters.packed_labels[:, byte] & (0x80 >> bit)) != 0)
