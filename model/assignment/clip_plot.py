"""Draws a descent without and with clipping, for the command line and for chat.

`python -m model.assignment.clip_plot NUMBER EPOCHS THRESHOLD` writes the PNG to standard output:
the bot runs it in a process of its own, so that it need not hold matplotlib in memory.
"""

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from model.assignment.gradient_clip import TOLERANCE, Descent, descend

_LEAST, _MOST = 1e-7, 1e5
"""Errors between which the scale goes: below float32 cannot tell, above nothing is of interest."""
_RED, _BLUE = "#c8344c", "#2e6f95"
_FEW = 60
"""Epochs up to which each has a mark of its own."""


def draw(number: float, epochs: int, threshold: float, target: Path | BinaryIO) -> None:
    """Draw how far both descents are from √number after each epoch, on a logarithmic scale.

    Args:
        number: whose root is sought.
        epochs: how many steps each takes.
        threshold: the clipped one's.
        target: of the PNG, 1200 by 900 dots; readable on a phone, on dark and on light.

    Raises:
        OSError: the file cannot be written.
        ValueError: its name does not end in what matplotlib can write.
    """
    # So few inches that letters of the usual size are large.
    figure = Figure(figsize=(4.8, 3.6), dpi=250, layout="constrained", facecolor="white")
    axes = figure.subplots()
    axes.set(yscale="log", xlabel="epoch", ylabel=f"distance from {math.sqrt(number):.4g}")
    axes.set_xlim(-0.5, epochs - 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.axhspan(_LEAST, TOLERANCE, color="#6a994e", alpha=0.25, label=f"within {TOLERANCE}")
    unclipped = _drawable(descend(number, epochs), number)
    clipped = _drawable(descend(number, epochs, threshold), number)
    size = 3.5 if epochs <= _FEW else 0
    axes.plot(unclipped, "s-", color=_RED, label="not clipped", markersize=size)
    named = f"clipped at ± {threshold:g}"
    axes.plot(clipped, "o-", color=_BLUE, label=named, markersize=size)
    axes.set_ylim(min(0.1, *unclipped, *clipped) / 2, min(_MOST, max(unclipped + clipped)) * 2)
    if len(unclipped) < epochs:
        axes.text(len(unclipped) - 0.5, _MOST, "overflows", color=_RED, va="top")
    axes.set_title(f"Gradient descent for √{number:.10g}")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(target)


def _drawable(descent: Descent, number: float) -> list[float]:
    """The errors up to the first that is above the scale, none smaller or larger than it shows."""
    errors = descent.errors(number)
    above = np.flatnonzero(errors > _MOST)
    shown = errors[: above[0] + 1] if above.size else errors
    return [float(error) for error in shown.clip(_LEAST, 10 * _MOST)]


def main(arguments: Sequence[str], target: BinaryIO) -> None:
    """Draw what a command line asks for."""
    number, epochs, threshold = arguments
    draw(float(number), int(epochs), float(threshold), target)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdout.buffer)
