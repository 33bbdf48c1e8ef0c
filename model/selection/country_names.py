"""The known names of one country, indexed to compare new names with them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import BoolArray, ByteArray, DoubleArray, HashArray, IntArray
from model.inference.known_names import KnownNames
from model.inference.packed_strings import join_lines, letters_of, pack_folded
from model.origin.country_lists import CountryLists

_MIN_LETTER_SHARE = 0.001
"""How often a country's names must have a letter, each on average, for new names to have it."""
_COMMON_PAIR = 0.05
"""Share of a country's names that have two letters side by side which are common there."""
AFFIXES = (2, 3, 4, 5)
"""Letters of beginnings and ends that are counted."""
_MIN_PART = 2
"""Letters of the shorter part of a compound."""

_HASH_BASE = 0x9E3779B97F4A7C15
"""Any large odd number."""

_MAX_LETTERS = 64
_POWERS = np.cumprod(np.full(_MAX_LETTERS, _HASH_BASE, np.uint64))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The country's names that differ from each of some names by about a letter.

    Two names are neighbours if they are equal after at most one letter is deleted from each (the
    symmetric deletion index of SymSpell, https://github.com/wolfgarbe/SymSpell): every name that
    has one letter more, one less or another one, and some with two neighbouring letters changed.

    Attributes:
        counts: how many (names).
        one_deletion: of these, how many have exactly one letter more or less (names).
        max_lists: how many countries list the most widespread of them; 0 without any (names).
    """

    counts: IntArray
    one_deletion: IntArray
    max_lists: IntArray


@dataclass(frozen=True, slots=True)
class CountryNames:
    """A country's names of the training split.

    Attributes:
        letters: letters of new names, in lower case: those that its names use.
        are_hyphenated: whether there is a hyphen for most of them, as in Korea: the parts are
            syllables, not names.
    """

    letters: frozenset[str]
    are_hyphenated: bool
    _folded: frozenset[str]
    _beginnings: IntArray
    _ends: IntArray
    _hashes: HashArray
    _owners: npt.NDArray[np.int32]
    _is_whole: npt.NDArray[np.bool_]
    _lists: IntArray

    @classmethod
    def load(cls, lists: CountryLists, code: str) -> Self:
        """Index the names of a country; this takes some 3 ms, for the largest 20."""
        return cls.from_known(*lists.trained_in(code))

    @classmethod
    def from_known(cls, known: KnownNames, lists: IntArray) -> Self:
        """Index names, given with how many countries list each (names)."""
        letters = letters_of(known.folded)
        variants = _deletion_hashes(letters)
        order = np.argsort(variants.hashes)
        text = join_lines(known.written).lower()
        counts = np.bincount(np.frombuffer(text.encode("utf-32-le"), np.uint32))
        common = np.flatnonzero(counts >= _MIN_LETTER_SHARE * len(lists))
        return cls(
            frozenset(map(chr, common.tolist())) - {"\n"},
            text.count("-") > len(lists) / 2,
            frozenset(join_lines(known.folded).split("\n")),
            np.sort(_beginnings(letters)),
            np.sort(_beginnings(_backwards(letters))),
            variants.hashes[order],
            variants.owners[order],
            variants.is_whole[order],
            lists,
        )

    def common_pairs(self) -> frozenset[str]:
        """Return the two letters side by side that are common in the country's names."""
        counts = Counter(pair for name in self._folded for pair in {*map("".join, pairwise(name))})
        least = _COMMON_PAIR * len(self._folded)
        return frozenset(pair for pair, count in counts.items() if count >= least)

    def ends_of_short_names(self, most: int) -> frozenset[str]:
        """Return the last two letters of the country's names of at most so many letters."""
        return frozenset(name[-2:] for name in self._folded if len(name) <= most)

    def neighbours(self, folded: Sequence[str]) -> Neighbours:
        """Compare folded names with the country's; a name is no neighbour of itself."""
        variants = _deletion_hashes(letters_of(pack_folded(folded)))
        hashes = variants.hashes
        first = np.searchsorted(self._hashes, hashes, "left")
        counts = np.searchsorted(self._hashes, hashes, "right") - first
        # The entries of the index that each variant matches, one after the other.
        offsets = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
        matches = np.repeat(first, counts) + offsets
        rows = np.repeat(variants.owners.astype(np.intp), counts)
        whole = np.repeat(variants.is_whole, counts)
        owners = self._owners[matches].astype(np.intp)
        itself = whole & self._is_whole[matches]
        pairs = rows * len(self._lists) + owners
        same = np.isin(pairs, pairs[itself])
        one_deletion = np.unique(pairs[~same & (whole ^ self._is_whole[matches])])
        pairs = np.unique(pairs[~same])
        max_lists = np.zeros(len(folded), np.intp)
        np.maximum.at(max_lists, pairs // len(self._lists), self._lists[pairs % len(self._lists)])
        return Neighbours(
            np.bincount(pairs // len(self._lists), minlength=len(folded)),
            np.bincount(one_deletion // len(self._lists), minlength=len(folded)),
            max_lists,
        )

    def affix_counts(self, folded: Sequence[str]) -> DoubleArray:
        """Return log(1 + how many names begin, and end, as each folded name does).

        Returns:
            For each of `AFFIXES` the beginnings, then for each the ends (2 · affixes, names).
        """
        letters = letters_of(pack_folded(folded))
        counts = []
        for listed, own in ((self._beginnings, letters), (self._ends, _backwards(letters))):
            codes = _beginnings(own)
            for size in AFFIXES:
                unit = 1 << 8 * (max(AFFIXES) - size)
                first = codes // unit * unit
                counts.append(listed.searchsorted(first + unit) - listed.searchsorted(first))
        logarithms: DoubleArray = np.log1p(np.array(counts, np.float64))
        return logarithms

    def have_usual_ends(self, folded: Sequence[str]) -> BoolArray:
        """Return whether names begin, and names end, with each folded name's two letters there."""
        counts = self.affix_counts(folded).reshape(2, len(AFFIXES), len(folded))
        return np.asarray((counts[:, AFFIXES.index(2)] > 0).all(axis=0))

    def are_compounds(self, folded: Sequence[str]) -> BoolArray:
        """Return whether each folded name is two of the country's names run together (names)."""
        return np.array([self._is_compound(name) for name in folded], np.bool_)

    def _is_compound(self, folded: str) -> bool:
        ends = range(_MIN_PART, len(folded) - _MIN_PART + 1)
        return any(folded[:end] in self._folded and folded[end:] in self._folded for end in ends)


@dataclass(frozen=True, slots=True)
class _Variants:
    """Hashes of names and of what is left of each without one of its letters.

    Attributes:
        hashes: (variants).
        owners: the index of each variant's name (variants).
        is_whole: whether nothing was deleted (variants).
    """

    hashes: HashArray
    owners: npt.NDArray[np.int32]
    is_whole: npt.NDArray[np.bool_]


def _beginnings(letters: ByteArray) -> IntArray:
    """Return the first letters of names as numbers, as many as the longest of `AFFIXES` (names).

    Names that begin alike are next to each other in their order.
    """
    longest = max(AFFIXES)
    padded = np.zeros((len(letters), longest), np.int64)
    padded[:, : letters.shape[1]] = letters[:, :longest]
    numbers: IntArray = padded @ (1 << 8 * np.arange(longest - 1, -1, -1))
    return numbers


def _backwards(letters: ByteArray) -> ByteArray:
    """Return names backwards, followed by zeros as they were before (names, longest)."""
    lengths = (letters > 0).sum(axis=1)[:, None]
    places = lengths - 1 - np.arange(letters.shape[1])
    reversed_: ByteArray = np.where(
        places >= 0, np.take_along_axis(letters, places % letters.shape[1], 1), 0
    )
    return reversed_


def _deletion_hashes(letters: ByteArray) -> _Variants:
    """Hash the variants of all names at once, equal variants of a name included.

    The hash of letters c is the upper half of Σ c_k B^k, modulo 2^64: without letter i, those after
    it move by one.

    Args:
        letters: of the names, then zeros (names, longest).
    """
    codes = letters[:, letters.any(axis=0)].astype(np.uint64)
    width = codes.shape[1]
    in_place = (codes * _POWERS[:width]).cumsum(axis=1)
    # The letters behind each, moved by one.
    moved = np.zeros_like(codes)
    moved[:, :-1] = codes[:, 1:] * _POWERS[: width - 1]
    after = moved[:, ::-1].cumsum(axis=1)[:, ::-1]
    before = in_place - codes * _POWERS[:width]
    names, positions = np.nonzero(codes)
    hashes = np.concatenate([in_place[:, -1], (before + after)[names, positions]])
    owners = np.concatenate([np.arange(len(codes)), names]).astype(np.int32)
    # On the longest list, one name in 2,000 meets another's hash.
    shortened = (hashes >> np.uint64(32)).astype(np.uint32)
    return _Variants(shortened, owners, np.arange(len(hashes)) < len(codes))
