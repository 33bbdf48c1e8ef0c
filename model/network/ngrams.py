"""Bigrams and trigrams common enough to have embeddings of their own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from model.domain.arrays import ByteArray, IdTable
from model.domain.spelling import STOP

_MIN_COUNT = {2: 2, 3: 3}
"""How often a bigram and a trigram must occur."""


@dataclass(frozen=True, slots=True, eq=False)
class NGramVocabulary:
    """Bigrams and trigrams of letter ids; the id of each is its index plus 1.

    A name's start counts as a letter, its stop does not, since nothing is read after it. The first
    two letters and the last two of every trigram are in the bigrams as well.

    Attributes:
        bigrams: letter ids (bigrams, 2).
        trigrams: letter ids (trigrams, 3).
    """

    bigrams: ByteArray
    trigrams: ByteArray

    @classmethod
    def empty(cls) -> Self:
        """Return a vocabulary without n-grams."""
        return cls(np.zeros((0, 2), np.uint8), np.zeros((0, 3), np.uint8))

    @classmethod
    def from_names(cls, names: Iterable[str], alphabet: str) -> Self:
        """Collect the n-grams that are common enough in lower-case names."""
        counts: Counter[str] = Counter()
        for name in names:
            text = STOP + name
            for n in _MIN_COUNT:
                counts.update(text[start : start + n] for start in range(len(text) - n + 1))
        common = sorted(ngram for ngram, times in counts.items() if times >= _MIN_COUNT[len(ngram)])

        def letter_ids(n: int) -> ByteArray:
            rows = [list(map(alphabet.index, ngram)) for ngram in common if len(ngram) == n]
            return np.array(rows, np.uint8).reshape(-1, n)

        return cls(*map(letter_ids, _MIN_COUNT))

    def id_tables(self, letters: int) -> tuple[IdTable, IdTable]:
        """Return look-up tables of ids; what is not in the vocabulary has 0.

        Args:
            letters: size of the alphabet.

        Returns:
            Bigram ids by the two letters (letters, letters), and trigram ids by the id of the first
            bigram and the last letter (bigrams + 1, letters).
        """
        bigram_ids = np.zeros((letters, letters), np.int16)
        trigram_ids = np.zeros((len(self.bigrams) + 1, letters), np.int16)
        first, second = self.bigrams.T
        bigram_ids[first, second] = np.arange(1, len(self.bigrams) + 1)
        first, second, third = self.trigrams.T
        trigram_ids[bigram_ids[first, second], third] = np.arange(1, len(self.trigrams) + 1)
        return bigram_ids, trigram_ids
