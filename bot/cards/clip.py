"""The card of `/clipdemo`: what clipping is, whether it helps here, and a plot."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from discord import MediaGalleryItem, ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator
from model.assignment.gradient_clip import TOLERANCE, Demonstration, Descent, final_error
from model.assignment.plot_labels import PlotLabels

PLOT_FILENAME = "clip.png"
"""Name of the attached plot."""
_ON_THE_ROOT = 0.0005
"""Distances below this are none to three decimals."""
_MIN_WHOLE, _MIN_SCIENTIFIC = 100, 1_000_000
"""From these on, distances are rounded to whole numbers, and to three digits."""


class ClipCard(Card):
    """What clipping is, the best threshold or that none is needed, and a plot of both descents."""

    def __init__(self, _: Translator, demo: Demonstration, buttons: Sequence[ui.Item[Any]]) -> None:
        plot = MediaGalleryItem(f"attachment://{PLOT_FILENAME}", description=alt_text(_, demo))
        title = _("√{number:.10g} by gradient descent", number=demo.number)
        explanation = _(
            "Gradient descent looks for √{number:.10g} step by step: the steeper the slope, the "
            "longer the step. **Clipping** cuts every slope to a threshold, so that no step goes "
            "too far.",
            number=demo.number,
        )
        start = _("Both start at x = 1. Epoch 0 is after the first step.")
        super().__init__(
            f"## {title}",
            explanation,
            "\n".join(_verdict(_, demo)),
            ui.MediaGallery(plot),
            f"-# {start}",
            buttons=buttons,
        )


def plot_labels(_: Translator, demo: Demonstration) -> PlotLabels:
    """Return the words on the plot."""
    return PlotLabels(
        title=_("√{number:.10g} by gradient descent", number=demo.number),
        epoch=_("epoch"),
        distance=_("distance from {root:.4g}", root=math.sqrt(demo.number)),
        within=_("within {tolerance:g}", tolerance=TOLERANCE),
        unclipped=_("not clipped"),
        clipped=_("clipped at ±{threshold:g}", threshold=demo.threshold),
        overflows=_("overflows"),
    )


def alt_text(_: Translator, demo: Demonstration) -> str:
    """Describe the plot for those who cannot see it."""
    chart = _(
        "Chart, on a logarithmic scale, of how far x is from {root:.4g}, the square root of "
        "{number:.10g}, after each of the {epochs} epochs.",
        root=math.sqrt(demo.number),
        number=demo.number,
        epochs=demo.epochs,
    )
    return f"{chart} {unclipped_result(_, demo)}. {clipped_result(_, demo)}."


def unclipped_result(_: Translator, demo: Demonstration) -> str:
    """Say where x ends without clipping, by the same measure as the verdict."""
    epoch = overflow(demo.unclipped)
    if epoch is not None:
        return _("Without clipping, x overflows at epoch {epoch}", epoch=epoch)
    error = float(final_error(demo.unclipped, demo.number))
    if error < _ON_THE_ROOT:
        return _("Without clipping, x ends on the root")
    return _("Without clipping, x ends within {distance} of the root", distance=_distance(_, error))


def clipped_result(_: Translator, demo: Demonstration) -> str:
    """Say where x ends with clipping, by the same measure as the verdict."""
    epoch = overflow(demo.clipped)
    fields = {
        "threshold": demo.threshold,
        "epoch": epoch,
        "distance": _distance(_, demo.error),
    }
    if epoch is not None:
        return _("With clipping at ±{threshold:g}, x overflows at epoch {epoch}", **fields)
    if demo.error < _ON_THE_ROOT:
        return _("With clipping at ±{threshold:g}, x ends on the root", **fields)
    return _("With clipping at ±{threshold:g}, x ends within {distance} of the root", **fields)


def _verdict(_: Translator, demo: Demonstration) -> Iterator[str]:
    result, is_chosen = demo.search_result, demo.threshold != demo.search_result.threshold
    fields = {
        "threshold": result.threshold,
        "root": math.sqrt(demo.number),
        "distance": _distance(_, result.error),
        "tolerance": TOLERANCE,
    }
    if final_error(demo.unclipped, demo.number) <= TOLERANCE:
        yield _(
            "**No clipping is needed here:** x comes within {tolerance:g} of {root:.6g} by itself, "
            "and stays there.",
            **fields,
        )
    elif not result.valid_ranges:
        yield _.plural(
            "**No threshold gets there:** even with the best, ±{threshold:g}, x is {distance} away "
            "from {root:.6g} after {number} epoch.",
            "**No threshold gets there:** even with the best, ±{threshold:g}, x is {distance} away "
            "from {root:.6g} after {number} epochs.",
            demo.epochs,
            **fields,
        )
    elif result.error < _ON_THE_ROOT:
        yield _("**±{threshold:g} is the best threshold:** x ends on {root:.6g}.", **fields)
    else:
        yield _(
            "**±{threshold:g} is the best threshold:** x comes within {distance} of {root:.6g}, "
            "and stays there.",
            **fields,
        )
    if is_chosen:
        yield _chosen_threshold(_, demo)


def _chosen_threshold(_: Translator, demo: Demonstration) -> str:
    if demo.error <= TOLERANCE:
        return _("Yours, **±{threshold:g}**, works.", threshold=demo.threshold)
    return _("Yours, **±{threshold:g}**, doesn’t work.", threshold=demo.threshold)


def overflow(descent: Descent) -> int | None:
    """Return the first epoch at which x is not finite; None if it always is."""
    overflows = np.flatnonzero(~np.isfinite(descent.values))
    return int(overflows[0]) if overflows.size else None


def _distance(_: Translator, error: float) -> str:
    """Format a distance with as many digits as matter."""
    if error >= _MIN_SCIENTIFIC:
        return _.format_number(error, ".3g")
    return _.format_number(error, ",.0f" if error >= _MIN_WHOLE else ".3g")
