"""What speaks for a country in how a name is spelt: three kinds of evidence.

1. The network's: log P(name, stop | country), the assignment's loss, gender unknown.
2. Runs of letters: logits of a regression that was trained to tell countries apart.
3. Names alike: the logarithm of each country's share in the known names spelt nearest.
"""

from collections.abc import Sequence

import numpy as np

from model.alike import Alike
from model.calibration import DoubleArray
from model.condition import Condition
from model.namer import Namer
from model.runs import Runs

KINDS = ("network", "runs of letters", "names alike")


class Evidence:
    """Gathers evidence; never changes, so several threads may use one."""

    def __init__(self, namer: Namer, runs: Runs, alike: Alike) -> None:
        self._namer, self._runs, self._alike = namer, runs, alike

    def of(self, names: Sequence[str], codes: Sequence[str]) -> DoubleArray:
        """Weigh names in either case for countries (kinds, names, countries)."""
        conditions = [Condition.of(code) for code in codes]
        pairs = [(name, condition) for name in names for condition in conditions]
        nats = self._namer.score(pairs).reshape(len(names), len(codes))
        return np.stack([-nats, *np.stack([self.beside(name, codes) for name in names], axis=1)])

    def beside(self, name: str, codes: Sequence[str]) -> DoubleArray:
        """Weigh a name by what is not the network's (kinds - 1, countries)."""
        columns = self._columns(codes)
        spoken = self._runs.logits(self._namer.read(name, "")), self._alike.logits(name)
        return np.stack(spoken)[:, columns]

    def runs_by_letter(self, name: str, codes: Sequence[str]) -> DoubleArray:
        """Part what runs speak for countries among letters (countries, letters + 1)."""
        return self._runs.by_letter(self._namer.read(name, "")).T[self._columns(codes)]

    def _columns(self, codes: Sequence[str]) -> list[int]:
        return [self._namer.countries.index(code) for code in codes]
