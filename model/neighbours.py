"""Which of many names are nearest to one, without a look at each."""

from collections.abc import Sequence
from itertools import count

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

_END = ord("\n")
_BITS = np.full(256, 1 << 26, np.uint32)
_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26, dtype=np.uint32)
_BITS[_END] = 0
"""A bit for each letter a to z, one for all else together, none for the end of a name."""


class Neighbours:
    """Folded names, and which letters each is made of.

    The distance is the optimal string alignment: a letter added, left out, replaced, or two
    neighbours swapped, count one each. None of these changes much which letters a name has, so that
    only names of about the same letters can be near.
    """

    def __init__(self, folded: Sequence[str]) -> None:
        """Take one name or more; they cost six bytes each."""
        text = _characters("".join(name + "\n" for name in folded))
        ends = np.flatnonzero(text == _END)
        starts = np.append(0, ends[:-1] + 1)
        self._folded = folded
        self._lengths = (ends - starts).astype(np.int16)
        self._letters = np.bitwise_or.reduceat(_BITS[text], starts)

    def nearest(self, folded: str) -> tuple[list[int], int]:
        """Find the places of all the names nearest to a folded one, and how far they are.

        Time grows with the distance: most invented names are one or two letters from a real one.
        """
        least = self._least_distances(folded)
        for limit in count(max(1, int(least.min()))):
            places, distances = self.within(folded, limit)
            if len(places):
                break
        found = int(distances.min())
        return places[distances == found].tolist(), found

    def within(self, folded: str, limit: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint8]]:
        """Find the places of the names within a distance of a folded one, and how far each is."""
        near = np.flatnonzero(self._least_distances(folded) <= limit)
        names = [self._folded[place] for place in near.tolist()]
        distances = cdist([folded], names, scorer=OSA.distance, dtype=np.uint8)[0]
        inside = distances <= limit
        return near[inside], distances[inside]

    def _least_distances(self, folded: str) -> npt.NDArray[np.int16]:
        """Return what the distance to each name is at least (names).

        An edit lets two names differ in two letters more at most, or in one and in the length by
        one; it takes as many edits as half of these together.
        """
        letters = np.bitwise_or.reduce(_BITS[_characters(folded)], initial=np.uint32(0))
        unlike = np.bitwise_count(self._letters ^ letters)
        longer = np.abs(self._lengths - len(folded))
        least: npt.NDArray[np.int16] = (unlike + longer + 1) >> 1
        return least


def _characters(text: str) -> npt.NDArray[np.uint8]:
    """Return a byte a character, the same for all that are no ASCII."""
    return np.frombuffer(text.encode("ascii", "replace"), np.uint8)
