"""Shows what clipping does to the assignment's network: `python -m model.reports.clipping_norms`.

It trains the network briefly, one name at a time, from several seeds, with and without clipping.
The norm of every gradient goes into `clip_norms.png`, the outcomes into the card. It takes two
minutes on one core.
"""

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from model.assignment import rnn
from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.evaluation.card import CardBlock
from model.reports.card_file import ReportConfig

BLOCK = CardBlock("norms", "python -m model.reports.clipping_norms")
EXPLODED_LOSS = 1.0
"""Twice the loss of a uniform guess."""
MIN_EXPLODED_NAMES = 100
"""Names at the end of a training that all have at least that loss where a gradient exploded."""
_RED, _BLUE = "#d1495b", "#2e6f95"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClippingConfig(ReportConfig):
    """How long to train, and from which seeds.

    Attributes:
        seeds: of each pair of trainings.
        names: to train on.
        validation_stride: every how many-th name of the validation split is scored.
    """

    seeds: Sequence[int] = range(1, 7)
    names: int = 1500
    validation_stride: int = 10


@dataclass(frozen=True, slots=True)
class ClippingRun:
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


def main(config: ClippingConfig) -> None:
    """Train, plot and write."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    runs = [
        train_run(seed, max_norm, config)
        for max_norm in (math.inf, rnn.MAX_GRAD_NORM)
        for seed in config.seeds
    ]
    plot_norms(runs, config.folder / "clip_norms.png")
    BLOCK.write(config.card, "\n".join(table(runs)))


def train_run(seed: int, max_norm: float, config: ClippingConfig) -> ClippingRun:
    """Train a fresh network, and score names that it has not seen."""
    log.info("seed %d, norm clipped to %g", seed, max_norm)
    network, training = rnn.start_training(seed, max_norm)
    steps = [(step.loss, step.grad_norm) for step in islice(training, config.names)]
    losses, norms = np.array(steps).T
    network.eval()
    validation = corpus.select("validation", corpus.entries())[:: config.validation_stride]
    nats = [rnn.name_nll(network, entry.letters, entry.country) for entry in validation]
    return ClippingRun(seed, max_norm, losses, norms, float(np.mean(nats)))


def table(runs: Sequence[ClippingRun]) -> Iterator[str]:
    """Yield a row per run, and count those that exploded."""
    yield (
        "| max norm | seed | exploded at name | median norm | largest norm | steps clipped "
        "| validation |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for run in runs:
        max_norm = "–" if math.isinf(run.max_norm) else f"{run.max_norm:g}"
        validation = "∞" if math.isinf(run.validation) else f"{run.validation:.1f}"
        yield (
            f"| {max_norm} | {run.seed} | {run.exploded or '–'} | {np.median(run.norms):.2f} "
            f"| {run.norms.max():,.1f} | {np.mean(run.norms > run.max_norm):.1%} | {validation} |"
        )
    unclipped = [run.exploded is not None for run in runs if math.isinf(run.max_norm)]
    clipped = [run.exploded is not None for run in runs if not math.isinf(run.max_norm)]
    yield ""
    yield (
        f"Without clipping {sum(unclipped)} of {len(unclipped)} explode, "
        f"with it {sum(clipped)} of {len(clipped)}."
    )


def plot_norms(runs: Sequence[ClippingRun], path: Path) -> None:
    """Plot the norms without and with clipping side by side, on log scales, as a PNG."""
    # Matplotlib is slow to load, and only plots need it.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(10, 4.5), layout="constrained", facecolor="white")
    exploding_seeds = {run.seed for run in runs if run.exploded is not None}
    max_norms = dict.fromkeys(run.max_norm for run in runs)
    panels = figure.subplots(1, len(max_norms), sharey=True, squeeze=False)[0]
    for axes, max_norm in zip(panels, max_norms, strict=True):
        for run in sorted(runs, key=lambda run: run.seed in exploding_seeds):
            if run.max_norm == max_norm:
                colour = _RED if run.seed in exploding_seeds else _BLUE
                names = np.arange(1, len(run.norms) + 1)
                axes.plot(names, run.norms, ".", color=colour, markersize=2.5, alpha=0.2)
                axes.plot(names, running_median(run.norms), color=colour, linewidth=1.5)
        title = "not clipped" if math.isinf(max_norm) else f"norm clipped to {max_norm:g}"
        axes.set(xscale="log", yscale="log", xlabel="name", title=title)
        axes.grid(alpha=0.3)
        if not math.isinf(max_norm):
            axes.axhline(max_norm, color="black", linestyle="--", label="clipped above this")
    panels[0].set(ylabel="gradient norm before clipping")
    panels[-1].plot([], color=_RED, label="seeds that explode unless clipped")
    panels[-1].plot([], color=_BLUE, label="other seeds")
    panels[-1].legend(loc="upper right")
    figure.savefig(path, dpi=120)


def running_median(values: DoubleArray, radius: int = 25) -> DoubleArray:
    """Return the median over a window of up to `radius` values on either side (values)."""
    return np.array(
        [
            np.median(values[max(0, centre - radius) : centre + radius + 1])
            for centre in range(len(values))
        ]
    )


if __name__ == "__main__":
    main(ClippingConfig())
