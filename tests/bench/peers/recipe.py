"""How the peers in PyTorch are trained, frozen: AdamW, one cycle, batches of 256, 20 passes."""

from collections.abc import Iterator, Mapping
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from model.domain import corpus
from model.domain.arrays import FloatArray
from model.inference.ngrams import NGramVocabulary
from model.training.dataset import NameDataset
from model.training.losses import by_name
from tests.bench.peers.networks import Kind, build

BATCH = 256
PASSES = 20
PEAK: Mapping[Kind, float] = {"gru": 5e-3, "lstm": 5e-3, "transformer": 3e-3}
SEED = 1


class PeerRecipe:
    """A peer on its way to being trained; a `training.Recipe`."""

    patience: int | None = None
    grams = NGramVocabulary.none()

    def __init__(
        self, kind: Kind, train: NameDataset, validation: NameDataset, passes: int = PASSES
    ) -> None:
        """Make a fresh network and optimiser, always the same."""
        torch.manual_seed(SEED)
        self.passes = passes
        self._kind, self._train, self._validation = kind, train, validation
        self.network = build(kind, len(corpus.alphabet()), len(corpus.countries()))
        self._optimiser = torch.optim.AdamW(self.network.parameters(), lr=PEAK[kind])
        self._cycle = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, PEAK[kind], total_steps=passes * self.steps()
        )

    def steps(self) -> int:
        """Count the steps of a pass."""
        return -(-len(self._train.lengths) // BATCH)

    def one_pass(self, number: int) -> Iterator[float]:
        """Train on every name once; yields nats a name after each step."""
        rng = np.random.default_rng([SEED, number])
        torch.manual_seed(1000 * SEED + number)
        self.network.train()
        noisy = self._train.lengths.numpy() + rng.random(len(self._train.lengths))
        batches = torch.split(torch.from_numpy(noisy.argsort()), BATCH)
        for place in rng.permutation(len(batches)):
            letters, lengths, countries, genders = self._train.batch(batches[place])
            hidden = torch.from_numpy(rng.random(len(lengths)) < 0.5)
            genders = torch.where(hidden[:, None], 0.5, genders)
            condition = torch.cat([countries, genders], dim=1)
            nats = by_name(self.network(letters[:, :-1], condition), letters, lengths)
            (nats.sum() / lengths.sum()).backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
            nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self._optimiser.step()
            self._optimiser.zero_grad()
            self._cycle.step()
            yield nats.mean().item()

    @torch.no_grad()
    def validate(self) -> float:
        """Return nats a name of the validation part, gender unknown."""
        self.network.eval()
        total = 0.0
        for rows in torch.split(torch.arange(len(self._validation.lengths)), 512):
            letters, lengths, countries, genders = self._validation.batch(rows)
            condition = torch.cat([countries, torch.full_like(genders, 0.5)], dim=1)
            nats = by_name(self.network(letters[:, :-1], condition), letters, lengths)
            total += float(nats.sum())
        return total / len(self._validation.lengths)

    def state(self) -> dict[str, object]:
        """Return the parameters, the optimiser's moments and the place in the cycle."""
        return {
            "network": self.network.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "cycle": self._cycle.state_dict(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Go on from a state."""
        self.network.load_state_dict(cast("dict[str, Tensor]", state["network"]))
        self._optimiser.load_state_dict(cast("dict[str, object]", state["optimiser"]))
        self._cycle.load_state_dict(cast("dict[str, object]", state["cycle"]))

    def arrays(self) -> dict[str, FloatArray]:
        """Return the parameters by name."""
        return self.network.arrays()

    def settings(self) -> dict[str, object]:
        """Return what was chosen."""
        return {"recipe": self._kind, "passes": self.passes, "batch": BATCH, "seed": SEED}
