"""The recipes by name, run from the command line with a bar that shows how far they are."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from model.domain import corpus
from model.domain.errors import InputError
from model.inference.ngrams import NGramVocabulary
from model.inference.weights import Teacher, Weights
from model.training.assignment_trainer import AssignmentTrainer
from model.training.batch_trainer import BatchTrainer, TrainingConfig, fastest_precision
from model.training.dataset import NameDataset
from model.training.distillation import build_soft_targets
from model.training.loop import Trainer, finished, fit
from model.training.losses import Loss
from model.training.network import RNNConfig
from model.training.targets import HardTargets
from model.training.transformer import TransformerConfig

log = logging.getLogger(__name__)

REMEMBERING = 3
"""Teachers of the shipped one that are like it; they differ in their random numbers."""
TEACHERS_PASSES = 50
"""Of each of them, half as many as one alone takes: several of them make up for it."""
LOOKING_BACK = (
    TrainingConfig(TransformerConfig(dropout=0.15), passes=20, peak=3e-3),
    TrainingConfig(TransformerConfig(dropout=0.25), passes=24, peak=3e-3),
)
"""How its teachers of another kind are trained; they differ in how much is dropped."""
PUPIL = TrainingConfig(RNNConfig(), passes=8)
"""How the shipped one learns from them: not by heart, so there is no need to drop signals."""


def run(
    name: Literal["seed", "shipped"],
    out: Path,
    passes: int | None,
    loss: Loss | None,
    *,
    backwards: bool = False,
) -> Iterator[str]:
    """Train by a recipe; Ctrl-C ends it with the best weights kept.

    Args:
        name: which recipe.
        out: where the weights go; a checkpoint stands beside them until the last pass is done,
            and those of teachers in a folder `teachers` for good.
        passes: how many at most, of each network; None for the recipe's own.
        loss: what the shipped recipe lowers; None for its own.
        backwards: whether the shipped recipe's network is to read names from behind.

    Yields:
        Lines that say what came of it.

    Raises:
        InputError: the weights or the names cannot be had.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with logging_redirect_tqdm():
            if name == "seed":
                recipe: Trainer = assignment_trainer(passes)
            elif backwards:
                recipe = alone(passes, loss, backwards=True)
            else:
                recipe = pupil(list(_trained(out, passes, loss)), passes, loss)
            done = fit(recipe, out, bar)
    except OSError as error:
        message = f"{error.filename}: {error.strerror}."
        raise InputError(message) from error
    except KeyboardInterrupt:
        best = (
            f"the best weights so far are in {out}" if out.exists() else f"{out} is still to come"
        )
        yield f"Stopped: {best}. The same command goes on from the last whole pass."
    else:
        least = min(done, key=lambda one: one.validation)
        yield f"{out}: {least.validation:.3f} nats a validation name, after pass {least.number}."


def assignment_trainer(passes: int | None = None) -> AssignmentTrainer:
    """Set the assignment's own recipe up."""
    own = {} if passes is None else {"passes": passes}
    return AssignmentTrainer(_part("train"), _part("validation"), **own)


def alone(
    passes: int | None = None, loss: Loss | None = None, seed: int = 1, *, backwards: bool = False
) -> BatchTrainer:
    """Set up what a network learns by that has nobody to learn from but the data."""
    train, validation = _part("train"), _part("validation")
    if backwards:
        train, validation = (
            [replace(entry, name=entry.letters[::-1]) for entry in part]
            for part in (train, validation)
        )
    own = TrainingConfig()
    chosen = replace(
        own,
        passes=passes or own.passes,
        loss=loss or own.loss,
        precision=fastest_precision(),
        seed=seed,
        backwards=backwards,
    )
    if chosen.loss == "binary-cross-entropy":
        # It is a mean over the alphabet, and its gradients are as much smaller.
        chosen = replace(chosen, clip=own.clip / len(corpus.alphabet()))
    taught = HardTargets(NameDataset.of(train), chosen.loss)
    return BatchTrainer(taught, NameDataset.of(validation), _grams(train), chosen)


def pupil(
    teachers: Sequence[Weights], passes: int | None = None, loss: Loss | None = None
) -> BatchTrainer:
    """Set up what the shipped network learns by, from the weights of others."""
    train = _part("train")
    lessons = build_soft_targets(teachers, train, PUPIL.seed)
    chosen = replace(
        PUPIL,
        passes=_least(passes, PUPIL.passes),
        loss=loss or PUPIL.loss,
        precision=fastest_precision(),
    )
    told = [Teacher(one.size, one.curve) for one in teachers]
    return BatchTrainer(lessons, NameDataset.of(_part("validation")), _grams(train), chosen, told)


def teachers(passes: int | None = None, loss: Loss | None = None) -> Iterator[BatchTrainer]:
    """Set up what each of the shipped network's teachers learns by, one after the other."""
    for seed in range(1, REMEMBERING + 1):
        yield alone(_least(passes, TEACHERS_PASSES), loss, seed)
    for own in LOOKING_BACK:
        other = alone(_least(passes, own.passes), loss)
        yield replace(other, chosen=replace(other.chosen, shape=own.shape, peak=own.peak))


def _trained(out: Path, passes: int | None, loss: Loss | None) -> Iterator[Weights]:
    """Train the teachers, but for those that are already, and give what they learnt."""
    folder = out.parent / "teachers"
    folder.mkdir(exist_ok=True)
    for number, recipe in enumerate(teachers(passes, loss), start=1):
        path = folder / f"{out.stem}-{number}.npz"
        if not finished(recipe, path):
            log.info("teacher %d of %d", number, REMEMBERING + len(LOOKING_BACK))
            fit(recipe, path, bar)
        yield Weights.load(path)


def _least(asked: int | None, own: int) -> int:
    return own if asked is None else min(asked, own)


def _part(part: corpus.Part) -> list[corpus.Entry]:
    return corpus.select(part, corpus.entries())


def _grams(train: Sequence[corpus.Entry]) -> NGramVocabulary:
    return NGramVocabulary.from_names((entry.letters for entry in train), corpus.alphabet())


def bar(losses: Iterator[float], steps: int, title: str) -> Iterator[float]:
    """Show a pass as a bar with a smoothed loss; a `training.Watch`."""
    with tqdm(losses, title, steps, unit=" steps") as shown:
        recent = None
        for loss in shown:
            recent = loss if recent is None else 0.99 * recent + 0.01 * loss
            shown.set_postfix_str(f"loss {recent:.3f}", refresh=False)
            yield loss
