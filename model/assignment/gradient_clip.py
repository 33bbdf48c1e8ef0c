"""Assignment 1: gradient descent on (x² − n)², which explodes, and clipping, which holds it.

`python -m model.assignment.gradient_clip` prints what the assignment's script prints, and then
the answer: the threshold by which √312 is found within a quarter after 50 epochs. All is float32,
as in PyTorch, and comes out the same to the last bit.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.domain.arrays import FloatArray
from model.domain.errors import InputError, gettext_noop

START, RATE = np.float32(1), np.float32(0.01)
TOLERANCE = 0.25
"""How far from the root the assignment lets the answer be."""
SETTLED = 10
"""Epochs at the end by which a threshold is judged, so that one lucky swing does not win."""
LARGEST = 1_000_000
MOST_EPOCHS = 1_000
LARGEST_THRESHOLD = 1e6
_GRAIN = 0.01
"""Between two thresholds that the search tries."""
_ABREAST = 16384
"""Thresholds that the search tries side by side; the processor's cache holds their arrays."""


@dataclass(frozen=True, slots=True)
class Descent:
    """What a descent did, by epoch.

    Attributes:
        gradients: before clipping (epochs, …).
        values: of x after the epoch's step (epochs, …).
    """

    gradients: FloatArray
    values: FloatArray

    def errors(self, number: float) -> npt.NDArray[np.float64]:
        """How far each value is from √number (epochs, …); infinite where there is no value."""
        with np.errstate(over="ignore", invalid="ignore"):
            errors = np.abs(self.values.astype(np.float64) - math.sqrt(number))
        return np.nan_to_num(errors, nan=np.inf, posinf=np.inf)


@dataclass(frozen=True, slots=True)
class Search:
    """Which thresholds find a root.

    Attributes:
        threshold: the optimal one: its largest error over the last ten epochs is the smallest.
        error: that error.
        working: (lowest, highest) of each run of thresholds whose error is within `TOLERANCE`,
            on a grid of hundredths; empty where none works for this number and step.
    """

    threshold: float
    error: float
    working: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What clipping does for one root.

    Attributes:
        number: whose square root is sought.
        epochs: how many steps each descent takes.
        threshold: the clipped one's.
        found: which thresholds would do, and which best.
        unclipped: the descent without clipping.
        clipped: the one with it.
    """

    number: float
    epochs: int
    threshold: float
    found: Search
    unclipped: Descent
    clipped: Descent

    @property
    def error(self) -> float:
        """The largest error of the clipped descent over the last ten epochs."""
        return float(settled_error(self.clipped, self.number))


def demonstrate(number: float, epochs: int, threshold: float | None = None) -> Demonstration:
    """Descend without clipping and with it, by the optimal threshold where none is given.

    Raises:
        InputError: something is out of bounds.
    """
    check(number, epochs, threshold)
    found = search(number, epochs)
    chosen = found.threshold if threshold is None else threshold
    return Demonstration(
        number,
        epochs,
        chosen,
        found,
        unclipped=descend(number, epochs),
        clipped=descend(number, epochs, chosen),
    )


def descend(
    number: float,
    epochs: int,
    threshold: float | npt.NDArray[np.float64] | None = None,
    keep: int | None = None,
) -> Descent:
    """Descend from x = 1 by steps of 0.01 times the gradient of (x² − number)².

    Args:
        number: whose square root is sought.
        epochs: how many steps.
        threshold: each gradient is cut to ± this; None cuts nothing. An array of thresholds runs a
            descent each, side by side.
        keep: how many epochs at the end to tell of; None tells of all.
    """
    steps = deque(_steps(number, epochs, threshold), maxlen=keep)
    gradients, values = zip(*steps, strict=True)
    return Descent(np.array(gradients, np.float32), np.array(values, np.float32))


def _steps(
    number: float, epochs: int, threshold: float | npt.NDArray[np.float64] | None
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Go down; after each step yield its gradient and where it led."""
    limit = np.float32(np.inf) if threshold is None else np.asarray(threshold, np.float32)
    n, x = np.float32(number), np.broadcast_to(START, np.shape(limit)).copy()
    gradient = np.zeros_like(x)
    for _ in range(epochs):
        # The unclipped descent is meant to overflow, and then to be inf − inf.
        with np.errstate(over="ignore", invalid="ignore"):
            # In this order autograd multiplies too, so the bits are the same. And the assignment's
            # script empties its gradient by multiplying it with 0, which makes nan of infinity.
            gradient = gradient * 0 + (np.float32(2) * (x * x - n)) * (np.float32(2) * x)
            x = x - RATE * np.clip(gradient, -limit, limit)
        yield gradient, x


