"""The training loop: what trains the network, its teachers and its peers, and rankers.

`Descent` makes a step down a loss. `fit` makes the epochs of a `Trainer`, validates after each,
keeps the best weights and resumes. `NetworkTrainer` is the trainer of the network and its teachers.
"""

import ast
import json
import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import Any, Literal, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from model.domain import corpus
from model.network.ngrams import NGramVocabulary
from model.network.torch_rnn import NameRNN, RNNConfig, copy_arrays
from model.network.weights import Weights
from model.training.dataset import NameDataset
from model.training.losses import HardTargets, Loss, SoftTargets, sequence_loss
from model.training.transformer import Transformer, TransformerConfig

log = logging.getLogger(__name__)

Precision = Literal["float32", "bfloat16"]
ProgressReporter = Callable[[Iterator[float], int, str], Iterator[float]]
"""Yields an epoch's losses while showing progress: (losses, steps, title) -> losses."""

_MODEL = Path(__file__).parents[1]
TRAINING_CODE = (
    *sorted((_MODEL / "network").glob("*.py")),
    *(
        _MODEL / "training" / f"{name}.py"
        for name in ("bearers", "dataset", "distillation", "losses", "train", "transformer")
    ),
)
"""What the weights that training ends with depend on, beside settings and data."""


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Hyperparameters of a `NetworkTrainer`.

    Attributes:
        network: its architecture and size.
        epochs: passes over the training names.
        names_per_row: names of one country and similar length that make a row of a batch.
        rows_per_batch: rows of a training step.
        max_lr: peak of the one-cycle learning rate.
        weight_decay: AdamW's.
        max_grad_norm: the gradient's norm is clipped to this.
        loss: of the data's letters; the assignment's is the binary one.
        precision: of matrix products; all else, weights too, is float32.
        seed: of the random generators.
        reverse_names: recorded only: whether the names were reversed before training.
        ngrams: whether n-grams have embeddings of their own.
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
    ngrams: bool = True
    bearers_power: float = 0.0
    countries: tuple[str, ...] = ()


