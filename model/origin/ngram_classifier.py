"""A logistic regression on letter n-grams, compressed into a sparse int8 matrix.

An n-gram is one to six letters of a name padded with a space on both sides, so that n-grams mark
beginnings and ends. Their TF-IDF vector, normalised to length 1, is the input. Weights close to the
median over countries are pruned.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from model.domain.arrays import ByteArray, DoubleArray, FloatArray, IntArray

MAX_NGRAM_LENGTH = 6
_STORED = {
    "hashes": "runs.numbers",
    "idf": "runs.rarity",
    "ends": "runs.ends",
    "indices": "runs.places",
    "data": "runs.weights",
    "bias": "runs.bias",
    "scale": "runs.unit",
}
"""Under which names the arrays are stored."""


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

    @property
    def ends(self) -> npt.NDArray[np.int32]:
        """Where each row ends (n-grams)."""
        return self.indptr[1:]

    def logits(self, name: str) -> DoubleArray:
        """Return the logit of each country for a lower-case name (countries)."""
        return np.asarray(self.batch_logits([name])[0])

    def batch_logits(self, names: Sequence[str]) -> DoubleArray:
        """Return the logit of each country for lower-case names (names, countries)."""
        owners, rows, tfidf = self._batch_tfidf(names)
        lengths = self.indptr[rows + 1] - self.indptr[rows]
        firsts = np.repeat(self.indptr[rows] - lengths.cumsum() + lengths, lengths)
        entries = firsts + np.arange(len(firsts))
        places = np.repeat(owners, lengths) * len(self.bias) + self.indices[entries]
        weights = np.repeat(tfidf, lengths) * self.data[entries] * float(self.scale)
        sums = np.bincount(places, weights, minlength=len(names) * len(self.bias))
        return np.asarray(self.bias + sums.reshape(len(names), -1))

    def logits_by_letter(self, name: str) -> DoubleArray:
        """Attribute the logits, bias excluded, to a lower-case name's letters.

        An n-gram's weight is split evenly among its letters. The leading space counts as the first
        letter, the trailing one as the stop, which is the last row.

        Returns:
            The logits (letters + 1, countries).
        """
        by_letter = np.zeros((len(name) + 2, len(self.bias)))
        counts = Counter(ngram.hash for ngram in ngrams(name))
        _, rows, tfidf = self._batch_tfidf([name])
        found = dict(zip(self.hashes[rows].tolist(), zip(rows, tfidf, strict=True), strict=True))
        for ngram in ngrams(name):
            if ngram.hash in found:
                row, of_all = found[ngram.hash]
                entries = slice(self.indptr[row], self.indptr[row + 1])
                share = of_all / counts[ngram.hash] * float(self.scale) / len(ngram.letters)
                letters = slice(ngram.start, ngram.start + len(ngram.letters))
                by_letter[letters, self.indices[entries]] += share * self.data[entries]
        by_letter[1] += by_letter[0]
        return by_letter[1:]

    def _batch_tfidf(self, names: Sequence[str]) -> tuple[IntArray, IntArray, DoubleArray]:
        """Look the n-grams of names up.

        Returns:
            For each n-gram of a name that is in the vocabulary: the name, the row, the TF-IDF of
            all its occurrences.
        """
        hashes = [[ngram.hash for ngram in ngrams(name)] for name in names]
        owners = np.repeat(np.arange(len(names)), [*map(len, hashes)])
        wanted = np.array([*chain.from_iterable(hashes)], np.uint32)
        rows = self.hashes.searchsorted(wanted).clip(max=len(self.hashes) - 1)
        found = self.hashes[rows] == wanted
        keys, counts = np.unique(owners[found] * len(self.hashes) + rows[found], return_counts=True)
        owners, rows = np.divmod(keys, len(self.hashes))
        tfidf = counts * self.idf[rows].astype(np.float64)
        norms = np.sqrt(np.bincount(owners, tfidf**2, minlength=len(names)))
        return owners, rows, tfidf / norms[owners]

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the arrays by the names that they are stored under."""
        return {stored: getattr(self, name) for name, stored in _STORED.items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """Restore a classifier from what `to_arrays` returned, among others.

        Raises:
            KeyError: an array is missing.
        """
        own = {name: arrays[stored] for name, stored in _STORED.items()}
        return cls(indptr=np.insert(own.pop("ends"), 0, 0), **own)
