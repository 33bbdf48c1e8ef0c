"""The shipped recipe, for the student and its teachers: batches, AdamW and a one-cycle schedule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from model.domain import corpus
from model.domain.arrays import DoubleArray, FloatArray
from model.network.ngrams import NGramVocabulary
from model.network.torch_rnn import NameRNN, RNNConfig
from model.network.weights import Teacher
from model.training.bearers import draw
from model.training.dataset import NameDataset
from model.training.loop import Stateful
from model.training.losses import Loss, sequence_loss
from model.training.targets import HardTargets, SoftTargets
from model.training.transformer import Transformer, TransformerConfig

Precision = Literal["float32", "bfloat16"]


def fastest_precision() -> Precision:
    """Time matrix products in both precisions; few machines are built for bfloat16."""

    def seconds(matrix: Tensor) -> float:
        started = perf_counter()
        for _ in range(10):
            matrix @ matrix
        return perf_counter() - started

    ones = torch.ones(512, 512)
    matrices = ones, ones.bfloat16()
    float32, bfloat16 = (min(seconds(matrix) for _ in range(3)) for matrix in matrices)
    return "bfloat16" if bfloat16 < float32 else "float32"


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Hyperparameters of a `BatchTrainer`.

    Attributes:
        network: its architecture and size.
        epochs: passes over the training names.
        names_per_row: names of one country and similar length that make a row of a batch.
        rows_per_batch: rows of a training step.
        max_lr: peak of the one-cycle learning rate (Smith 2018, arXiv:1803.09820).
        weight_decay: AdamW's.
        max_grad_norm: the gradient's norm is clipped to this.
        loss: of the data's letters; the assignment's is the binary one.
        precision: of matrix products; all else, weights too, is float32.
        seed: of the random generators.
        reverse_names: recorded only: whether the names were reversed before training.
        bearers_power: recorded only: by which power of their bearers names were drawn.
        countries: recorded only: codes of those whose names are learnt; none for all.
    """

    network: RNNConfig | TransformerConfig = field(
        default_factory=lambda: RNNConfig(dropout=0.27, ngram_dropout=0.4)
    )
    epochs: int = 100
    names_per_row: int = 32
    rows_per_batch: int = 8
    max_lr: float = 4e-3
    weight_decay: float = 0.01
    max_grad_norm: float = 1.0
    loss: Loss = "cross-entropy"
    precision: Precision = "float32"
    seed: int = 1
    reverse_names: bool = False
    bearers_power: float = 0.0
    countries: tuple[str, ...] = ()