class Descent:
    """AdamW whose learning rate rises and falls once (Smith 2018, arXiv:1803.09820)."""

    def __init__(
        self,
        network: nn.Module,
        steps: int,
        *,
        max_lr: float,
        weight_decay: float,
        max_grad_norm: float = math.inf,
    ) -> None:
        """Take a network, the number of steps that will be made, and settings as in the config."""
        self._network, self._max_grad_norm = network, max_grad_norm
        self._optimiser = torch.optim.AdamW(
            network.parameters(), max_lr, weight_decay=weight_decay, fused=True
        )
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, max_lr, total_steps=steps
        )

    def step(self, loss: Tensor) -> None:
        """Step down a loss."""
        loss.backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
        if math.isfinite(self._max_grad_norm):
            nn.utils.clip_grad_norm_(self._network.parameters(), self._max_grad_norm)
        self._optimiser.step()
        self._optimiser.zero_grad()
        self._schedule.step()

    def state_dict(self) -> dict[str, Any]:
        """Return what to resume from."""
        return {
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Resume."""
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])


class Trainer(Protocol):
    """A network, its optimiser and its data, resumable between epochs.

    Attributes:
        epochs: how many to train for.
        ngrams: those that the network embeds.
    """

    epochs: int
    ngrams: NGramVocabulary

    @property
    def network(self) -> nn.Module:
        """What is trained."""

    @property
    def optimiser(self) -> Descent | torch.optim.Optimizer:
        """What steps it."""

    def train_epoch(self, number: int) -> Iterator[float]:
        """Train on as many names as the data has; yield the loss after each step."""

    def steps_per_epoch(self) -> int:
        """Return the number of steps of an epoch."""

    def validate(self) -> float:
        """Return mean nats a name of the validation part."""

    def settings(self) -> dict[str, object]:
        """Return the settings as JSON values."""


@dataclass(frozen=True, slots=True)
class EpochResult:
    """Losses and duration of one epoch; equal to another of the same losses.

    Attributes:
        number: from 1.
        train: mean training loss a name: nats, or binary cross-entropy.
        validation: mean nats a name of the validation part, gender unknown.
        seconds: of training and validation.
    """

    number: int
    train: float
    validation: float
    seconds: float = field(compare=False)


def fit(trainer: Trainer, out: Path, report_progress: ProgressReporter) -> list[EpochResult]:
    """Train for the trainer's epochs.

    After every epoch `out` holds the best weights so far and the learning curve. A checkpoint
    beside it lets a later call resume, if settings, data and code are the same; it is removed at
    the end.

    Returns:
        Every epoch, those of earlier calls included.
    """
    checkpoint, identity = out.with_suffix(".checkpoint"), _identity(trainer)
    parts = {"network": trainer.network, "optimiser": trainer.optimiser}
    history: list[EpochResult] = []
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=find_device(), weights_only=True)
        if saved.get("identity") == identity:
            for name, part in parts.items():
                part.load_state_dict(saved[name])
            history = [EpochResult(**result) for result in saved["history"]]
            log.info("going on after pass %d", len(history))
    while len(history) < trainer.epochs:
        number = len(history) + 1
        started = monotonic()
        steps = trainer.steps_per_epoch()
        losses = list(report_progress(trainer.train_epoch(number), steps, f"pass {number}"))
        train, validation = float(np.mean(losses)), trainer.validate()
        history.append(EpochResult(number, train, validation, monotonic() - started))
        log.info("pass %d: validation %.3f nats a name", number, validation)
        is_best = validation == min(result.validation for result in history)
        curve = [asdict(result) for result in history]
        Weights(
            copy_arrays(trainer.network) if is_best else Weights.load(out).arrays,
            corpus.alphabet(),
            corpus.country_codes(),
            trainer.ngrams,
            {**identity, "curve": curve},
        ).save(out)
        partial = checkpoint.with_suffix(".partial")
        state = {name: part.state_dict() for name, part in parts.items()}
        torch.save({"identity": identity, "history": curve, **state}, partial)
        partial.replace(checkpoint)
    checkpoint.unlink(missing_ok=True)
    return history


def is_complete(trainer: Trainer, out: Path) -> bool:
    """Return whether a file holds the result of all epochs by the same settings, data and code."""
    if not out.exists():
        return False
    stored = Weights.load(out)
    complete = len(stored.curve) == trainer.epochs
    return complete and stored.recipe.items() >= _identity(trainer).items()


class NetworkTrainer:
    """Trains the network, or a teacher of it, in batches; a `Trainer`."""

    def __init__(
        self,
        targets: HardTargets | SoftTargets,
        validation: NameDataset,
        ngrams: NGramVocabulary,
        config: TrainingConfig,
        architecture: type[NameRNN] = NameRNN,
    ) -> None:
        """Initialise network and optimiser by the seed, on a GPU if there is one.

        Args:
            targets: training names and what to predict.
            validation: names to validate on.
            ngrams: those that a `NameRNN` embeds.
            config: hyperparameters.
            architecture: of a network that is no `Transformer`.
        """
        torch.manual_seed(config.seed)
        device = find_device()
        letters, countries = len(corpus.alphabet()), len(corpus.country_codes())
        network = (
            Transformer(letters, countries, config.network)
            if isinstance(config.network, TransformerConfig)
            else architecture(letters, countries, ngrams, config.network)
        )
        self.network: NameRNN | Transformer = network.to(device)
        self.ngrams, self.config, self.epochs = ngrams, config, config.epochs
        self._targets, self._validation = targets.to(device), validation.to(device)
        self._names = targets.names
        self.optimiser = Descent(
            self.network,
            config.epochs * self.steps_per_epoch(),
            max_lr=config.max_lr,
            weight_decay=config.weight_decay,
            max_grad_norm=config.max_grad_norm,
        )

    def steps_per_epoch(self) -> int:
        """Return the number of steps of an epoch."""
        rows = -(-self._names.countries.bincount() // self.config.names_per_row)
        return -(-int(rows.sum()) // self.config.rows_per_batch)

    def train_epoch(self, number: int) -> Iterator[float]:
        """Train on as many names as there are, in an order that depends on seed and epoch alone."""
        rng = np.random.default_rng([self.config.seed, number])
        torch.manual_seed(self.config.seed * 1000 + number)
        self.network.train()
        arranged = self._names.arrange(self.config.names_per_row, rng)
        for start in rng.permutation(self.steps_per_epoch()) * self.config.rows_per_batch:
            rows = torch.from_numpy(arranged[start : start + self.config.rows_per_batch])
            loss, mean = self._losses(rows, rng)
            self.optimiser.step(loss)
            yield mean.item()

    def _losses(self, rows: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Return the loss to step down, and that of a name, by the rows of a batch."""
        # Rows are padded with the shortest name, which the mask leaves out of the loss.
        mask, rows = (part.to(self._validation.device) for part in (rows >= 0, rows.clamp(min=0)))
        letters, lengths, countries, genders = self._targets.names.batch(rows)
        genders = self._targets.augment_genders(genders, rng)
        bfloat16 = self.config.precision == "bfloat16"
        with torch.autocast(rows.device.type, torch.bfloat16, enabled=bfloat16):
            logits = self.network(letters[..., :-1], countries[:, -1], genders)
        mean = self._targets.losses(logits, rows, lengths * mask).sum() / mask.sum()
        # Not by the batch's mean length: a letter weighs the same in a short name and a long.
        return mean / self._names.lengths.float().mean(), mean

    @torch.no_grad()
    def validate(self) -> float:
        """Return mean nats a name of the validation part, gender unknown."""
        self.network.eval()
        total, names = 0.0, self._validation
        for country in names.countries.bincount().nonzero():
            rows = torch.nonzero(names.countries == country).T
            letters, lengths, countries, genders = names.batch(rows)
            unknown = torch.full_like(genders, 0.5)
            logits = self.network(letters[..., :-1], countries[:, 0], unknown)
            total += float(sequence_loss(logits, letters, lengths).sum())
        return total / len(names.lengths)

    def settings(self) -> dict[str, object]:
        """Return hyperparameters and teachers."""
        config = asdict(self.config)
        if not self.config.countries:
            del config["countries"]
        if isinstance(self._targets, SoftTargets):
            config["teachers"] = [asdict(teacher) for teacher in self._targets.teachers]
        return {"recipe": "shipped", **config}


def find_device() -> torch.device:
    """Return a GPU if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _identity(trainer: Trainer) -> dict[str, Any]:
    """Return what must be equal for training to go on, or to be done, as JSON has it."""
    identity = {**trainer.settings(), "data": corpus.fingerprint(), "code": code_fingerprint()}
    restored: dict[str, Any] = json.loads(json.dumps(identity))  # tuples are lists in JSON
    return restored


def code_fingerprint(files: Sequence[Path] = TRAINING_CODE) -> str:
    """Hash what the code of files does: comments, docstrings and layout do not count."""
    digest = blake2b(digest_size=16)
    for path in files:
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            match getattr(node, "body", None):
                case [ast.Expr(ast.Constant(str())) as docstring, *_] as body:
                    body.remove(docstring)
        digest.update(ast.dump(tree).encode())
    return digest.hexdigest()
