"""Assignment 1: gradient descent on (x² − n)² explodes, and gradient clipping prevents it.

`python -m model.assignment.gradient_clip` prints what the assignment's script prints, then the
answer: the threshold that finds √312 within 0.25 after 50 epochs. All arithmetic is float32 and
matches PyTorch's to the bit.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from model.domain.arrays import BoolArray, DoubleArray, FloatArray
from model.domain.errors import InputError, gettext_noop

INITIAL_GUESS, LEARNING_RATE = np.float32(1), np.float32(0.01)
TOLERANCE = 0.25
"""Largest error that the assignment accepts."""
FINAL_EPOCHS = 10
"""A threshold is judged by its largest error over these last epochs, not by a lucky last one."""
MAX_NUMBER = 1_000_000
MAX_EPOCHS = 1_000
MAX_THRESHOLD = 1e6
_THRESHOLD_STEP = 0.01
_CHUNK = 16384
"""Thresholds tried at once; their arrays fit the processor's cache."""


@dataclass(frozen=True, slots=True)
class Descent:
    """Gradients and values of a descent, or of several side by side.

    Attributes:
        gradients: before clipping (epochs, …).
        values: x after each step (epochs, …).
    """

    gradients: FloatArray
    values: FloatArray

    def errors(self, number: float) -> DoubleArray:
        """Return each value's distance from √number (epochs, …), infinite for inf and nan."""
        with np.errstate(over="ignore", invalid="ignore"):
            errors = np.abs(self.values.astype(np.float64) - math.sqrt(number))
        return np.nan_to_num(errors, nan=np.inf, posinf=np.inf)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The optimal threshold for a root, and all valid ones.

    Attributes:
        threshold: the optimal one, with the smallest `final_error`.
        error: that error.
        valid_ranges: (lowest, highest) of each range of thresholds whose error is within
            `TOLERANCE`, on a grid of hundredths; empty where none is.
    """

    threshold: float
    error: float
    valid_ranges: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Descents to one root without and with clipping.

    Attributes:
        number: whose square root is sought.
        epochs: steps of each descent.
        threshold: of the clipped descent.
        search_result: the optimal threshold and all valid ones.
        unclipped: the descent without clipping.
        clipped: the descent with clipping.
    """

    number: float
    epochs: int
    threshold: float
    search_result: SearchResult
    unclipped: Descent
    clipped: Descent

    @property
    def error(self) -> float:
        """The clipped descent's `final_error`."""
        return float(final_error(self.clipped, self.number))


def demonstrate(number: float, epochs: int, threshold: float | None = None) -> Demonstration:
    """Descend without and with clipping, at the optimal threshold by default.

    Raises:
        InputError: something is out of bounds.
    """
    check(number, epochs, threshold)
    result = search(number, epochs)
    threshold = result.threshold if threshold is None else threshold
    unclipped, clipped = descend(number, epochs), descend(number, epochs, threshold)
    return Demonstration(number, epochs, threshold, result, unclipped, clipped)


def descend(
    number: float,
    epochs: int,
    threshold: float | DoubleArray | None = None,
    keep: int | None = None,
) -> Descent:
    """Descend from x = 1 by steps of 0.01 times the gradient of (x² − number)².

    Args:
        number: whose square root is sought.
        epochs: number of steps.
        threshold: each gradient is clipped to ± this; None disables clipping. An array runs a
            descent for each threshold, side by side.
        keep: number of last epochs to return; None returns all.
    """
    steps = deque(_steps(number, epochs, threshold), maxlen=keep)
    gradients, values = zip(*steps, strict=True)
    return Descent(np.array(gradients, np.float32), np.array(values, np.float32))


