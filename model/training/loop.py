"""The training loop of every trainer: epochs, validation, early stopping, checkpoints."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import Protocol

import numpy as np
import torch
from torch import nn

from model.domain import corpus
from model.domain.arrays import FloatArray
from model.network.ngrams import NGramVocabulary
from model.network.weights import Weights

log = logging.getLogger(__name__)

ProgressReporter = Callable[[Iterator[float], int, str], Iterator[float]]
"""Yields an epoch's losses while showing progress: (losses, steps, title) -> losses."""


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


Stateful = nn.Module | torch.optim.Optimizer | torch.optim.lr_scheduler.LRScheduler
"""What a checkpoint holds the state of."""


class Trainer(Protocol):
    """A model, its optimiser and its data, resumable between epochs.

    Attributes:
        epochs: how many to train for at most.
        patience: epochs without a better validation loss before training stops; None never stops.
        ngrams: those that the network embeds.
    """

    epochs: int
    patience: int | None
    ngrams: NGramVocabulary

    def train_epoch(self, number: int) -> Iterator[float]:
        """Train on as many names as the data has; yield the loss after each step."""

    def steps_per_epoch(self) -> int:
        """Return the number of steps of an epoch."""

    def validate(self) -> float:
        """Return mean nats a name of the validation part."""

    def parts(self) -> Mapping[str, Stateful]:
        """Return all that has a state to resume from, by name."""

    def arrays(self) -> dict[str, FloatArray]:
        """Return the parameters by name."""

    def settings(self) -> dict[str, object]:
        """Return the settings as JSON values."""


def fit(trainer: Trainer, out: Path, report_progress: ProgressReporter) -> list[EpochResult]:
    """Train for the trainer's epochs, or until validation has not improved for its patience.

    After every epoch `out` holds the best weights so far and the learning curve. A checkpoint
    beside it lets a later call with the same settings and data resume; it is removed at the end.

    Returns:
        Every epoch, those of earlier calls included.
    """
    checkpoint = out.with_suffix(".checkpoint")
    fingerprint = {"settings": _identity(trainer.settings()), "data": corpus.fingerprint()}
    history: list[EpochResult] = []
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        if saved.get("fingerprint") == fingerprint:
            for name, part in trainer.parts().items():
                part.load_state_dict(saved["state"][name])
            history = [EpochResult(**result) for result in saved["history"]]
            log.info("going on after pass %d", len(history))
    while len(history) < trainer.epochs and not _should_stop_early(history, trainer.patience):
        number = len(history) + 1
        started = monotonic()
        steps = trainer.steps_per_epoch()
        losses = list(report_progress(trainer.train_epoch(number), steps, f"pass {number}"))
        train, validation = float(np.mean(losses)), trainer.validate()
        history.append(EpochResult(number, train, validation, monotonic() - started))
        log.info("pass %d: validation %.3f nats a name", number, validation)
        is_best = validation == min(result.validation for result in history)
        recipe = {
            **trainer.settings(),
            "data": corpus.fingerprint(),
            "curve": [asdict(result) for result in history],
        }
        Weights(
            trainer.arrays() if is_best else Weights.load(out).arrays,
            corpus.alphabet(),
            corpus.country_codes(),
            trainer.ngrams,
            recipe,
        ).save(out)
        partial = checkpoint.with_suffix(".partial")
        state = {name: part.state_dict() for name, part in trainer.parts().items()}
        saved = {"fingerprint": fingerprint, "state": state, "history": recipe["curve"]}
        torch.save(saved, partial)
        partial.replace(checkpoint)
    checkpoint.unlink(missing_ok=True)
    return history


def is_complete(trainer: Trainer, out: Path) -> bool:
    """Return whether a file holds the result of all epochs with the same settings and data."""
    if not out.exists():
        return False
    stored = Weights.load(out)
    # Stored settings went through JSON, which turns tuples into lists.
    expected = json.loads(json.dumps({**trainer.settings(), "data": corpus.fingerprint()}))
    complete = len(stored.curve) == trainer.epochs
    return complete and stored.recipe.items() >= _identity(expected).items()


def _identity(settings: Mapping[str, object]) -> Mapping[str, object]:
    """Return the settings that must be equal for training to go on.

    The precision is what is faster at the moment, so on a busy machine it may be another next time.
    """
    return {name: value for name, value in settings.items() if name != "precision"}


def _should_stop_early(history: Sequence[EpochResult], patience: int | None) -> bool:
    if patience is None or len(history) <= patience:
        return False
    losses = [result.validation for result in history]
    return min(losses[-patience:]) >= min(losses[:-patience])
