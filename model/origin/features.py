"""Features of a name's origin, one value for each country.

1. The shipped network's log P(name, stop | country), gender unknown: minus the assignment's loss.
2. The same from a second network, which reads names reversed.
3. Logits of a logistic regression on letter n-grams.
4. The log of each country's share among the known names with the most similar spelling.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.ranking import ReasonKind
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.origin.neighbour_classifier import KernelNeighbourClassifier
from model.origin.reversed_scorer import Scorer

_KINDS: Mapping[str, ReasonKind] = {
    "network": ReasonKind.SPELLING,
    "reversed network": ReasonKind.SPELLING,
    "n-grams": ReasonKind.SPELLING,
    "similar names": ReasonKind.SIMILAR,
}
FEATURES = tuple(_KINDS)
SPELLING_KINDS = (*_KINDS.values(), ReasonKind.SIZE)
"""Which reasons the features are, and then the prior."""


class OriginFeatures:
    """Computes features; immutable, and so thread-safe."""

    def __init__(self, scorers: tuple[NameGenerator, Scorer], lists: CountryLists) -> None:
        """Combine the networks with the other models, in the order of `FEATURES`."""
        self._generator, self._scorers = scorers[0], scorers
        self._ngram_classifier = lists.parameters.ngram_classifier
        self._neighbour_classifier = KernelNeighbourClassifier(lists)

    def compute(self, names: Sequence[str], codes: Sequence[str]) -> DoubleArray:
        """Return the features of names in either case (features, names, countries)."""
        conditions = [Condition.for_country(code) for code in codes]
        pairs = [(name, condition) for name in names for condition in conditions]
        nll = [scorer.nll(pairs).reshape(len(names), len(codes)) for scorer in self._scorers]
        auxiliary = np.stack([self.auxiliary(name, codes) for name in names], axis=1)
        return np.concatenate([-np.stack(nll), auxiliary])

    def letter_nll(self, name: str, codes: Sequence[str]) -> DoubleArray:
        """Return each letter's nats under each network (networks, countries, letters + 1)."""
        conditions = [Condition.for_country(code) for code in codes]
        return np.stack([scorer.letter_nll(name, conditions) for scorer in self._scorers])

    def auxiliary(self, name: str, codes: Sequence[str]) -> DoubleArray:
        """Return the features that come from no network (features - networks, countries)."""
        logits = (
            self._ngram_classifier.logits(self._lower(name)),
            self._neighbour_classifier.logits(name),
        )
        return np.stack(logits)[:, self._columns(codes)]

    def ngram_logits_by_letter(self, name: str, codes: Sequence[str]) -> DoubleArray:
        """Attribute the n-gram logits to letters (countries, letters + 1)."""
        by_letter = self._ngram_classifier.logits_by_letter(self._lower(name))
        return by_letter.T[self._columns(codes)]

    def _lower(self, name: str) -> str:
        return self._generator.normalise_case(name, "")

    def _columns(self, codes: Sequence[str]) -> list[int]:
        return [self._generator.countries.index(code) for code in codes]