def _steps(
    number: float, epochs: int, threshold: float | DoubleArray | None
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield gradient and value of each step."""
    limit = np.float32(np.inf) if threshold is None else np.asarray(threshold, np.float32)
    n, x = np.float32(number), np.broadcast_to(INITIAL_GUESS, np.shape(limit)).copy()
    gradient = np.zeros_like(x)
    for _ in range(epochs):
        # The unclipped descent is meant to overflow, and then to compute inf − inf.
        with np.errstate(over="ignore", invalid="ignore"):
            # Autograd multiplies in this order too, so the bits are the same. The assignment's
            # script resets its gradient by multiplying with 0, which turns infinity into nan.
            gradient = gradient * 0 + (np.float32(2) * (x * x - n)) * (np.float32(2) * x)
            x = x - LEARNING_RATE * np.clip(gradient, -limit, limit)
        yield gradient, x


def final_error(descent: Descent, number: float) -> DoubleArray:
    """Return the largest error over the last `FINAL_EPOCHS`, or over all if there are fewer (…)."""
    worst: DoubleArray = descent.errors(number)[-FINAL_EPOCHS:].max(axis=0)
    return worst


def search(number: float, epochs: int) -> SearchResult:
    """Try every threshold that could matter, by hundredths.

    Near the root a step multiplies the error by 1 − 0.08 n, so above n = 25 a descent never
    converges. Clipped, it oscillates by a hundredth of the threshold, so that none above 100 stays
    within `TOLERANCE`. Below n = 25, thresholds matter up to the largest unclipped gradient.

    Raises:
        InputError: the number or the epochs are out of bounds.
    """
    check(number, epochs)
    largest = np.abs(descend(number, epochs).gradients).max()
    highest = max(100.0, float(largest)) if largest < 1 / LEARNING_RATE**2 else 100.0
    steps = np.arange(1, math.ceil(highest / _THRESHOLD_STEP) + 1, dtype=np.float64)
    thresholds = steps * _THRESHOLD_STEP
    errors = np.concatenate(
        [
            final_error(descend(number, epochs, chunk, keep=FINAL_EPOCHS), number)
            for chunk in np.array_split(thresholds, math.ceil(len(thresholds) / _CHUNK))
        ]
    )
    best = int(errors.argmin())
    return SearchResult(
        round(float(thresholds[best]), 2),
        float(errors[best]),
        tuple(_ranges(thresholds, errors <= TOLERANCE)),
    )


def check(number: float, epochs: int, threshold: float | None = None) -> None:
    """Check the bounds of what was entered.

    Raises:
        InputError: something is out of bounds.
    """
    if not 0 <= number <= MAX_NUMBER:
        raise InputError(
            gettext_noop("Choose a number from 0 to {most:,}, not {number:g}."),
            most=MAX_NUMBER,
            number=number,
        )
    if not 1 <= epochs <= MAX_EPOCHS:
        raise InputError(
            gettext_noop("Choose 1 to {most:,} epochs, not {epochs:,}."),
            most=MAX_EPOCHS,
            epochs=epochs,
        )
    if threshold is not None and not 0 < threshold <= MAX_THRESHOLD:
        raise InputError(
            gettext_noop(
                "Choose a threshold above 0, up to {most:,.0f}. {threshold:g} won’t work."
            ),
            most=MAX_THRESHOLD,
            threshold=threshold,
        )


def _ranges(thresholds: DoubleArray, valid: BoolArray) -> Iterator[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], valid, [False]]).astype(np.int8)))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield round(float(thresholds[start]), 2), round(float(thresholds[stop - 1]), 2)


def summarise(number: float, epochs: int, result: SearchResult) -> str:
    """Return a sentence on the optimal threshold and the valid ones."""
    root = f"√{number:.10g} = {math.sqrt(number):.4f}"
    if not result.valid_ranges:
        return (
            f"{root}: no threshold comes within {TOLERANCE} and stays there by epoch {epochs}; "
            f"± {result.threshold:g} comes nearest, to {result.error:.4g}."
        )
    low, high = result.valid_ranges[0][0], result.valid_ranges[-1][1]
    last = min(FINAL_EPOCHS, epochs)
    ranges = f"{len(result.valid_ranges)} ranges of" if len(result.valid_ranges) > 1 else "all"
    return (
        f"{root}: a threshold of ± {result.threshold:g} is optimal: over the last {last} of "
        f"{epochs} epochs it is never further off than {result.error:.4g}. "
        f"Within {TOLERANCE} stay {ranges} thresholds from {low:g} to {high:g}."
    )


def lines(descent: Descent) -> Iterator[str]:
    """Format a descent as the assignment does: every value, then every gradient."""
    for title, figures in (("value", descent.values), ("gradient", descent.gradients)):
        yield f"{title}s:"
        yield from (f"epoch {epoch}: {float(figure)}" for epoch, figure in enumerate(figures))


def main() -> None:
    """Print the assignment's descents, then the answer."""
    for number in (16, 312):
        print(f"√{number}, not clipped", *lines(descend(number, 10)), "", sep="\n")  # noqa: T201 - this script's answer
    result = search(312, 50)
    clipped = lines(descend(312, 50, result.threshold))
    print(summarise(312, 50, result), *clipped, sep="\n")  # noqa: T201 - likewise


if __name__ == "__main__":
    main()
