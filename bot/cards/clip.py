"""The card of `/clipdemo`."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from discord import MediaGalleryItem, ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator
from model.assignment.gradient_clip import FINAL_EPOCHS, TOLERANCE, Demonstration, Descent

PLOT_FILENAME = "clip.png"
"""Name of the attached plot."""
_FIRST_EPOCHS, _LAST_EPOCHS = 5, 3
"""Epochs of a descent that the table shows."""
_LEAST_PLAIN, _MOST_PLAIN = 1e-3, 1e4
"""Values that the table writes without powers of ten, which take room from the digits."""
_MAX_RANGES = 3
"""Ranges of valid thresholds that are listed."""


class ClipCard(Card):
    """The best threshold, a plot of both descents, and the first and last epochs of each."""

    def __init__(self, _: Translator, demo: Demonstration) -> None:
        plot = MediaGalleryItem(f"attachment://{PLOT_FILENAME}", description=alt_text(_, demo))
        unclipped, clipped = _unclipped_result(_, demo), _clipped_result(_, demo)
        title = _("√{number:.10g} by gradient descent", number=demo.number)
        method = _(
            "x starts at 1; each epoch subtracts a hundredth of the gradient of "
            "(x² − {number:.10g})²",
            number=demo.number,
        )
        super().__init__(
            f"## {title}",
            "\n".join(_best_threshold(_, demo)),
            ui.MediaGallery(plot),
            f"**{unclipped}**\n{_table(_, demo.unclipped)}",
            f"**{clipped}**\n{_table(_, demo.clipped)}",
            f"-# {method}",
        )


def alt_text(_: Translator, demo: Demonstration) -> str:
    """Describe the plot for those who cannot see it."""
    chart = _(
        "A chart of how far x is from {root:.4g}, the root of {number:.10g}, after each of "
        "{epochs} epochs, on a logarithmic scale.",
        root=math.sqrt(demo.number),
        number=demo.number,
        epochs=demo.epochs,
    )
    return f"{chart} {_unclipped_result(_, demo)}. {_clipped_result(_, demo)}."


def _best_threshold(_: Translator, demo: Demonstration) -> Iterator[str]:
    result = demo.search_result
    fields = {
        "threshold": result.threshold,
        "settled": min(FINAL_EPOCHS, demo.epochs),
        "epochs": demo.epochs,
        "error": result.error,
        "root": math.sqrt(demo.number),
        "tolerance": TOLERANCE,
    }
    if result.valid_ranges:
        yield _(
            "The best threshold is **±{threshold:g}**: over the last {settled} of {epochs} epochs, "
            "x is never more than {error:.3g} away from {root:.6g}.",
            **fields,
        )
        yield f"-# {_valid_ranges(_, result.valid_ranges)}"
    else:
        yield _(
            "No threshold brings x within {tolerance:g} of {root:.6g} and keeps it there for the "
            "last {settled} of {epochs} epochs. **±{threshold:g}** comes nearest, to {error:.4g}.",
            **fields,
        )
    if demo.threshold != result.threshold:
        yield _chosen_threshold(_, demo)


def _chosen_threshold(_: Translator, demo: Demonstration) -> str:
    fields = {"threshold": demo.threshold, "error": demo.error}
    if demo.error <= TOLERANCE:
        return _("Yours, **±{threshold:g}**, works: x is up to {error:.4g} away.", **fields)
    return _("Yours, **±{threshold:g}**, does not work: x is up to {error:.4g} away.", **fields)


def _valid_ranges(_: Translator, ranges: Sequence[tuple[float, float]]) -> str:
    low, high = ranges[0][0], ranges[-1][1]
    if len(ranges) == 1:
        return _(
            "all from ±{low:g} to ±{high:g} stay within {tolerance:g}",
            low=low,
            high=high,
            tolerance=TOLERANCE,
        )
    widest = sorted(ranges, key=lambda bounds: bounds[0] - bounds[1])[:_MAX_RANGES]
    listed, *labels = (_("±{low:g} to ±{high:g}", low=low, high=high) for low, high in widest)
    for label in labels:
        listed = _("{some}; {more}", some=listed, more=label)
    return _.plural(
        "{number} range between ±{low:g} and ±{high:g} stays within {tolerance:g}; "
        "the widest: {widest}",
        "{number} ranges between ±{low:g} and ±{high:g} stay within {tolerance:g}; "
        "the widest: {widest}",
        len(ranges),
        low=low,
        high=high,
        tolerance=TOLERANCE,
        widest=listed,
    )


def _unclipped_result(_: Translator, demo: Demonstration) -> str:
    epoch, error = _outcome(demo.unclipped, demo.number)
    if epoch is None:
        return _("Not clipped, x ends {away:.3g} away", away=error)
    return _("Not clipped, x overflows at epoch {epoch}", epoch=epoch)


def _clipped_result(_: Translator, demo: Demonstration) -> str:
    epoch, error = _outcome(demo.clipped, demo.number)
    fields = {"threshold": demo.threshold, "epoch": epoch, "away": error}
    if epoch is None:
        return _("Clipped at ±{threshold:g}, x ends {away:.3g} away", **fields)
    return _("Clipped at ±{threshold:g}, x overflows at epoch {epoch}", **fields)


def _outcome(descent: Descent, number: float) -> tuple[int | None, float]:
    """Return the first epoch at which x is not finite, or None, and the error at the end."""
    errors = descent.errors(number)
    overflows = np.flatnonzero(~np.isfinite(errors))
    return (int(overflows[0]) if overflows.size else None), float(errors[-1])


def _table(_: Translator, descent: Descent) -> str:
    """Tabulate the first and last epochs, narrow enough for a phone."""
    epochs = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
    rows = [
        [str(epoch), *(_table_value(_, value) for value in values)]
        for epoch, values in enumerate(epochs)
    ]
    if len(rows) > _FIRST_EPOCHS + _LAST_EPOCHS:
        rows[_FIRST_EPOCHS:-_LAST_EPOCHS] = [["…", "", ""]]
    rows.insert(0, [_("epoch"), _("gradient"), "x"])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        " ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(["```", *lines, "```"])


def _table_value(_: Translator, value: float) -> str:
    is_plain = value == 0 or _LEAST_PLAIN <= abs(value) < _MOST_PLAIN
    return _.format_number(value, ".4g" if is_plain else ".2g")
