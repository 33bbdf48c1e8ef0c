"""Shows what clipping does for the seed's network: `python -m model.reports.clipping_norms`.

It trains the seed's network name by name for a while, from several seeds, without clipping and
with. Each gradient's norm goes into `clip_norms.png` beside this file, and what came of it between
the two marks of the card. It takes two minutes on one core.
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
from model.reports.card_file import HERE, write_between

BEGIN, END = "<!-- norms: python -m model.reports.clipping_norms -->", "<!-- end of norms -->"
SEEDS = range(1, 7)
NAMES = 1500
HELD_OUT = 10
"""Every tenth name of the validation part is scored."""
GONE = 1.0
"""A loss twice as high as that of guessing all letters alike."""
LATEST = 100
"""So many of the last losses at least are above `GONE` where a gradient exploded."""
_RED, _BLUE = "#d1495b", "#2e6f95"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """One training.

    Attributes:
        seed: of every random draw.
        clip: what the gradient's norm was cut to, or infinity.
        losses: of each name (names).
        norms: of each name's gradient, before it was cut (names).
        validation: nats a name afterwards; infinite where a letter that came had a chance of 0.
    """

    seed: int
    clip: float
    losses: DoubleArray
    norms: DoubleArray
    validation: float

    @property
    def exploded(self) -> int | None:
        """The number of the first name from which on no loss was low, or None if some still are."""
        low = np.flatnonzero(self.losses < GONE)
        first = int(low[-1]) + 1 if low.size else 0
        return first + 1 if len(self.losses) - first >= LATEST else None


def main(here: Path = HERE) -> None:
    """Train, draw and write."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    runs = [run(seed, clip, NAMES) for clip in (math.inf, rnn.CLIP) for seed in SEEDS]
    draw(runs, here / "clip_norms.png")
    write_between(here / "README.md", BEGIN, END, table(runs))


def run(seed: int, clip: float, names: int) -> Run:
    """Train a fresh network on some names, and score names that it did not see."""
    log.info("seed %d, norm cut to %g", seed, clip)
    network, training = rnn.start_training(seed, clip)
    steps = [(step.loss, step.norm) for step in islice(training, names)]
    losses, norms = np.array(steps).T
    network.eval()
    held_out = corpus.select("validation", corpus.entries())[::HELD_OUT]
    nats = [rnn.name_nats(network, one.letters, one.country) for one in held_out]
    return Run(seed, clip, losses, norms, float(np.mean(nats)))


def table(runs: Sequence[Run]) -> Iterator[str]:
    """Lay the runs out, a line each, and count those that exploded."""
    yield (
        "| norm cut to | seed | exploded at name | median norm | largest norm | steps cut "
        "| validation |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for one in runs:
        clip = "–" if math.isinf(one.clip) else f"{one.clip:g}"
        validation = "∞" if math.isinf(one.validation) else f"{one.validation:.1f}"
        yield (
            f"| {clip} | {one.seed} | {one.exploded or '–'} | {np.median(one.norms):.2f} "
            f"| {one.norms.max():,.1f} | {np.mean(one.norms > one.clip):.1%} | {validation} |"
        )
    without = [one.exploded is not None for one in runs if math.isinf(one.clip)]
    clipped = [one.exploded is not None for one in runs if not math.isinf(one.clip)]
    yield ""
    yield (
        f"Without clipping {sum(without)} of {len(without)} explode, "
        f"with it {sum(clipped)} of {len(clipped)}."
    )


def draw(runs: Sequence[Run], path: Path) -> None:
    """Draw the norms without and with clipping side by side, on logarithmic scales, as a PNG."""
    # Matplotlib takes a while to load; the table goes without it.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(10, 4.5), layout="constrained", facecolor="white")
    lost = {one.seed for one in runs if one.exploded is not None}
    clips = dict.fromkeys(one.clip for one in runs)
    both = figure.subplots(1, len(clips), sharey=True, squeeze=False)[0]
    for axes, clip in zip(both, clips, strict=True):
        for one in sorted(runs, key=lambda run: run.seed in lost):
            if one.clip == clip:
                colour = _RED if one.seed in lost else _BLUE
                places = np.arange(1, len(one.norms) + 1)
                axes.plot(places, one.norms, ".", color=colour, markersize=2.5, alpha=0.2)
                axes.plot(places, running_median(one.norms), color=colour, linewidth=1.5)
        title = "not clipped" if math.isinf(clip) else f"norm cut to {clip:g}"
        axes.set(xscale="log", yscale="log", xlabel="name", title=title)
        axes.grid(alpha=0.3)
        if not math.isinf(clip):
            axes.axhline(clip, color="black", linestyle="--", label="what is above is cut")
    both[0].set(ylabel="gradient's norm, before it is cut")
    both[-1].plot([], color=_RED, label="seeds that explode unless clipped")
    both[-1].plot([], color=_BLUE, label="other seeds")
    both[-1].legend(loc="upper right")
    figure.savefig(path, dpi=120)


def running_median(values: DoubleArray, around: int = 25) -> DoubleArray:
    """Take the median of each value and of as many as `around` before and behind it (values)."""
    return np.array(
        [
            np.median(values[max(0, place - around) : place + around + 1])
            for place in range(len(values))
        ]
    )


if __name__ == "__main__":
    main()
