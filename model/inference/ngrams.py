"""Letters in twos and threes that the network has met often enough to know each as one thing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from model.domain.spelling import STOP

Letters = npt.NDArray[np.uint8]
Table = npt.NDArray[np.int16]

_OFTEN = {2: 2, 3: 3}
"""How often a bigram and a trigram must have been met."""


@dataclass(frozen=True, slots=True, eq=False)
class NGramVocabulary:
    """Bigrams and trigrams, numbered from 1 each; letters are numbers of an alphabet.

    A name's start counts as a letter, its stop does not, since nothing is read behind it. Of every
    trigram the first two letters and the last two are bigrams here as well.

    Attributes:
        bigrams: two letters each (bigrams, 2).
        trigrams: three letters each (trigrams, 3).
    """

    bigrams: Letters
    trigrams: Letters

    @classmethod
    def none(cls) -> Self:
        """Know none."""
        return cls(np.zeros((0, 2), np.uint8), np.zeros((0, 3), np.uint8))

    @classmethod
    def from_names(cls, names: Iterable[str], alphabet: str) -> Self:
        """Take what stands often enough in lower-case names."""
        met: Counter[str] = Counter()
        for name in names:
            text = STOP + name
            for length in _OFTEN:
                met.update(text[start : start + length] for start in range(len(text) - length + 1))
        often = sorted(gram for gram, times in met.items() if times >= _OFTEN[len(gram)])

        def numbered(length: int) -> Letters:
            rows = [list(map(alphabet.index, gram)) for gram in often if len(gram) == length]
            return np.array(rows, np.uint8).reshape(-1, length)

        return cls(*map(numbered, _OFTEN))

    def tables(self, letters: int) -> tuple[Table, Table]:
        """Make tables to look their numbers up in; what is no gram has 0.

        Args:
            letters: how many there are.

        Returns:
            A bigram's number by its two letters (letters, letters), and a trigram's by that of the
            bigram that it begins with, and its last letter (bigrams + 1, letters).
        """
        twos = np.zeros((letters, letters), np.int16)
        threes = np.zeros((len(self.bigrams) + 1, letters), np.int16)
        first, second = self.bigrams.T
        twos[first, second] = np.arange(1, len(self.bigrams) + 1)
        first, second, third = self.trigrams.T
        threes[twos[first, second], third] = np.arange(1, len(self.trigrams) + 1)
        return twos, threes
