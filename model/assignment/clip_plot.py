"""Plots gradient descent with and without clipping, for the command line and for chat.

`python -m model.assignment.clip_plot NUMBER EPOCHS THRESHOLD [LABELS]` writes the PNG to standard
output, with the words of `PlotLabels` as JSON, or in English. The bot runs it as a subprocess, to
keep matplotlib out of its own memory.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from model.assignment.gradient_clip import TOLERANCE, Descent, descend
from model.assignment.plot_labels import PlotLabels

_MIN_ERROR, _MAX_ERROR = 1e-7, 1e5
"""Limits of the scale: the precision of float32, and where a descent has clearly diverged."""
_PAPER, _INK, _PALE, _LINE = "#fffaf2", "#2b2118", "#6b5c4b", "#ece0cb"
"""Those of the other pictures, legible in a dark theme and in a light one."""
_RED, _AMBER, _GREEN = "#c8452f", "#d48a14", "#7ba05b"
_MARGIN = 0.12
"""Inches."""
_NUM_FIGURES = 3
"""Arguments before the labels."""
_MAX_MARKED_EPOCHS = 60
"""Up to this many epochs, each has a marker."""


def plot(
    number: float, epochs: int, threshold: float, labels: PlotLabels, target: Path | BinaryIO
) -> None:
    """Plot the distance of both descents from √number by epoch, on a logarithmic scale.

    Args:
        number: whose square root is sought.
        epochs: steps of each descent.
        threshold: of the clipped descent.
        labels: the words on it.
        target: file for the image, 1200 by 900 pixels: readable on a phone and in either theme.

    Raises:
        OSError: the file cannot be written.
        ValueError: matplotlib cannot write files of this extension.
    """
    # A small figure at a high resolution makes text large.
    layout = ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_MARGIN)
    figure = Figure(figsize=(4.8, 3.6), dpi=250, layout=layout, facecolor=_PAPER)
    axes = _create_axes(figure)
    axes.set(yscale="log", xlabel=labels.epoch, ylabel=labels.distance)
    axes.set_xlim(-0.5, epochs - 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.axhspan(_MIN_ERROR, TOLERANCE, color=_GREEN, alpha=0.3, linewidth=0, label=labels.within)
    unclipped = _plottable_errors(descend(number, epochs), number)
    clipped = _plottable_errors(descend(number, epochs, threshold), number)
    marker_size = 3.5 if epochs <= _MAX_MARKED_EPOCHS else 0
    axes.plot(unclipped, "s-", color=_RED, label=labels.unclipped, markersize=marker_size)
    axes.plot(clipped, "o-", color=_AMBER, label=labels.clipped, markersize=marker_size)
    axes.set_ylim(min(0.1, *unclipped, *clipped) / 2, min(_MAX_ERROR, max(unclipped + clipped)) * 2)
    if len(unclipped) < epochs:
        axes.text(len(unclipped) - 0.5, _MAX_ERROR, labels.overflows, color=_RED, va="top")
    axes.set_title(labels.title, color=_INK, loc="left", weight="bold", pad=10)
    axes.legend(facecolor=_PAPER, framealpha=1, edgecolor="none", labelcolor=_INK)
    figure.savefig(target)


def _create_axes(figure: Figure) -> Axes:
    """Create the axes in the colours of the ground."""
    axes = figure.subplots()
    axes.set_facecolor(_PAPER)
    axes.grid(axis="y", color=_LINE)
    axes.spines[:].set_visible(False)
    axes.tick_params(which="both", length=0, labelcolor=_PALE)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(_PALE)
    return axes


def _plottable_errors(descent: Descent, number: float) -> list[float]:
    """Return the errors up to the first above the scale, clipped to it."""
    errors = descent.errors(number)
    above = np.flatnonzero(errors > _MAX_ERROR)
    shown = errors[: above[0] + 1] if above.size else errors
    return [float(error) for error in shown.clip(_MIN_ERROR, 10 * _MAX_ERROR)]


def main(arguments: Sequence[str], target: BinaryIO) -> None:
    """Plot by command-line arguments."""
    number, epochs, threshold = float(arguments[0]), int(arguments[1]), float(arguments[2])
    words = arguments[_NUM_FIGURES:]
    labels = PlotLabels.from_json(words[0]) if words else PlotLabels.in_english(number, threshold)
    plot(number, epochs, threshold, labels, target)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdout.buffer)