def settled_error(descent: Descent, number: float) -> npt.NDArray[np.float64]:
    """Return the largest error over the last ten epochs, or over all if there are fewer (…)."""
    worst: npt.NDArray[np.float64] = descent.errors(number)[-SETTLED:].max(axis=0)
    return worst


def search(number: float, epochs: int) -> Search:
    """Try every threshold that could matter, by hundredths.

    Above n = 25 a descent never comes to rest, since near the root a step multiplies the error by
    1 − 0.08 n; clipped it swings by a hundredth of the threshold, so beyond 100 none comes within
    `TOLERANCE`. Below, thresholds matter up to the largest gradient met without clipping.

    Raises:
        InputError: the number or the epochs are out of bounds.
    """
    check(number, epochs)
    met = np.abs(descend(number, epochs).gradients)
    highest = max(100.0, float(met.max())) if met.max() < 1 / RATE**2 else 100.0
    thresholds = np.arange(1, math.ceil(highest / _GRAIN) + 1, dtype=np.float64) * _GRAIN
    errors = np.concatenate(
        [
            settled_error(descend(number, epochs, some, keep=SETTLED), number)
            for some in np.array_split(thresholds, math.ceil(len(thresholds) / _ABREAST))
        ]
    )
    best = int(errors.argmin())
    return Search(
        round(float(thresholds[best]), 2),
        float(errors[best]),
        tuple(_runs(thresholds, errors <= TOLERANCE)),
    )


def check(number: float, epochs: int, threshold: float | None = None) -> None:
    """Check what a person asks for.

    Raises:
        InputError: something is out of bounds.
    """
    if not 0 <= number <= LARGEST:
        raise InputError(
            gettext_noop("I take roots of numbers from 0 to {most:,}, not of {number:g}."),
            most=LARGEST,
            number=number,
        )
    if not 1 <= epochs <= MOST_EPOCHS:
        raise InputError(
            gettext_noop("A descent has 1 to {most:,} epochs, not {epochs:,}."),
            most=MOST_EPOCHS,
            epochs=epochs,
        )
    if threshold is not None and not 0 < threshold <= LARGEST_THRESHOLD:
        raise InputError(
            gettext_noop("A threshold is above 0 and up to {most:,.0f}, not {threshold:g}."),
            most=LARGEST_THRESHOLD,
            threshold=threshold,
        )


def _runs(
    thresholds: npt.NDArray[np.float64], works: npt.NDArray[np.bool_]
) -> Iterator[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], works, [False]]).astype(np.int8)))
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        yield round(float(thresholds[first]), 2), round(float(thresholds[after - 1]), 2)


def verdict(number: float, epochs: int, found: Search) -> str:
    """Say in a sentence which threshold is optimal, and which others work."""
    root = f"√{number:.10g} = {math.sqrt(number):.4f}"
    if not found.working:
        return (
            f"{root}: no threshold comes within {TOLERANCE} and stays there by epoch {epochs}; "
            f"± {found.threshold:g} comes nearest, to {found.error:.4g}."
        )
    low, high = found.working[0][0], found.working[-1][1]
    last = min(SETTLED, epochs)
    between = f"{len(found.working)} ranges of" if len(found.working) > 1 else "all"
    return (
        f"{root}: a threshold of ± {found.threshold:g} is optimal: over the last {last} of "
        f"{epochs} epochs it is never further off than {found.error:.4g}. "
        f"Within {TOLERANCE} stay {between} thresholds from {low:g} to {high:g}."
    )


def lines(descent: Descent) -> Iterator[str]:
    """Write a descent as the assignment does: every value, then every gradient."""
    for title, figures in (("value", descent.values), ("gradient", descent.gradients)):
        yield f"{title}s:"
        yield from (f"epoch {epoch}: {float(figure)}" for epoch, figure in enumerate(figures))


def main() -> None:
    """Print the assignment's descents, and the answer."""
    for number in (16, 312):
        print(f"√{number}, not clipped", *lines(descend(number, 10)), "", sep="\n")  # noqa: T201 - this script's answer
    found = search(312, 50)
    clipped = lines(descend(312, 50, found.threshold))
    print(verdict(312, 50, found), *clipped, sep="\n")  # noqa: T201 - likewise


if __name__ == "__main__":
    main()
