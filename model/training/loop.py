"""Training: passes with a validation figure after each, checkpoints, for any recipe."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import Protocol

import numpy as np
import torch

from model.domain import corpus
from model.domain.arrays import FloatArray
from model.inference.known_names import KnownNames
from model.inference.ngrams import NGramVocabulary
from model.inference.weights import Weights

log = logging.getLogger(__name__)

Watch = Callable[[Iterator[float], int, str], Iterator[float]]
"""Shows a pass as it goes by: (losses, how many there will be, title) -> the same losses."""


@dataclass(frozen=True, slots=True)
class EpochResult:
    """What one pass over the training names came to.

    Attributes:
        number: the first is 1.
        train: mean training loss a name: nats, or binary cross-entropy.
        validation: nats a name of the validation part, gender unknown.
        seconds: how long it took; two passes are equal that differ in this alone.
    """

    number: int
    train: float
    validation: float
    seconds: float = field(compare=False)


class Trainer(Protocol):
    """A network on its way to being trained."""

    passes: int
    patience: int | None
    grams: NGramVocabulary

    def one_pass(self, number: int) -> Iterator[float]:
        """Train on as many names as there are; yields the loss after each step."""

    def steps(self) -> int:
        """Count the steps of a pass."""

    def validate(self) -> float:
        """Return nats a name of the validation part."""

    def state(self) -> dict[str, object]:
        """Return all that going on from here needs."""

    def restore(self, state: Mapping[str, object]) -> None:
        """Go on from a state."""

    def arrays(self) -> dict[str, FloatArray]:
        """Return the parameters by name."""

    def settings(self) -> dict[str, object]:
        """Return what was chosen, as JSON values."""


def fit(recipe: Trainer, out: Path, watch: Watch) -> list[EpochResult]:
    """Train until the passes are done or validation has not fallen for `patience` passes.

    After every pass `out` holds the best weights so far and the curve of all passes. A checkpoint
    beside it lets a later call with the same recipe and data go on; it is removed at the end.

    Returns:
        Every pass, those of earlier calls included.
    """
    checkpoint = out.with_suffix(".checkpoint")
    known = KnownNames.from_names(entry.name for entry in corpus.entries())
    identity = {"settings": recipe.settings(), "data": corpus.fingerprint()}
    done: list[EpochResult] = []
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        if saved["identity"] == identity:
            recipe.restore(saved["state"])
            done = [EpochResult(**one) for one in saved["passes"]]
            log.info("going on after pass %d", len(done))
    while len(done) < recipe.passes and not _stalled(done, recipe.patience):
        number = len(done) + 1
        began = monotonic()
        losses = list(watch(recipe.one_pass(number), recipe.steps(), f"pass {number}"))
        figures = float(np.mean(losses)), recipe.validate()
        done.append(EpochResult(number, *figures, monotonic() - began))
        log.info("pass %d: validation %.3f nats a name", number, done[-1].validation)
        best = done[-1].validation == min(one.validation for one in done)
        arrays = recipe.arrays() if best else Weights.load(out).arrays
        _weights(arrays, recipe, done, known).save(out)
        partial = checkpoint.with_suffix(".partial")
        passes = [asdict(one) for one in done]
        torch.save({"identity": identity, "state": recipe.state(), "passes": passes}, partial)
        partial.replace(checkpoint)
    checkpoint.unlink(missing_ok=True)
    return done


def finished(recipe: Trainer, out: Path) -> bool:
    """Tell whether a file holds what the same recipe and data came to after all passes."""
    if not out.exists():
        return False
    stored = Weights.load(out)
    wanted = {**recipe.settings(), "data": corpus.fingerprint()}
    # As JSON has them: it knows no tuples.
    wanted = json.loads(json.dumps(wanted))
    return stored.recipe.items() >= wanted.items() and len(stored.curve) == recipe.passes


def _stalled(done: Sequence[EpochResult], patience: int | None) -> bool:
    if patience is None or len(done) <= patience:
        return False
    figures = [one.validation for one in done]
    return min(figures[-patience:]) >= min(figures[:-patience])


def _weights(
    arrays: Mapping[str, FloatArray],
    recipe: Trainer,
    done: Sequence[EpochResult],
    known: KnownNames,
) -> Weights:
    return Weights(
        arrays,
        corpus.alphabet(),
        corpus.countries(),
        recipe.grams,
        known,
        {
            **recipe.settings(),
            "data": corpus.fingerprint(),
            "curve": [asdict(one) for one in done],
        },
    )
