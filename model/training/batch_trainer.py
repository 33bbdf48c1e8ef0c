"""The shipped recipe: batches of rows of a country, cross-entropy, one cycle."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Literal, cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from model.domain import corpus
from model.domain.arrays import FloatArray
from model.inference.ngrams import NGramVocabulary
from model.inference.weights import Teacher
from model.training.dataset import NameDataset
from model.training.losses import Loss, by_name
from model.training.network import NameRNN, RNNConfig
from model.training.targets import TrainingTargets
from model.training.transformer import Transformer, TransformerConfig

Precision = Literal["float32", "bfloat16"]


def fastest_precision() -> Precision:
    """Find out whether this machine multiplies bfloat16 matrices the faster, as it is built for."""

    def seconds(matrix: Tensor) -> float:
        began = perf_counter()
        for _ in range(10):
            matrix @ matrix
        return perf_counter() - began

    matrix = torch.ones(512, 512)
    both = matrix, matrix.bfloat16()
    exact, rough = (min(seconds(one) for _ in range(3)) for one in both)
    return "bfloat16" if rough < exact else "float32"


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """The shipped recipe.

    Attributes:
        shape: of the network, and which one it is.
        passes: over the training names.
        group: names in a row that are of one country and of like length.
        groups: such rows a step.
        peak: learning rate at the top of the cycle (Smith 2018, arXiv:1803.09820).
        decay: AdamW's weight decay.
        clip: the gradient's norm is cut to this.
        loss: what listed names are held to; the assignment's is the binary one.
        precision: what matrices are multiplied in; all else, weights too, is float32.
        seed: of every random draw.
        backwards: whether names are read from behind, as `make` hands them over then.
    """

    shape: RNNConfig | TransformerConfig = field(
        default_factory=lambda: RNNConfig(dropout=0.27, gram_dropout=0.4)
    )
    passes: int = 100
    group: int = 32
    groups: int = 8
    peak: float = 4e-3
    decay: float = 0.01
    clip: float = 1.0
    loss: Loss = "cross-entropy"
    precision: Precision = "float32"
    seed: int = 1
    backwards: bool = False


@dataclass
class BatchTrainer:
    """The recipe of the weights that the bot serves: batches, cross-entropy, one cycle."""

    taught: TrainingTargets
    validation: NameDataset
    grams: NGramVocabulary
    chosen: TrainingConfig = field(default_factory=TrainingConfig)
    teachers: Sequence[Teacher] = ()
    """The networks that made `taught`, if any did."""
    patience: int | None = None

    def __post_init__(self) -> None:
        """Make a fresh network and optimiser, the same for the same seed."""
        torch.manual_seed(self.chosen.seed)
        self.passes = self.chosen.passes
        self.network = _build(self.chosen.shape, self.grams)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(),
            lr=self.chosen.peak,
            weight_decay=self.chosen.decay,
            fused=True,
        )
        self.cycle = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, self.chosen.peak, total_steps=self.passes * self.steps()
        )

    def steps(self) -> int:
        """Count the steps of a pass."""
        rows = -(-self.taught.names.countries.bincount() // self.chosen.group)
        return -(-int(rows.sum()) // self.chosen.groups)

    def one_pass(self, number: int) -> Iterator[float]:
        """Train on every name once, in an order that depends on the pass's number alone."""
        rng = np.random.default_rng([self.chosen.seed, number])
        torch.manual_seed(self.chosen.seed * 1000 + number)
        self.network.train()
        names = self.taught.names
        noisy = names.lengths.numpy() + rng.random(len(names.lengths))
        batches = rows_of_a_country(noisy, names.countries.numpy(), self.chosen.group, rng)
        for first in rng.permutation(self.steps()) * self.chosen.groups:
            rows = torch.from_numpy(batches[first : first + self.chosen.groups])
            # Where a row is not full the shortest name stands in, and does not count.
            named, rows = rows >= 0, rows.clamp(min=0)
            letters, lengths, countries, genders = names.batch(rows)
            genders = self.taught.told(genders, rng)
            with torch.autocast("cpu", torch.bfloat16, enabled=self.chosen.precision == "bfloat16"):
                logits = self.network(letters[..., :-1], countries[:, -1], genders)
            losses = self.taught.losses(logits, rows, lengths * named)
            mean = losses.sum() / named.sum()
            # Not by the batch's own length: each letter weighs the same, in a short name or a long.
            loss = mean / names.lengths.float().mean()
            loss.backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
            nn.utils.clip_grad_norm_(self.network.parameters(), self.chosen.clip)
            self.optimiser.step()
            self.optimiser.zero_grad()
            self.cycle.step()
            yield mean.item()

    @torch.no_grad()
    def validate(self) -> float:
        """Return nats a name of the validation part, gender unknown."""
        self.network.eval()
        total = 0.0
        for country in range(len(corpus.countries())):
            rows = torch.nonzero(self.validation.countries == country).T
            if not rows.numel():
                continue
            letters, lengths, countries, genders = self.validation.batch(rows)
            unknown = torch.full_like(genders, 0.5)
            logits = self.network(letters[..., :-1], countries[:, 0], unknown)
            total += float(by_name(logits, letters, lengths).sum())
        return total / len(self.validation.lengths)

    def state(self) -> dict[str, object]:
        """Return the parameters, the optimiser's moments and the place in the cycle."""
        return {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "cycle": self.cycle.state_dict(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Go on from a state."""
        self.network.load_state_dict(cast("dict[str, Tensor]", state["network"]))
        self.optimiser.load_state_dict(cast("dict[str, object]", state["optimiser"]))
        self.cycle.load_state_dict(cast("dict[str, object]", state["cycle"]))

    def arrays(self) -> dict[str, FloatArray]:
        """Return the parameters by name."""
        return self.network.arrays()

    def settings(self) -> dict[str, object]:
        """Return what was chosen."""
        teachers = {"teachers": [asdict(one) for one in self.teachers]} if self.teachers else {}
        return {"recipe": "shipped", **asdict(self.chosen), **teachers}


def _build(shape: RNNConfig | TransformerConfig, grams: NGramVocabulary) -> NameRNN | Transformer:
    letters, countries = len(corpus.alphabet()), len(corpus.countries())
    if isinstance(shape, TransformerConfig):
        return Transformer(letters, countries, shape)
    return NameRNN(letters, countries, grams, shape)


def rows_of_a_country(
    lengths: npt.NDArray[np.float64],
    countries: npt.NDArray[np.int64],
    group: int,
    rng: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Arrange names in rows of one country and like lengths, rows of like lengths side by side.

    Args:
        lengths: of each name (names).
        countries: by number (names).
        group: names in a row.
        rng: shuffles rows that are less than a letter apart.

    Returns:
        Each name's number once, and −1 where a country's last row is not full (rows, group).
    """
    rows = []
    for country in np.unique(countries):
        names = np.flatnonzero(countries == country)
        names = names[lengths[names].argsort()]
        # The shortest names' row is the one that is not full.
        empty = np.full(-len(names) % group, -1)
        rows.append(np.concatenate([empty, names]).reshape(-1, group))
    together = np.concatenate(rows)
    longest = lengths[together[:, -1]] + rng.random(len(together))
    arranged: npt.NDArray[np.int64] = together[longest.argsort()]
    return arranged
