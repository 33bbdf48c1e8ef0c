"""A logistic regression on letter n-grams, compressed into a sparse int8 matrix.

An n-gram is one to six letters of a name padded with a space on both sides, so that n-grams mark
beginnings and ends. Their TF-IDF vector, normalised to length 1, is the input. Weights close to the
median over countries are pruned.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from model.domain.arrays import ByteArray, DoubleArray, FloatArray

MAX_NGRAM_LENGTH = 6


@dataclass(frozen=True, slots=True)
class NGram:
    """Consecutive letters of a padded name, and where they start."""

    letters: str
    start: int

    @property
    def hash(self) -> int:
        """The CRC-32 of the letters; collisions are rare enough to ignore."""
        return crc32(self.letters.encode())


def ngrams(name: str) -> Iterator[NGram]:
    """Yield every n-gram of a lower-case name."""
    text = f" {name} "
    for start in range(len(text)):
        for end in range(start + 1, min(start + MAX_NGRAM_LENGTH, len(text)) + 1):
            yield NGram(text[start:end], start)


@dataclass(frozen=True, slots=True)
class NGramClassifier:
    """The regression's weights: a sparse matrix (n-grams, countries) in CSR format.

    Attributes:
        hashes: of the n-grams in the vocabulary, sorted (n-grams).
        idf: inverse document frequencies (n-grams).
        indptr: row i is `indices` and `data` from indptr[i] to indptr[i + 1] (n-grams + 1).
        indices: the country of each weight (weights).
        data: the weights, in units of `scale` (weights).
        bias: the intercepts (countries).
        scale: of the weights, a 0-dimensional array.
    """

    hashes: npt.NDArray[np.uint32]
    idf: npt.NDArray[np.float16]
    indptr: npt.NDArray[np.int32]
    indices: ByteArray
    data: npt.NDArray[np.int8]
    bias: FloatArray
    scale: FloatArray

    def logits(self, name: str) -> DoubleArray:
        """Return the logit of each country for a lower-case name (countries)."""
        logits = self.bias.astype(np.float64)
        for row, tfidf in self._tfidf(name).items():
            entries = slice(self.indptr[row], self.indptr[row + 1])
            logits[self.indices[entries]] += tfidf * float(self.scale) * self.data[entries]
        return logits

    def logits_by_letter(self, name: str) -> DoubleArray:
        """Attribute the logits, bias excluded, to a lower-case name's letters.

        An n-gram's weight is split evenly among its letters. The leading space counts as the first
        letter, the trailing one as the stop, which is the last row.

        Returns:
            The logits (letters + 1, countries).
        """
        by_letter = np.zeros((len(name) + 2, len(self.bias)))
        for ngram, row, tfidf in self._lookup(name):
            entries = slice(self.indptr[row], self.indptr[row + 1])
            share = tfidf * float(self.scale) / len(ngram.letters)
            letters = slice(ngram.start, ngram.start + len(ngram.letters))
            by_letter[letters, self.indices[entries]] += share * self.data[entries]
        by_letter[1] += by_letter[0]
        return by_letter[1:]

    def _lookup(self, name: str) -> Iterator[tuple[NGram, int, float]]:
        """Yield each n-gram in the vocabulary, its row, and the TF-IDF of one occurrence."""
        occurrences = list(ngrams(name))
        rows, counts, weights = self._rows(occurrences)
        for ngram, row in zip(occurrences, rows, strict=True):
            if row in counts:
                yield ngram, row, weights[row]

    def _tfidf(self, name: str) -> Mapping[int, float]:
        """Return the TF-IDF of all occurrences of each n-gram in the vocabulary, by its row."""
        _, counts, weights = self._rows(list(ngrams(name)))
        return {row: count * weights[row] for row, count in counts.items()}

    def _rows(
        self, occurrences: Sequence[NGram]
    ) -> tuple[Sequence[int], Mapping[int, int], Mapping[int, float]]:
        """Look n-grams up.

        Returns:
            The row of each, −1 outside the vocabulary; by row how many there are; by row the TF-IDF
            of one occurrence.
        """
        hashes = np.array([ngram.hash for ngram in occurrences], np.uint32)
        rows = self.hashes.searchsorted(hashes).clip(max=len(self.hashes) - 1)
        found = np.where(self.hashes[rows] == hashes, rows, -1).tolist()
        counts = Counter(row for row in found if row >= 0)
        idf = {row: float(self.idf[row]) for row in counts}
        norm = sum((count * idf[row]) ** 2 for row, count in counts.items()) ** 0.5
        return found, counts, {row: value / norm for row, value in idf.items()}

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the arrays by the names that they are stored under."""
        return {
            "numbers": self.hashes,
            "rarity": self.idf,
            "ends": self.indptr[1:],
            "places": self.indices,
            "weights": self.data,
            "bias": self.bias,
            "unit": self.scale,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """Restore a classifier from what `to_arrays` returned.

        Raises:
            KeyError: an array is missing.
        """
        return cls(
            hashes=arrays["numbers"],
            idf=arrays["rarity"],
            indptr=np.insert(arrays["ends"], 0, 0),
            indices=arrays["places"],
            data=arrays["weights"],
            bias=arrays["bias"],
            scale=arrays["unit"],
        )
