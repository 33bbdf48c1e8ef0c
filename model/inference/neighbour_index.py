"""Nearest names by edit distance, without comparing with each."""

from collections.abc import Sequence
from itertools import count

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from model.domain.arrays import ByteArray, IntArray
from model.inference.packed_strings import PackedStrings

_BitMasks = npt.NDArray[np.uint64]

_END = ord("\n")
_LETTER_BITS = np.full(256, 1 << 26, np.uint64)
_LETTER_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26, dtype=np.uint64)
_LETTER_BITS[_END] = 0
"""A bit for each letter a to z, one for all other characters, none for the end of a name."""
_LENGTH_BITS = ((np.uint64(1) << np.arange(38, dtype=np.uint64)) - np.uint64(1)) << np.uint64(27)
"""For each length as many of the other bits; longer names are treated as the longest here."""
_BIGRAM_BITS = np.uint64(1) << np.arange(64, dtype=np.uint64)


class EditDistanceIndex:
    """Folded names, with bit masks of the letters and bigrams of each.

    The distance is the optimal string alignment: inserting, deleting or replacing a letter and
    swapping two neighbours cost one each. An edit changes few bits of the masks, so names whose
    masks differ in many bits need not be compared.
    """

    def __init__(self, folded: Sequence[str]) -> None:
        """Take at least one name; each costs twenty bytes besides its letters."""
        self._folded = (
            folded if isinstance(folded, PackedStrings) else PackedStrings.from_strings(folded)
        )
        text = np.concatenate([_characters("\n"), self._folded.characters()])
        ends = np.flatnonzero(text == _END)
        lengths = np.diff(ends) - 1
        # By length, so that names of similar length are contiguous.
        self._order = np.argsort(lengths, kind="stable").astype(np.int32)
        self._starts = np.searchsorted(lengths[self._order], np.arange(lengths.max() + 2))
        letters = np.bitwise_or.reduceat(_LETTER_BITS[text[:-1]], ends[:-1])
        self._letter_masks = (letters | _unary_length(lengths))[self._order]
        self._bigram_masks = np.bitwise_or.reduceat(_bigram_bits(text), ends[:-1])[self._order]

    def nearest(self, folded: str) -> tuple[IntArray, int]:
        """Return the indices of all names nearest to a folded one, and their distance.

        Time grows with the distance: most generated names are one or two edits from a known one.
        """
        for limit in count(1):
            indices, distances = self.within(folded, limit)
            if len(indices):
                break
        lowest = int(distances.min())
        return indices[distances == lowest], lowest

    def within(self, folded: str, limit: int) -> tuple[IntArray, ByteArray]:
        """Return the indices of all names within a distance of a folded one, and the distances."""
        candidates = self._candidates(folded, limit)
        candidates.sort()
        names = self._folded.take(candidates)
        distances = cdist([folded], names, scorer=OSA.distance, dtype=np.uint8, score_cutoff=limit)
        near = distances[0] <= limit
        return candidates[near], distances[0][near]

    def _candidates(self, folded: str, limit: int) -> IntArray:
        """Return the indices of all names within a distance, and of others.

        An edit other than a swap changes two bits of the letter mask, length included, and four of
        the bigram mask, at most; a swap changes only bigrams, six at most.
        """
        last = len(self._starts) - 1
        first = self._starts[min(max(len(folded) - limit, 0), last)]
        similar_length = slice(first, self._starts[min(len(folded) + limit + 1, last)])
        text = _characters(f"\n{folded}\n")
        letters = np.bitwise_or.reduce(_LETTER_BITS[text]) | _unary_length(np.array(len(folded)))
        letter_bits = np.bitwise_count(self._letter_masks[similar_length] ^ letters)
        (rows,) = (letter_bits <= 2 * limit).nonzero()
        bigrams = np.bitwise_or.reduce(_bigram_bits(text))
        bigram_bits = np.bitwise_count(self._bigram_masks[similar_length][rows] ^ bigrams)
        # Twice the least number of edits that are no swaps.
        edits_twice = (letter_bits[rows] + 1) & ~np.uint8(1)
        rows = rows[bigram_bits + edits_twice <= 6 * limit]
        indices: IntArray = self._order[similar_length][rows].astype(np.intp)
        return indices


def _characters(text: str) -> ByteArray:
    """Return a byte for each character, the same for all that are not ASCII."""
    return np.frombuffer(text.encode("ascii", "replace"), np.uint8)


def _unary_length(lengths: IntArray) -> _BitMasks:
    """Return masks that differ in as many bits as the lengths differ by."""
    bits: _BitMasks = _LENGTH_BITS[np.minimum(lengths, len(_LENGTH_BITS) - 1)]
    return bits


def _bigram_bits(text: ByteArray) -> _BitMasks:
    """Return one of 64 bits, by a hash, for each bigram of a text."""
    hashes = (37 * text[:-1] + text[1:]) % 64
    bits: _BitMasks = _BIGRAM_BITS[hashes]
    return bits
