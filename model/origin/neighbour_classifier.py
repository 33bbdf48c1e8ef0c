"""Countries of the most similar known names, weighted by a kernel."""

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.spelling import fold
from model.origin.country_lists import CountryLists

MAX_DISTANCE = 3
"""Edit distance beyond which a name is no neighbour."""
KERNEL_RATE = 12.0
"""Decay rate of the kernel exp(−rate · distance / length)."""
MIN_LENGTH = 4
"""Lower bound of that length: in a shorter name, one edit would cost too much."""
PRIOR_WEIGHT = 0.02
"""Weight of the mean over all names, added to the neighbours' share."""


class KernelNeighbourClassifier:
    """Kernel-weighted nearest neighbours over the training split's names; immutable."""

    def __init__(self, lists: CountryLists) -> None:
        """Take who lists the known names."""
        self._lists, self._in_training = lists, lists.parameters.in_training
        labels = lists.labels(np.flatnonzero(self._in_training))
        # The mean of all shares, without the 40 MB that all of them would take.
        self._prior = np.einsum("nc,n->c", labels, labels.sum(axis=1) ** -0.5) / len(labels)

    def logits(self, name: str) -> DoubleArray:
        """Return the log of each country's share among a name's neighbours (countries).

        A neighbour counts by its kernel, and for each of k countries that list it by 1/√k.
        """
        key = fold(name)
        rows, distances = self._lists.known.neighbours.within(key, MAX_DISTANCE)
        is_trained = self._in_training[rows]
        kernel = np.exp(-KERNEL_RATE * distances[is_trained] / max(len(key), MIN_LENGTH))
        labels = self._lists.labels(rows[is_trained])
        shares = labels / np.sqrt(labels.sum(axis=1, keepdims=True))
        share = kernel @ shares / max(kernel.sum(), np.finfo(np.float64).tiny)
        logits: DoubleArray = np.log(share + PRIOR_WEIGHT * self._prior)
        return logits
