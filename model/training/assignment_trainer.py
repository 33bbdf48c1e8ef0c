"""The assignment's recipe as a trainer: name by name."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import torch

from model.assignment.rnn import MAX_GRAD_NORM, NEURONS, AssignmentRNN, name_nll, train
from model.domain import corpus
from model.network.ngrams import NGramVocabulary


class AssignmentTrainer:
    """Trains the assignment's network; a `train.Trainer`.

    An epoch is as many random names as the training split has.
    """

    def __init__(
        self,
        names: Sequence[corpus.Entry],
        validation: Sequence[corpus.Entry],
        epochs: int = 2,
        seed: int = 1,
    ) -> None:
        """Initialise network and optimiser, deterministically by the seed."""
        torch.manual_seed(seed)
        self.epochs = epochs
        self.ngrams = NGramVocabulary.empty()
        self._names, self._validation, self._seed = names, validation, seed
        self.network = AssignmentRNN(len(corpus.alphabet()), len(corpus.country_codes()))
        self.optimiser = torch.optim.Adam(self.network.parameters(), fused=True)

    def steps_per_epoch(self) -> int:
        """Return the number of names of an epoch."""
        return len(self._names)

    def train_epoch(self, number: int) -> Iterator[float]:
        """Train on random names; yield the loss of each."""
        rng = np.random.default_rng([self._seed, number])
        torch.manual_seed(self._seed * 1000 + number)
        steps = train(self.network, self._names, self.optimiser, rng)
        yield from (step.loss for step in islice(steps, self.steps_per_epoch()))

    def validate(self) -> float:
        """Return mean nats a name of the validation split."""
        self.network.eval()
        nats = [name_nll(self.network, entry.letters, entry.country) for entry in self._validation]
        self.network.train()
        return float(np.mean(nats))

    def settings(self) -> dict[str, object]:
        """Return the settings."""
        return {
            "recipe": "assignment",
            "neurons": NEURONS,
            "epochs": self.epochs,
            "max_grad_norm": MAX_GRAD_NORM,
            "seed": self._seed,
        }