@dataclass
class BatchTrainer:
    """Trains a network on batches.

    Attributes:
        targets: training names and what to predict.
        validation: names to validate on.
        ngrams: those that a `NameRNN` embeds.
        config: hyperparameters.
        teachers: the networks that `targets` were computed from, if any.
        patience: see `loop.Trainer`.
    """

    targets: HardTargets | SoftTargets
    validation: NameDataset
    ngrams: NGramVocabulary
    config: TrainingConfig = field(default_factory=TrainingConfig)
    teachers: Sequence[Teacher] = ()
    patience: int | None = None

    def __post_init__(self) -> None:
        """Initialise network and optimiser, deterministically by the seed."""
        torch.manual_seed(self.config.seed)
        self.epochs = self.config.epochs
        letters, countries = len(corpus.alphabet()), len(corpus.country_codes())
        config = self.config.network
        self.network: NameRNN | Transformer = (
            Transformer(letters, countries, config)
            if isinstance(config, TransformerConfig)
            else NameRNN(letters, countries, self.ngrams, config)
        )
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(),
            lr=self.config.max_lr,
            weight_decay=self.config.weight_decay,
            fused=True,
        )
        self.scheduler = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, self.config.max_lr, total_steps=self.epochs * self.steps_per_epoch()
        )

    def steps_per_epoch(self) -> int:
        """Return the number of steps of an epoch."""
        rows = -(-self.targets.names.countries.bincount() // self.config.names_per_row)
        return -(-int(rows.sum()) // self.config.rows_per_batch)

    def train_epoch(self, number: int) -> Iterator[float]:
        """Train on as many names as there are, in an order that depends on seed and epoch alone."""
        rng = np.random.default_rng([self.config.seed, number])
        torch.manual_seed(self.config.seed * 1000 + number)
        self.network.train()
        names = self.targets.names
        drawn = draw(names.weights.numpy(), names.countries.numpy(), rng)
        jittered_lengths = names.lengths.numpy()[drawn] + rng.random(len(drawn))
        buckets = bucket_by_country_and_length(
            jittered_lengths, names.countries.numpy()[drawn], self.config.names_per_row, rng
        )
        buckets = np.where(buckets >= 0, drawn[buckets], -1)
        for start in rng.permutation(self.steps_per_epoch()) * self.config.rows_per_batch:
            rows = torch.from_numpy(buckets[start : start + self.config.rows_per_batch])
            # Rows are padded with the shortest name, which the mask leaves out of the loss.
            mask, rows = rows >= 0, rows.clamp(min=0)
            letters, lengths, countries, genders = names.batch(rows)
            genders = self.targets.augment_genders(genders, rng)
            with torch.autocast("cpu", torch.bfloat16, enabled=self.config.precision == "bfloat16"):
                logits = self.network(letters[..., :-1], countries[:, -1], genders)
            losses = self.targets.losses(logits, rows, lengths * mask)
            mean = losses.sum() / mask.sum()
            # Not by the batch's mean length: a letter weighs the same in a short name and a long.
            loss = mean / names.lengths.float().mean()
            loss.backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
            nn.utils.clip_grad_norm_(self.network.parameters(), self.config.max_grad_norm)
            self.optimiser.step()
            self.optimiser.zero_grad()
            self.scheduler.step()
            yield mean.item()

    @torch.no_grad()
    def validate(self) -> float:
        """Return mean nats a name of the validation part, gender unknown."""
        self.network.eval()
        total = 0.0
        for country in self.validation.countries.bincount().nonzero():
            rows = torch.nonzero(self.validation.countries == country).T
            letters, lengths, countries, genders = self.validation.batch(rows)
            unknown = torch.full_like(genders, 0.5)
            logits = self.network(letters[..., :-1], countries[:, 0], unknown)
            total += float(sequence_loss(logits, letters, lengths).sum())
        return total / len(self.validation.lengths)

    def parts(self) -> Mapping[str, Stateful]:
        """Return all that has a state to resume from, by name."""
        return {"network": self.network, "optimiser": self.optimiser, "scheduler": self.scheduler}

    def arrays(self) -> dict[str, FloatArray]:
        """Return the parameters by name."""
        return self.network.arrays()

    def settings(self) -> dict[str, object]:
        """Return hyperparameters and teachers."""
        config = asdict(self.config)
        if not self.config.countries:
            del config["countries"]
        teachers = [asdict(teacher) for teacher in self.teachers]
        return {"recipe": "shipped", **config, **({"teachers": teachers} if teachers else {})}


def bucket_by_country_and_length(
    lengths: DoubleArray,
    countries: npt.NDArray[np.int64],
    names_per_row: int,
    rng: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Arrange names in rows of one country and similar lengths, rows of similar lengths adjacent.

    Args:
        lengths: of each name (names).
        countries: id of each name's country (names).
        names_per_row: names in a row.
        rng: shuffles rows that are less than a letter apart.

    Returns:
        Every name's index once; −1 pads the row of a country's shortest names
        (rows, names_per_row).
    """
    buckets = []
    for country in np.unique(countries):
        names = np.flatnonzero(countries == country)
        names = names[lengths[names].argsort()]
        padding = np.full(-len(names) % names_per_row, -1)
        buckets.append(np.concatenate([padding, names]).reshape(-1, names_per_row))
    rows = np.concatenate(buckets)
    longest = lengths[rows[:, -1]] + rng.random(len(rows))
    by_length: npt.NDArray[np.int64] = rows[longest.argsort()]
    return by_length
