"""Whether a name sounds from the countries that it is for, by its letters alone."""

from collections.abc import Sequence

import numpy as np

from model.domain.areas import equals
from model.origin.ngram_classifier import NGramClassifier

_FIRST = 3
"""The countries that `/origin` may name first."""


class SpellingCheck:
    """Ranks countries by letter n-grams, which cost a fiftieth of all that `/origin` weighs.

    Of the names that pass, 99 of 100 pass by all of it.
    """

    def __init__(self, classifier: NGramClassifier, countries: Sequence[str]) -> None:
        """Take a classifier, and its countries in their order."""
        self._classifier, self._countries = classifier, countries

    def sounds_from(self, name: str, codes: Sequence[str]) -> bool:
        """Return whether one of some countries, or an equal, is among the first for a name.

        Args:
            name: in lower case.
            codes: of the countries.
        """
        first = np.argsort(-self._classifier.logits(name))[:_FIRST]
        wanted = frozenset().union(*map(equals, codes))
        return any(self._countries[column] in wanted for column in first.tolist())
