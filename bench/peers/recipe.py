"""How the PyTorch peers are trained, frozen: AdamW, one cycle, batches of 256, 20 epochs."""

from collections.abc import Iterator, Mapping

import numpy as np
import torch

from bench.peers.networks import PeerKind, build_peer
from model.domain import corpus
from model.network.ngrams import NGramVocabulary
from model.training.dataset import NameDataset
from model.training.losses import sequence_loss
from model.training.train import Descent

BATCH_SIZE = 256
EPOCHS = 20
MAX_LR: Mapping[PeerKind, float] = {"gru": 5e-3, "lstm": 5e-3, "transformer": 3e-3}
SEED = 1


class PeerTrainer:
    """Trains a peer; a `train.Trainer`."""

    ngrams = NGramVocabulary.empty()

    def __init__(
        self, kind: PeerKind, train: NameDataset, validation: NameDataset, epochs: int = EPOCHS
    ) -> None:
        """Initialise network and optimiser, always the same."""
        torch.manual_seed(SEED)
        self.epochs = epochs
        self._kind, self._train, self._validation = kind, train, validation
        self.network = build_peer(kind, len(corpus.alphabet()), len(corpus.country_codes()))
        self.optimiser = Descent(
            self.network,
            epochs * self.steps_per_epoch(),
            max_lr=MAX_LR[kind],
            weight_decay=0.01,
            max_grad_norm=1.0,
        )

    def steps_per_epoch(self) -> int:
        """Return the number of steps of an epoch."""
        return -(-len(self._train.lengths) // BATCH_SIZE)

    def train_epoch(self, number: int) -> Iterator[float]:
        """Train on every name once; yield mean nats a name after each step."""
        rng = np.random.default_rng([SEED, number])
        torch.manual_seed(1000 * SEED + number)
        self.network.train()
        jittered_lengths = self._train.lengths.numpy() + rng.random(len(self._train.lengths))
        batches = torch.split(torch.from_numpy(jittered_lengths.argsort()), BATCH_SIZE)
        for index in rng.permutation(len(batches)):
            letters, lengths, countries, genders = self._train.batch(batches[index])
            hidden = torch.from_numpy(rng.random(len(lengths)) < 0.5)
            genders = torch.where(hidden[:, None], 0.5, genders)
            condition = torch.cat([countries, genders], dim=1)
            nats = sequence_loss(self.network(letters[:, :-1], condition), letters, lengths)
            self.optimiser.step(nats.sum() / lengths.sum())
            yield nats.mean().item()

    @torch.no_grad()
    def validate(self) -> float:
        """Return mean nats a name of the validation split, gender unknown."""
        self.network.eval()
        total = 0.0
        for rows in torch.split(torch.arange(len(self._validation.lengths)), 512):
            letters, lengths, countries, genders = self._validation.batch(rows)
            condition = torch.cat([countries, torch.full_like(genders, 0.5)], dim=1)
            nats = sequence_loss(self.network(letters[:, :-1], condition), letters, lengths)
            total += float(nats.sum())
        return total / len(self._validation.lengths)

    def settings(self) -> dict[str, object]:
        """Return the settings under their stored keys."""
        return {"recipe": self._kind, "passes": self.epochs, "batch": BATCH_SIZE, "seed": SEED}
