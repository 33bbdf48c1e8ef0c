"""What clipping does to the assignment's network, which is trained briefly with and without."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from model.assignment import rnn
from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.reports.report import plot, table

EXPLODED_LOSS = 1.0
"""Twice the loss of a uniform guess."""
MIN_EXPLODED_NAMES = 100
"""Names at the end of a training that all have at least that loss where a gradient exploded."""
RADIUS = 25
"""Names on either side of one that a median in the plot is over."""
_RED, _BLUE = "#d1495b", "#2e6f95"


@dataclass(frozen=True, slots=True)
class Run:
    """One training.

    Attributes:
        seed: of all randomness.
        max_norm: what the gradient's norm was clipped to, or infinity.
        losses: of each name (names).
        norms: of each name's gradient, before clipping (names).
        validation: nats per name afterwards; infinite where a letter had probability 0.
    """

    seed: int
    max_norm: float
    losses: DoubleArray
    norms: DoubleArray
    validation: float

    @property
    def exploded(self) -> int | None:
        """The number of the name from which on every loss was high; None if there is none."""
        low = np.flatnonzero(self.losses < EXPLODED_LOSS)
        first = int(low[-1]) + 1 if low.size else 0
        return first + 1 if len(self.losses) - first >= MIN_EXPLODED_NAMES else None


def norms(folder: Path, *, small: bool) -> Iterator[str]:
    """Norms of gradients, from several seeds with and without clipping, and what came of it."""
    seeds, names, stride = (range(1, 2), 20, 500) if small else (range(1, 7), 1500, 10)
    groups = {
        max_norm: [train(seed, max_norm, names, stride) for seed in seeds]
        for max_norm in (math.inf, rnn.MAX_GRAD_NORM)
    }
    yield table(
        "seed:d | exploded at name:d | largest norm:,.1f | validation:.1f "
        "| steps clipped:.1% | largest norm, clipped:,.1f | validation, clipped:.1f",
        (
            [
                free.seed,
                free.exploded,
                float(free.norms.max()),
                free.validation,
                float(np.mean(clipped.norms > clipped.max_norm)),
                float(clipped.norms.max()),
                clipped.validation,
            ]
            for free, clipped in zip(*groups.values(), strict=True)
        ),
    )
    without, within = (sum(run.exploded is not None for run in runs) for runs in groups.values())
    total = len(seeds)
    yield f"Without clipping {without} of {total} explode, with it {within} of {total}."
    with plot(folder / "clip_norms.png", 10, 4.5, panels=2) as panels:
        exploding = {run.seed for runs in groups.values() for run in runs if run.exploded}
        for axes, runs in zip(panels, groups.values(), strict=True):
            for run in sorted(runs, key=lambda run: run.seed in exploding):
                colour = _RED if run.seed in exploding else _BLUE
                steps = np.arange(1, names + 1)
                medians = [np.median(run.norms[max(0, n - 1 - RADIUS) : n + RADIUS]) for n in steps]
                axes.plot(steps, run.norms, ".", color=colour, markersize=2.5, alpha=0.2)
                axes.plot(steps, medians, color=colour, linewidth=1.5)
            axes.set(xscale="log", yscale="log", xlabel="name", title="not clipped")
        left, right = panels
        left.set(ylabel="gradient norm before clipping")
        right.set(title=f"norm clipped to {rnn.MAX_GRAD_NORM:g}")
        right.sharey(left)
        right.axhline(rnn.MAX_GRAD_NORM, color="black", ls="--", label="clipped above this")
        right.plot([], color=_RED, label="seeds that explode unless clipped")
        right.plot([], color=_BLUE, label="other seeds")
        right.legend(loc="upper right")


def train(seed: int, max_norm: float, names: int, stride: int) -> Run:
    """Train a fresh network, and score every how many-th name of the validation split."""
    network, training = rnn.start_training(seed, max_norm)
    losses, norms = np.array([(s.loss, s.grad_norm) for s in islice(training, names)]).T
    network.eval()
    validation = corpus.select("validation", corpus.entries())[::stride]
    nats = [rnn.name_nll(network, entry.letters, entry.country) for entry in validation]
    return Run(seed, max_norm, losses, norms, float(np.mean(nats)))
