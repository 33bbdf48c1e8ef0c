"""Which countries list the names that a name is spelt most like."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray
from model.domain.spelling import fold
from model.inference.neighbour_index import EditDistanceIndex

REACH = 3
"""Letters that a name may differ in and still be heard."""
FALL = 12.0
"""Nats by which a name is heard less, for each part of the name that it differs in."""
SHORTEST = 4
"""Letters that shorter names are taken to have, since for these one letter is a large part."""
DOUBT = 0.02
"""Weight of all names together, beside those that are heard."""


class KernelNeighbourClassifier:
    """Names that are told of, and who lists them; never changes."""

    def __init__(self, folded: Sequence[str], lists: npt.NDArray[np.uint8], countries: int) -> None:
        """Take folded names, each listed somewhere.

        Args:
            folded: the names.
            lists: a bit for each name and country (names, bytes).
            countries: how many there are.
        """
        self._neighbours = EditDistanceIndex(folded)
        self._lists, self._countries = lists, countries
        every = self._listed(slice(None))
        # The mean of all shares, which themselves would take forty megabytes.
        self._all = np.einsum("nc,n->c", every, every.sum(axis=1) ** -0.5) / len(folded)

    def logits(self, name: str) -> DoubleArray:
        """Return the logarithm of each country's share in the names near to one (countries).

        The nearer a name the more it is heard, most of all one that folds like the one asked about;
        a name that many countries list is heard less for each.
        """
        key = fold(name)
        places, distances = self._neighbours.within(key, REACH)
        heard = np.exp(-FALL * distances / max(len(key), SHORTEST))
        near = heard @ self._shares(places) / max(heard.sum(), np.finfo(np.float64).tiny)
        logits: DoubleArray = np.log(near + DOUBT * self._all)
        return logits

    def _shares(self, places: npt.NDArray[np.intp]) -> DoubleArray:
        """Return how much each name says for each country (places, countries)."""
        lists = self._listed(places)
        shares: DoubleArray = lists / np.sqrt(lists.sum(axis=1, keepdims=True))
        return shares

    def _listed(self, places: npt.NDArray[np.intp] | slice) -> npt.NDArray[np.uint8]:
        """Return which country lists each name (places, countries)."""
        return np.unpackbits(self._lists[places], axis=1, count=self._countries)
