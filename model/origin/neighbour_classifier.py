"""Countries of the most similar known names, weighted by a kernel."""

import numpy as np

from model.domain.arrays import ByteArray, DoubleArray, IntArray
from model.domain.spelling import fold
from model.inference.neighbour_index import EditDistanceIndex
from model.inference.packed_strings import PackedStrings

MAX_DISTANCE = 3
"""Edit distance beyond which a name is no neighbour."""
KERNEL_RATE = 12.0
"""Decay rate of the kernel exp(−rate · distance / length)."""
MIN_LENGTH = 4
"""Lower bound of that length: in a shorter name, one edit would cost too much."""
PRIOR_WEIGHT = 0.02
"""Weight of the mean over all names, added to the neighbours' share."""


class KernelNeighbourClassifier:
    """Kernel-weighted nearest neighbours over known names; immutable."""

    def __init__(self, folded: PackedStrings, packed_labels: ByteArray, countries: int) -> None:
        """Index folded names, each of which at least one country lists.

        Args:
            folded: the names.
            packed_labels: one bit for each name and country (names, bytes).
            countries: number of countries.
        """
        self._index = EditDistanceIndex(folded)
        self._packed_labels, self._countries = packed_labels, countries
        labels = self._labels(slice(None))
        # The mean of all shares, without the 40 MB that all of them would take.
        self._prior = np.einsum("nc,n->c", labels, labels.sum(axis=1) ** -0.5) / len(folded)

    def logits(self, name: str) -> DoubleArray:
        """Return the log of each country's share among a name's neighbours (countries).

        A neighbour counts by its kernel, and for each of k countries that list it by 1/√k.
        """
        key = fold(name)
        rows, distances = self._index.within(key, MAX_DISTANCE)
        kernel = np.exp(-KERNEL_RATE * distances / max(len(key), MIN_LENGTH))
        share = kernel @ self._shares(rows) / max(kernel.sum(), np.finfo(np.float64).tiny)
        logits: DoubleArray = np.log(share + PRIOR_WEIGHT * self._prior)
        return logits

    def _shares(self, rows: IntArray) -> DoubleArray:
        labels = self._labels(rows)
        shares: DoubleArray = labels / np.sqrt(labels.sum(axis=1, keepdims=True))
        return shares

    def _labels(self, rows: IntArray | slice) -> ByteArray:
        return np.unpackbits(self._packed_labels[rows], axis=1, count=self._countries)
