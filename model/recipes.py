"""The two recipes by name, run from the command line with a bar that shows how far they are."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from model import corpus
from model.encoded import Encoded
from model.errors import InputError
from model.grams import Grams
from model.losses import Loss
from model.rnn import Seed
from model.training import Recipe, Settings, Shipped, fastest_precision, fit


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
        out: where the weights go; a checkpoint stands beside them until the last pass is done.
        passes: how many at most; None for the recipe's own.
        loss: what the shipped recipe lowers; None for its own.
        backwards: whether the shipped recipe's network is to read names from behind.

    Yields:
        Lines that say what came of it.

    Raises:
        InputError: the weights or the names cannot be had.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        recipe = make(name, passes, loss, backwards=backwards)
    except OSError as error:
        message = f"{error.filename}: {error.strerror}."
        raise InputError(message) from error
    try:
        with logging_redirect_tqdm():
            done = fit(recipe, out, bar)
    except KeyboardInterrupt:
        best = f"the best weights so far are in {out}" if out.exists() else "no pass was done"
        yield f"Stopped: {best}. The same command goes on from the last whole pass."
    else:
        least = min(done, key=lambda one: one.validation)
        yield f"{out}: {least.validation:.3f} nats a validation name, after pass {least.number}."


def make(
    name: Literal["seed", "shipped"],
    passes: int | None = None,
    loss: Loss | None = None,
    *,
    backwards: bool = False,
) -> Recipe:
    """Set a recipe up on the training and validation parts of the data."""
    names = corpus.entries()
    train, validation = corpus.select("train", names), corpus.select("validation", names)
    if name == "seed":
        return Seed(train, validation, **({} if passes is None else {"passes": passes}))
    if backwards:
        train, validation = (
            [replace(entry, name=entry.letters[::-1]) for entry in part]
            for part in (train, validation)
        )
    own = Settings()
    chosen = replace(
        own,
        passes=passes or own.passes,
        loss=loss or own.loss,
        precision=fastest_precision(),
        backwards=backwards,
    )
    if chosen.loss == "binary-cross-entropy":
        # It is a mean over the alphabet, and its gradients are as much smaller.
        chosen = replace(chosen, clip=own.clip / len(corpus.alphabet()))
    grams = Grams.of((entry.letters for entry in train), corpus.alphabet())
    return Shipped(Encoded.of(train), Encoded.of(validation), grams, chosen)


def bar(losses: Iterator[float], steps: int, title: str) -> Iterator[float]:
    """Show a pass as a bar with a smoothed loss; a `training.Watch`."""
    with tqdm(losses, title, steps, unit=" steps") as shown:
        recent = None
        for loss in shown:
            recent = loss if recent is None else 0.99 * recent + 0.01 * loss
            shown.set_postfix_str(f"loss {recent:.3f}", refresh=False)
            yield loss
