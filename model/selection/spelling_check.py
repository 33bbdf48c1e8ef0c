"""Whether a name sounds from the countries that it is for, by its letters alone."""

from collections.abc import Sequence

import numpy as np

from model.domain.areas import equals
from model.domain.arrays import BoolArray, DoubleArray
from model.origin.parameters import OriginParameters

_FIRST = 3
"""The countries that `/origin` may name first."""


class SpellingCheck:
    """Ranks countries by letter n-grams, which cost a fiftieth of all that `/origin` weighs.

    Of the names that pass, 99 of 100 pass by all of it.
    """

    def __init__(self, parameters: OriginParameters) -> None:
        """Take the classifier by n-grams, and its countries."""
        self._classifier, self._countries = parameters.ngram_classifier, parameters.countries

    def sound_from(self, names: Sequence[str], codes: Sequence[str]) -> BoolArray:
        """Return whether one of some countries, or an equal, is among the first for each name.

        Args:
            names: in lower case.
            codes: of the countries.

        Returns:
            (names).
        """
        first = np.argsort(-self._classifier.batch_logits(names), axis=1)[:, :_FIRST]
        return np.asarray(self._are_wanted(codes)[first].any(axis=1))

    def shares(self, names: Sequence[str], codes: Sequence[str]) -> DoubleArray:
        """Return how likely each name sounds from some countries or their equals (names).

        The arguments are those of `sound_from`.
        """
        logits = self._classifier.batch_logits(names)
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        wanted = exponentials[:, self._are_wanted(codes)].sum(axis=1)
        return np.asarray(wanted / exponentials.sum(axis=1))

    def _are_wanted(self, codes: Sequence[str]) -> BoolArray:
        """Return whether each country is one of some, or an equal (countries)."""
        wanted = frozenset().union(*map(equals, codes))
        return np.array([country in wanted for country in self._countries])
