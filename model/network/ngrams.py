"""N-grams of letters common enough to have embeddings of their own."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from model.domain.arrays import ByteArray, IdArray
from model.domain.spelling import STOP

MIN_COUNTS = {2: 2, 3: 3}
"""How often an n-gram of some length must occur: every length from 2 on, and never less often than
a shorter one, so that what an n-gram begins and ends with is in the vocabulary, too."""


@dataclass(frozen=True, slots=True, eq=False)
class NGramVocabulary:
    """N-grams of letter ids, by length; the id of each among those of its length is its index + 1.

    A name's start counts as a letter, its stop does not, since nothing is read after it.

    Attributes:
        by_length: letter ids of the bigrams, then of the trigrams, ... (n-grams, length).
    """

    by_length: tuple[ByteArray, ...]

    @classmethod
    def empty(cls) -> Self:
        """Return a vocabulary without n-grams."""
        return cls.from_names([], "")

    @classmethod
    def from_names(
        cls, names: Iterable[str], alphabet: str, min_counts: Mapping[int, int] = MIN_COUNTS
    ) -> Self:
        """Collect the n-grams that are common enough in lower-case names."""
        counts: Counter[str] = Counter()
        for name in names:
            text = STOP + name
            for n in min_counts:
                counts.update(text[start : start + n] for start in range(len(text) - n + 1))
        common = sorted(text for text, times in counts.items() if times >= min_counts[len(text)])

        def letter_ids(n: int) -> ByteArray:
            rows = [list(map(alphabet.index, ngram)) for ngram in common if len(ngram) == n]
            return np.array(rows, np.uint8).reshape(-1, n)

        return cls(tuple(map(letter_ids, min_counts)))

    def id_tables(self, letters: int) -> tuple[IdArray, ...]:
        """Return look-up tables of ids, for each length; what is not in the vocabulary has 0.

        The rows of a table are the ids of what an n-gram begins with, which is one letter shorter:
        for bigrams the letter's own id. The columns are its last letter.

        Args:
            letters: size of the alphabet.

        Returns:
            Tables of ids (letters, letters), (bigrams + 1, letters), ...
        """
        tables: list[IdArray] = []
        for ngrams in self.by_length:
            beginnings: IdArray = ngrams[:, 0]
            for table, letter in zip(tables, ngrams.T[1:], strict=False):
                beginnings = table[beginnings, letter]
            rows = 1 + len(self.by_length[len(tables) - 1]) if tables else letters
            ids = np.zeros((rows, letters), np.min_scalar_type(len(ngrams)))
            ids[beginnings, ngrams[:, -1]] = np.arange(1, len(ngrams) + 1)
            tables.append(ids)
        return tuple(tables)
