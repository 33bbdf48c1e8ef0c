"""Origins by a peer's losses, calibrated on validation as ours are."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.domain.spelling import fold
from model.evaluation.evaluation import NameModel
from model.training.fit_origin import LabelledNames, fit_calibration


class LossClassifier:
    """Bayes' rule with temperatures and a prior; an `evaluation.Classifier`.

    Attributes:
        countries: codes, in the order of the probabilities.
    """

    def __init__(
        self,
        model: NameModel,
        train: Sequence[Entry],
        validation: Sequence[Entry],
        countries: tuple[str, ...],
    ) -> None:
        """Fit to the validation split, which takes as long as classifying its names."""
        self.countries = countries
        self._model = model
        folded = {(fold(entry.name), entry.country) for entry in train}
        counts = Counter(country for _, country in folded)
        self._sizes = np.array([counts[code] for code in countries], np.float64)
        sample = LabelledNames.from_entries(validation, countries)
        self._calibration = fit_calibration(
            -self._nats(sample.names)[None], self._sizes, sample.labels
        )

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        """Return probabilities for names in lower case (names, countries)."""
        return self._calibration.probabilities(-self._nats(names)[None], self._sizes)

    def _nats(self, names: Sequence[str]) -> DoubleArray:
        conditions = [Condition.for_country(code) for code in self.countries]
        pairs = [(name, condition) for name in names for condition in conditions]
        return self._model.nll(pairs).reshape(len(names), len(self.countries))
