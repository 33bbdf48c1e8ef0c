"""The recipes by name, as the command line runs them, with a progress bar."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from model.domain import corpus
from model.domain.errors import InputError
from model.network.ngrams import NGramVocabulary
from model.network.torch_rnn import NameRNN, RNNConfig
from model.network.weights import Weights
from model.training.assignment_trainer import AssignmentTrainer
from model.training.bearers import draw_weights
from model.training.dataset import NameDataset
from model.training.distillation import build_soft_targets
from model.training.losses import HardTargets, Loss
from model.training.train import (
    NetworkTrainer,
    Precision,
    Trainer,
    TrainingConfig,
    fit,
    is_complete,
)
from model.training.transformer import TransformerConfig

log = logging.getLogger(__name__)

BEARERS_POWER = 0.2
"""Chosen on validation names: at a higher power these are less likely."""
SCRATCH_CONFIG = TrainingConfig(bearers_power=BEARERS_POWER, precision="bfloat16")
"""The default without teachers."""
TEACHER_CONFIGS = (
    *(replace(SCRATCH_CONFIG, epochs=40, seed=seed) for seed in (1, 2, 3)),
    replace(SCRATCH_CONFIG, network=TransformerConfig(dropout=0.15), epochs=16, max_lr=3e-3),
    replace(SCRATCH_CONFIG, network=TransformerConfig(dropout=0.25), epochs=19, max_lr=3e-3),
)
"""The student's teachers; fewer epochs than the default, as the ensemble makes up for it."""
STUDENT_CONFIG = replace(SCRATCH_CONFIG, network=RNNConfig(), epochs=7)
"""The student's: without dropout, as soft targets and synthetic names prevent overfitting."""
REVERSED_CONFIG = replace(SCRATCH_CONFIG, epochs=75, reverse_names=True)
"""Of the network that reads names from behind, which has no teachers."""
SINGLE_CONFIG = replace(SCRATCH_CONFIG, epochs=50)
"""Of one network as large as the shipped one, without teachers."""
TINY_CONFIG = replace(
    SCRATCH_CONFIG,
    network=RNNConfig(memory=32, embedding_dim=32, hidden=32, experts=4),
    epochs=4,
    names_per_row=8,
    max_lr=1e-2,
    precision="float32",
)
"""Of one that learns in seconds, to try what was changed."""

