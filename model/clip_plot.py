"""Draws a descent without and with clipping, for the command line and for chat."""

import math
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from model.gradient_clip import TOLERANCE, Descent, descend

_LEAST, _MOST = 1e-7, 1e5
"""Errors between which the scale goes: below float32 cannot tell, above nothing is of interest."""
_RED, _BLUE = "#d1495b", "#2e6f95"


def draw(number: float, epochs: int, threshold: float, path: Path) -> None:
    """Draw how far both descents are from √number after each epoch, on a logarithmic scale.

    Args:
        number: whose root is sought.
        epochs: how many steps each takes.
        threshold: the clipped one's.
        path: of the PNG, 1200 by 675 dots; readable on a phone, on dark and on light.

    Raises:
        OSError: the file cannot be written.
        ValueError: its name does not end in what matplotlib can write.
    """
    figure = Figure(figsize=(8, 4.5), dpi=150, layout="constrained", facecolor="white")
    axes = figure.subplots()
    axes.set(yscale="log", xlabel="epoch", ylabel=f"distance from {math.sqrt(number):.4g}")
    axes.set_xlim(-0.5, epochs - 0.5)
    axes.axhspan(_LEAST, TOLERANCE, color="#6a994e", alpha=0.2, label=f"within {TOLERANCE}")
    unclipped = _drawable(descend(number, epochs), number)
    clipped = _drawable(descend(number, epochs, threshold), number)
    axes.plot(unclipped, "s-", color=_RED, label="not clipped", markersize=4, linewidth=2)
    named = f"clipped at ± {threshold:g}"
    axes.plot(clipped, "o-", color=_BLUE, label=named, markersize=4, linewidth=2)
    axes.set_ylim(min(0.1, *unclipped, *clipped) / 2, min(_MOST, max(unclipped + clipped)) * 2)
    if len(unclipped) < epochs:
        axes.text(len(unclipped) - 0.5, _MOST, "overflows", color=_RED, va="top")
    axes.set_title(f"Gradient descent for √{number:g}")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path)


def _drawable(descent: Descent, number: float) -> list[float]:
    """The errors up to the first that is above the scale, none smaller or larger than it shows."""
    errors = descent.errors(number)
    above = np.flatnonzero(errors > _MOST)
    shown = errors[: above[0] + 1] if above.size else errors
    return [float(error) for error in shown.clip(_LEAST, 10 * _MOST)]
