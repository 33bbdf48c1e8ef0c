"""Which of many names are nearest to one, without a look at each."""

from collections.abc import Sequence
from itertools import count

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from model.packed import Packed

_END = ord("\n")
_BITS = np.full(256, 1 << 26, np.uint32)
_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26, dtype=np.uint32)
_BITS[_END] = 0
"""A bit for each letter a to z, one for all else together, none for the end of a name."""
_PAIR_BITS = np.uint64(1) << np.arange(64, dtype=np.uint64)


class Neighbours:
    """Folded names, and which letters and pairs of letters each is made of.

    The distance is the optimal string alignment: a letter added, left out, replaced, or two
    neighbours swapped, count one each. None of these changes much what a name is made of, so that
    only names made of about the same can be near.
    """

    def __init__(self, folded: Sequence[str]) -> None:
        """Take one name or more; they cost fourteen bytes each beside their letters."""
        self._folded = folded if isinstance(folded, Packed) else Packed.of(folded)
        text = _characters(f"\n{self._folded.lines()}\n")
        ends = np.flatnonzero(text == _END)
        self._lengths = (np.diff(ends) - 1).astype(np.int16)
        self._letters = np.bitwise_or.reduceat(_BITS[text[:-1]], ends[:-1])
        self._pairs = np.bitwise_or.reduceat(_pairs(text), ends[:-1])

    def nearest(self, folded: str) -> tuple[list[int], int]:
        """Find the places of all the names nearest to a folded one, and how far they are.

        Time grows with the distance: most invented names are one or two letters from a real one.
        """
        edits = self._edits(folded)
        for limit in count(max(1, int(edits.min()))):
            places, distances = self._within(folded, limit, edits)
            if len(places):
                break
        found = int(distances.min())
        return places[distances == found].tolist(), found

    def within(self, folded: str, limit: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint8]]:
        """Find the places of the names within a distance of a folded one, and how far each is."""
        return self._within(folded, limit, self._edits(folded))

    def _within(
        self, folded: str, limit: int, edits: npt.NDArray[np.int16]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint8]]:
        near = np.flatnonzero(edits <= limit)
        near = near[edits[near] + self._swaps(folded, near, edits[near]) <= limit]
        names = self._folded.take(near)
        distances = cdist([folded], names, scorer=OSA.distance, dtype=np.uint8)[0]
        inside = distances <= limit
        return near[inside], distances[inside]

    def _edits(self, folded: str) -> npt.NDArray[np.int16]:
        """Return how many edits other than swaps lie at least between names (names).

        Such an edit lets two names differ in two letters more at most, or in one and in the length
        by one; it takes as many as half of these together.
        """
        letters = np.bitwise_or.reduce(_BITS[_characters(folded)], initial=np.uint32(0))
        unlike = np.bitwise_count(self._letters ^ letters)
        longer = np.abs(self._lengths - len(folded))
        edits: npt.NDArray[np.int16] = (unlike + longer + 1) >> 1
        return edits

    def _swaps(
        self, folded: str, near: npt.NDArray[np.intp], edits: npt.NDArray[np.int16]
    ) -> npt.NDArray[np.int16]:
        """Return how many swaps, or edits still, lie at least between some names (near).

        Names differ in four pairs of letters more at most after an edit, and in six after a swap.
        """
        pairs = np.bitwise_or.reduce(_pairs(_characters(f"\n{folded}\n")))
        unlike = np.bitwise_count(self._pairs[near] ^ pairs)
        swaps: npt.NDArray[np.int16] = np.maximum(unlike - 4 * edits + 5, 0) // 6
        return swaps


def _characters(text: str) -> npt.NDArray[np.uint8]:
    """Return a byte a character, the same for all that are no ASCII."""
    return np.frombuffer(text.encode("ascii", "replace"), np.uint8)


def _pairs(text: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return one of 64 bits for each two neighbours in a text, some the same for several."""
    hashes = (37 * text[:-1] + text[1:]) % 64
    bits: npt.NDArray[np.uint64] = _PAIR_BITS[hashes]
    return bits
