"""Origins by a peer's losses, fitted on validation exactly as ours are."""

from collections.abc import Sequence

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.domain.spelling import fold
from model.evaluation.evaluation import NameModel
from model.training.fit_origin import Sample, fit


class ByLoss:
    """Bayes' rule with a temperature, a prior and two powers; an `evaluation.Guesser`.

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
        """Fit to the validation part; takes as long as to guess for as many names."""
        self.countries = countries
        self._model = model
        listed = {(fold(entry.name), entry.country) for entry in train}
        of_all = [country for _, country in listed]
        self._sizes = np.array([of_all.count(code) for code in countries], np.float64)
        sample = Sample.of(validation, countries)
        self._calibration = fit(-self._nats(sample.names)[None], self._sizes, sample.lists)

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        """Return probabilities for names in lower case (names, countries)."""
        return self._calibration.probabilities(-self._nats(names)[None], self._sizes)

    def _nats(self, names: Sequence[str]) -> DoubleArray:
        conditions = [Condition.for_country(code) for code in self.countries]
        pairs = [(name, condition) for name in names for condition in conditions]
        return self._model.nll(pairs).reshape(len(names), len(self.countries))
