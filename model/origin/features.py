"""What speaks for a country in how a name is spelt: four kinds of evidence.

1. The shipped network's: log P(name, stop | country), the assignment's loss, gender unknown.
2. The same of a second network, which reads names from behind.
3. Runs of letters: logits of a regression that was trained to tell countries apart.
4. Names alike: the logarithm of each country's share in the known names spelt nearest.
"""

from collections.abc import Sequence

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator
from model.origin.neighbour_classifier import KernelNeighbourClassifier
from model.origin.ngram_classifier import NGramClassifier
from model.origin.reversed_scorer import Scorer

FEATURES = ("network", "network from behind", "runs of letters", "names alike")


class OriginFeatures:
    """Gathers evidence; never changes, so several threads may use one."""

    def __init__(
        self,
        readers: tuple[NameGenerator, Scorer],
        runs: NGramClassifier,
        alike: KernelNeighbourClassifier,
    ) -> None:
        """Take the networks in the order of `KINDS`, and what is not theirs."""
        self._namer, self._readers = readers[0], readers
        self._runs, self._alike = runs, alike

    def of(self, names: Sequence[str], codes: Sequence[str]) -> DoubleArray:
        """Weigh names in either case for countries (kinds, names, countries)."""
        conditions = [Condition.for_country(code) for code in codes]
        pairs = [(name, condition) for name in names for condition in conditions]
        nats = [one.nll(pairs).reshape(len(names), len(codes)) for one in self._readers]
        beside = np.stack([self.beside(name, codes) for name in names], axis=1)
        return np.concatenate([-np.stack(nats), beside])

    def costs(self, name: str, codes: Sequence[str]) -> DoubleArray:
        """Return what a name's letters cost each network (networks, countries, letters + 1)."""
        conditions = [Condition.for_country(code) for code in codes]
        return np.stack([one.letter_nll(name, conditions) for one in self._readers])

    def beside(self, name: str, codes: Sequence[str]) -> DoubleArray:
        """Weigh a name by what is not the networks' (kinds - networks, countries)."""
        columns = self._columns(codes)
        spoken = self._runs.logits(self._read(name)), self._alike.logits(name)
        return np.stack(spoken)[:, columns]

    def runs_by_letter(self, name: str, codes: Sequence[str]) -> DoubleArray:
        """Part what runs speak for countries among letters (countries, letters + 1)."""
        return self._runs.by_letter(self._read(name)).T[self._columns(codes)]

    def _read(self, name: str) -> str:
        return self._namer.read(name, "")

    def _columns(self, codes: Sequence[str]) -> list[int]:
        return [self._namer.countries.index(code) for code in codes]
