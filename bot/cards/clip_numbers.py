"""The figures of the clipping demonstration: thresholds that work, and both descents in tables."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from bot.cards.clip import clipped_result, overflow, unclipped_result
from bot.cards.layout import Card
from bot.i18n.translator import Translator
from model.assignment.gradient_clip import FINAL_EPOCHS, TOLERANCE, Demonstration
from model.domain.arrays import FloatArray

_FIRST_EPOCHS, _LAST_EPOCHS = 5, 3
"""Epochs of a descent that a table shows."""
_MAX_RANGES = 3
"""Ranges of valid thresholds that are listed."""
_UNCLIPPED_WIDTHS, _CLIPPED_WIDTHS = (9, 9), (6, 6, 5)
"""Characters of the columns behind the epoch: 23 with it and the spaces, as a phone shows."""
_EPOCH_WIDTH = 3
_MAX_DIGITS = 4
"""Digits of a number, where they fit."""


class ClipNumbersCard(Card):
    """The valid thresholds, and the first and last epochs without and with clipping."""

    def __init__(self, _: Translator, demo: Demonstration) -> None:
        threshold = np.float32(demo.threshold)
        cut = np.clip(demo.clipped.gradients, -threshold, threshold)
        unclipped, clipped = unclipped_result(_, demo), clipped_result(_, demo)
        title = _("√{number:.10g}: the numbers", number=demo.number)
        method = _(
            "x starts at 1; each epoch subtracts a hundredth of the gradient of "
            "(x²\u00a0−\u00a0{number:.10g})²",
            number=demo.number,
        )
        columns = _("Columns: epoch, gradient, x")
        cut_columns = _("Columns: epoch, gradient, the same clipped, x")
        super().__init__(
            f"## {title}",
            f"{method}.\n{_valid_thresholds(_, demo)}",
            f"**{unclipped}**\n-# {columns}\n"
            + _table(
                _,
                [demo.unclipped.gradients, demo.unclipped.values],
                _UNCLIPPED_WIDTHS,
                overflow(demo.unclipped),
            ),
            f"**{clipped}**\n-# {cut_columns}\n"
            + _table(
                _,
                [demo.clipped.gradients, cut, demo.clipped.values],
                _CLIPPED_WIDTHS,
                overflow(demo.clipped),
            ),
        )


def _valid_thresholds(_: Translator, demo: Demonstration) -> str:
    ranges = demo.search_result.valid_ranges
    widest = sorted(ranges, key=lambda bounds: bounds[0] - bounds[1])[:_MAX_RANGES]
    fields = {
        "ranges": ", ".join(_range(_, low, high) for low, high in widest),
        "tolerance": TOLERANCE,
        "settled": min(FINAL_EPOCHS, demo.epochs),
    }
    if not ranges:
        return _("No threshold keeps x within {tolerance:g} at the end.", **fields)
    more = len(ranges) - len(widest)
    if not more:
        return _("Thresholds that keep x within {tolerance:g} at the end: {ranges}.", **fields)
    return _.plural(
        "Thresholds that keep x within {tolerance:g} at the end: {ranges} and {number} more range.",
        "Thresholds that keep x within {tolerance:g} at the end: {ranges} and {number} more "
        "ranges.",
        more,
        **fields,
    )


def _range(_: Translator, low: float, high: float) -> str:
    if low == high:
        return f"±{_.format_number(low, 'g')}"
    return _("±{low:g} to ±{high:g}", low=low, high=high)


def _table(
    _: Translator, columns: Sequence[FloatArray], widths: Sequence[int], last: int | None
) -> str:
    """Lay out a descent to its end; to the epoch `last` where x overflows, as no number follows."""
    shown = zip(*(column.tolist() for column in columns), strict=True)
    rows = [
        " ".join([f"{epoch:{_EPOCH_WIDTH}}", *_cells(_, row, widths)])
        for epoch, row in enumerate(islice(shown, None if last is None else last + 1))
    ]
    if len(rows) > _FIRST_EPOCHS + _LAST_EPOCHS:
        rows[_FIRST_EPOCHS:-_LAST_EPOCHS] = [f"{'…':>{_EPOCH_WIDTH}}"]
    return "\n".join(["```", *rows, "```"])


def _cells(_: Translator, row: Sequence[float], widths: Sequence[int]) -> Iterator[str]:
    for value, width in zip(row, widths, strict=True):
        yield f"{_fit(_, value, width):>{width}}"


def _fit(_: Translator, value: float, width: int) -> str:
    """Format a number with as many digits as fit; of those that do not fit at all, all are tiny."""
    texts = (_compact(_, value, digits) for digits in range(_MAX_DIGITS, 0, -1))
    return next((text for text in texts if len(text) <= width), "0")


def _compact(_: Translator, value: float, digits: int) -> str:
    """Format a number with a short exponent, if any: superscripts are narrower in some fonts."""
    mantissa, _e, exponent = format(value, f".{digits}g").partition("e")
    written = _.format_number(float(mantissa), f".{digits}g")
    return f"{written}e{_.format_number(int(exponent))}" if exponent else written
