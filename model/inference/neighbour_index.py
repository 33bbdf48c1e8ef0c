"""Which of many names are nearest to one, without a look at each."""

from collections.abc import Sequence
from itertools import count

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from model.inference.packed_strings import PackedStrings

_END = ord("\n")
_BITS = np.full(256, 1 << 26, np.uint64)
_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26, dtype=np.uint64)
_BITS[_END] = 0
"""A bit for each letter a to z, one for all else together, none for the end of a name."""
_LENGTHS = ((np.uint64(1) << np.arange(38, dtype=np.uint64)) - np.uint64(1)) << np.uint64(27)
"""For each length as many of the other bits; longer names have as many as the longest here."""
_PAIR_BITS = np.uint64(1) << np.arange(64, dtype=np.uint64)

Places = npt.NDArray[np.intp]


class EditDistanceIndex:
    """Folded names, and which letters and pairs of letters each is made of.

    The distance is the optimal string alignment: a letter added, left out, replaced, or two
    neighbours swapped, count one each. None of these changes much what a name is made of, so that
    only names made of about the same, and about as long, can be near.
    """

    def __init__(self, folded: Sequence[str]) -> None:
        """Take one name or more; they cost twenty bytes each beside their letters."""
        self._folded = (
            folded if isinstance(folded, PackedStrings) else PackedStrings.from_names(folded)
        )
        text = np.concatenate([_characters("\n"), self._folded.characters()])
        ends = np.flatnonzero(text == _END)
        lengths = np.diff(ends) - 1
        # By length, so that those about as long as another lie side by side.
        self._places = np.argsort(lengths, kind="stable").astype(np.int32)
        self._starts = np.searchsorted(lengths[self._places], np.arange(lengths.max() + 2))
        letters = np.bitwise_or.reduceat(_BITS[text[:-1]], ends[:-1])
        self._made = (letters | _spread(lengths))[self._places]
        self._pairs = np.bitwise_or.reduceat(_pairs(text), ends[:-1])[self._places]

    def nearest(self, folded: str) -> tuple[Places, int]:
        """Find the places of all the names nearest to a folded one, and how far they are.

        Time grows with the distance: most invented names are one or two letters from a real one.
        """
        for limit in count(1):
            places, distances = self.within(folded, limit)
            if len(places):
                break
        found = int(distances.min())
        return places[distances == found], found

    def within(self, folded: str, limit: int) -> tuple[Places, npt.NDArray[np.uint8]]:
        """Find the places of the names within a distance of a folded one, and how far each is."""
        near = self._near(folded, limit)
        near.sort()
        names = self._folded.take(near)
        distances = cdist([folded], names, scorer=OSA.distance, dtype=np.uint8, score_cutoff=limit)
        inside = distances[0] <= limit
        return near[inside], distances[0][inside]

    def _near(self, folded: str, limit: int) -> Places:
        """Find the places of names that may be within a distance: of all that are, and others.

        An edit other than a swap lets two names differ in two letters more at most, or in one and
        in the length by one, and in four pairs of letters; a swap lets them differ in six pairs.
        """
        last = len(self._starts) - 1
        first = self._starts[min(max(len(folded) - limit, 0), last)]
        about = slice(first, self._starts[min(len(folded) + limit + 1, last)])
        text = _characters(f"\n{folded}\n")
        letters = np.bitwise_or.reduce(_BITS[text]) | _spread(np.array(len(folded)))
        unlike = np.bitwise_count(self._made[about] ^ letters)
        (near,) = (unlike <= 2 * limit).nonzero()
        edits_twice = (unlike[near] + 1) & ~np.uint8(1)
        pairs = np.bitwise_count(self._pairs[about][near] ^ np.bitwise_or.reduce(_pairs(text)))
        near = near[pairs + edits_twice <= 6 * limit]
        places: Places = self._places[about][near].astype(np.intp)
        return places


def _characters(text: str) -> npt.NDArray[np.uint8]:
    """Return a byte a character, the same for all that are no ASCII."""
    return np.frombuffer(text.encode("ascii", "replace"), np.uint8)


def _spread(lengths: npt.NDArray[np.intp]) -> npt.NDArray[np.uint64]:
    """Return as many bits as a name is long, so that lengths differ in as many as they do."""
    bits: npt.NDArray[np.uint64] = _LENGTHS[np.minimum(lengths, len(_LENGTHS) - 1)]
    return bits


def _pairs(text: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return one of 64 bits for each two neighbours in a text, some the same for several."""
    hashes = (37 * text[:-1] + text[1:]) % 64
    bits: npt.NDArray[np.uint64] = _PAIR_BITS[hashes]
    return bits