Recipe = Literal["single", "tiny", "shipped", "reversed", "tiny-reversed", "assignment"]
_CONFIGS: Mapping[Recipe, TrainingConfig] = {
    "single": SINGLE_CONFIG,
    "tiny": TINY_CONFIG,
    "reversed": REVERSED_CONFIG,
    "tiny-reversed": replace(TINY_CONFIG, reverse_names=True),
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What is done otherwise than a recipe has it.

    Attributes:
        epochs: at most, for each network; None for the recipe's own.
        loss: of a network without teachers; None for the recipe's own.
        precision: of a network without teachers; None for the recipe's own.
        countries: codes of those whose names a network without teachers learns; none for all.
    """

    epochs: int | None = None
    loss: Loss | None = None
    precision: Precision | None = None
    countries: tuple[str, ...] = ()


def run(recipe: Recipe, out: Path, changes: Changes) -> Iterator[str]:
    """Train by a recipe; Ctrl-C stops it and keeps the best weights so far.

    Args:
        recipe: which one.
        out: file for the weights; beside it stand a checkpoint until the last epoch is done, and
            for good the teachers' weights, in a folder `teachers`.
        changes: what to do otherwise.

    Yields:
        Lines about the result.

    Raises:
        InputError: a file cannot be read or written.
        KeyboardInterrupt: it was stopped, after a line that says what is left.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with logging_redirect_tqdm():
            history = fit(_trainer(recipe, out, changes), out, progress_bar)
    except OSError as error:
        message = f"{error.filename}: {error.strerror}."
        raise InputError(message) from error
    except KeyboardInterrupt:
        where = (
            f"the best weights so far are in {out}" if out.exists() else f"{out} is still to come"
        )
        yield f"Stopped: {where}. The same command goes on from the last whole pass."
        raise
    else:
        best = min(history, key=lambda epoch: epoch.validation)
        yield f"{out}: {best.validation:.3f} nats a validation name, after pass {best.number}."


def _trainer(recipe: Recipe, out: Path, changes: Changes) -> Trainer:
    if recipe == "assignment":
        return assignment_trainer(changes.epochs)
    if recipe == "shipped":
        return student_trainer([*train_teachers(out, changes.epochs)], changes.epochs)
    config = _CONFIGS[recipe]
    return from_scratch_trainer(
        replace(
            config,
            epochs=changes.epochs or config.epochs,
            loss=changes.loss or config.loss,
            precision=changes.precision or config.precision,
            countries=changes.countries,
        )
    )


def assignment_trainer(epochs: int | None = None) -> AssignmentTrainer:
    """Set up the assignment's recipe."""
    options = {} if epochs is None else {"epochs": epochs}
    return AssignmentTrainer(_select("train"), _select("validation"), **options)


def from_scratch_trainer(
    config: TrainingConfig = SINGLE_CONFIG, architecture: type[NameRNN] = NameRNN
) -> NetworkTrainer:
    """Set up training on the data alone, without teachers."""
    train, validation = (_select(split, config.countries) for split in ("train", "validation"))
    weights = draw_weights(train, config.bearers_power)
    if config.reverse_names:
        train, validation = (
            [replace(entry, name=entry.letters[::-1]) for entry in entries]
            for entries in (train, validation)
        )
    if config.loss == "binary-cross-entropy":
        # It is averaged over the alphabet, so its gradients are smaller by that factor.
        max_grad_norm = config.max_grad_norm / len(corpus.alphabet())
        config = replace(config, max_grad_norm=max_grad_norm)
    return NetworkTrainer(
        HardTargets(NameDataset.from_entries(train, weights), config.loss),
        NameDataset.from_entries(validation),
        _build_ngrams(train, config),
        config,
        architecture,
    )


def student_trainer(teachers: Sequence[Weights], epochs: int | None = None) -> NetworkTrainer:
    """Set up the distillation of teachers into the shipped network."""
    train, config = _select("train"), _at_most(STUDENT_CONFIG, epochs)
    draw = draw_weights(train, config.bearers_power).tolist()
    return NetworkTrainer(
        build_soft_targets(teachers, train, config.seed, draw),
        NameDataset.from_entries(_select("validation")),
        _build_ngrams(train, config),
        config,
    )


def train_teachers(out: Path, epochs: int | None = None) -> Iterator[Weights]:
    """Train the teachers that are not yet trained, and yield the weights of all.

    They are in the folder `teachers` beside the student's `out`.
    """
    for number, config in enumerate(TEACHER_CONFIGS, start=1):
        trainer = from_scratch_trainer(_at_most(config, epochs))
        path = out.parent / "teachers" / f"{out.stem}-{number}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not is_complete(trainer, path):
            log.info("teacher %d", number)
            fit(trainer, path, progress_bar)
        yield Weights.load(path)


def _at_most(config: TrainingConfig, epochs: int | None) -> TrainingConfig:
    return replace(config, epochs=min(epochs or config.epochs, config.epochs))


def _select(split: corpus.Split, countries: Collection[str] = ()) -> list[corpus.Entry]:
    selected = corpus.select(split, corpus.entries())
    return [entry for entry in selected if not countries or entry.country in countries]


def _build_ngrams(train: Sequence[corpus.Entry], config: TrainingConfig) -> NGramVocabulary:
    if not config.ngrams:
        return NGramVocabulary.empty()
    return NGramVocabulary.from_names((entry.letters for entry in train), corpus.alphabet())


def progress_bar(losses: Iterator[float], steps: int, title: str) -> Iterator[float]:
    """Show an epoch as a bar with a smoothed loss; a `train.ProgressReporter`."""
    with tqdm(losses, title, steps, unit=" steps") as bar:
        smoothed = None
        for loss in bar:
            smoothed = loss if smoothed is None else 0.99 * smoothed + 0.01 * loss
            bar.set_postfix_str(f"loss {smoothed:.3f}", refresh=False)
            yield loss
