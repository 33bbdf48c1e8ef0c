"""Nearest names by edit distance, without comparing with each."""

from itertools import count

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from model.domain.arrays import ByteArray, IntArray
from model.inference.packed_strings import PackedStrings, letters_of, pack_folded

_Masks = npt.NDArray[np.uint64]

_LETTER_BITS = np.full(256, 1 << 26, np.uint64)
_LETTER_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26, dtype=np.uint64)
_LETTER_BITS[0] = 0
"""A bit for each letter a to z, one for all other characters, none for what pads a name."""
_LENGTH_BITS = ((np.uint64(1) << np.arange(38, dtype=np.uint64)) - np.uint64(1)) << np.uint64(27)
"""For each length as many of the other bits; longer names are treated as the longest here."""


class EditDistanceIndex:
    """Folded names, with a bit mask of the letters and the length of each.

    The distance is the optimal string alignment: inserting, deleting or replacing a letter and
    swapping two neighbours cost one each. An edit changes two bits of the mask at most, so names
    whose masks differ in more need not be compared.
    """

    def __init__(self, folded: PackedStrings) -> None:
        """Take at least one name, all in ASCII; each costs eight bytes besides its letters."""
        self._folded, self._masks = folded, _masks(folded)

    def nearest(self, folded: str) -> tuple[IntArray, int]:
        """Return the indices of all names nearest to a folded one, and their distance.

        Time grows with the distance: most generated names are one or two edits from a known one.
        """
        differing = self._differing_bits(folded)
        for limit in count(1):
            rows, distances = self._compare(folded, limit, differing)
            if len(rows):
                break
        lowest = int(distances.min())
        return rows[distances == lowest], lowest

    def within(self, folded: str, limit: int) -> tuple[IntArray, ByteArray]:
        """Return the indices of all names within a distance of a folded one, and the distances."""
        return self._compare(folded, limit, self._differing_bits(folded))

    def _differing_bits(self, folded: str) -> ByteArray:
        return np.asarray(np.bitwise_count(self._masks ^ _masks(pack_folded([folded]))))

    def _compare(self, folded: str, limit: int, differing: ByteArray) -> tuple[IntArray, ByteArray]:
        (rows,) = np.nonzero(differing <= 2 * limit)
        names = self._folded[rows].tolist()
        distances = cdist([folded], names, scorer=OSA.distance, dtype=np.uint8, score_cutoff=limit)
        near = distances[0] <= limit
        return rows[near], distances[0][near]


def _masks(folded: PackedStrings) -> _Masks:
    """Return the bits of each name's letters, and as many others as it has letters (names)."""
    letters = letters_of(folded)
    masks: _Masks = _LENGTH_BITS[np.count_nonzero(letters, axis=1).clip(max=len(_LENGTH_BITS) - 1)]
    for column in letters.T:
        masks |= _LETTER_BITS[column]
    return masks
