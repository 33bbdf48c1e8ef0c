"""The assignment's recipe as a trainer: name by name, until validation stops falling."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

import numpy as np
import torch
from torch import Tensor

from model.assignment.rnn import CLIP, NEURONS, AssignmentRNN, name_nats, train
from model.domain import corpus
from model.domain.arrays import FloatArray
from model.inference.ngrams import NGramVocabulary


class AssignmentTrainer:
    """The assignment's recipe, for `training.fit`: name by name until validation stops falling."""

    def __init__(
        self,
        names: Sequence[corpus.Entry],
        validation: Sequence[corpus.Entry],
        passes: int = 10,
        seed: int = 1,
    ) -> None:
        """Make a fresh network and optimiser, the same for the same seed."""
        torch.manual_seed(seed)
        self.passes = passes
        self.patience: int | None = 2
        self.grams = NGramVocabulary.none()
        self._names, self._validation, self._seed = names, validation, seed
        self.network = AssignmentRNN(len(corpus.alphabet()), len(corpus.countries()))
        self._optimiser = torch.optim.Adam(self.network.parameters())

    def steps(self) -> int:
        """Count the names of a pass."""
        return len(self._names)

    def one_pass(self, number: int) -> Iterator[float]:
        """Train on as many random names as there are; yields each one's loss."""
        rng = np.random.default_rng([self._seed, number])
        torch.manual_seed(self._seed * 1000 + number)
        steps = train(self.network, self._names, self._optimiser, rng)
        yield from (step.loss for step in islice(steps, self.steps()))

    def validate(self) -> float:
        """Return nats a name of the validation part."""
        self.network.eval()
        nats = [name_nats(self.network, one.letters, one.country) for one in self._validation]
        self.network.train()
        return float(np.mean(nats))

    def state(self) -> dict[str, object]:
        """Return the parameters and the optimiser's moments."""
        return {"network": self.network.state_dict(), "optimiser": self._optimiser.state_dict()}

    def restore(self, state: Mapping[str, object]) -> None:
        """Go on from a state."""
        self.network.load_state_dict(cast("dict[str, Tensor]", state["network"]))
        self._optimiser.load_state_dict(cast("dict[str, object]", state["optimiser"]))

    def arrays(self) -> dict[str, FloatArray]:
        """Return the parameters by name."""
        return {name: array.detach().numpy() for name, array in self.network.state_dict().items()}

    def settings(self) -> dict[str, object]:
        """Return what was chosen."""
        return {
            "recipe": "seed",
            "neurons": NEURONS,
            "passes": self.passes,
            "clip": CLIP,
            "seed": self._seed,
        }
