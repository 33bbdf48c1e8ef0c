"""Draws a shortlist as a picture to share.

`python -m bot.services.shortlist_picture` reads the `Shortlist` as JSON from standard input, so
that no list of processes has names in it, and writes the PNG to standard output.
"""

import sys
from typing import BinaryIO, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.domain.shortlist import Entry, Shortlist

_DPI = 150
_WIDTH, _ROW, _TITLE, _MARGIN = 7.2, 1.0, 1.1, 0.45
"""Inches; 1080 pixels wide, as a phone shows it whole."""
_INK, _PALE, _ACCENT, _PAPER = "#2b2118", "#6b5c4b", "#a8650c", "#fffaf2"
_LINE = "#eadcc6"
_NAME_SIZE, _DETAIL_SIZE, _TITLE_SIZE = 26, 13, 24
_RADIUS, _NAME_LEFT, _MAX_NAME_WIDTH = 0.22, 1.25, 4.4
_LETTER = 0.62 / 72
"""Inches that a bold letter is wide for each point of its size, at most."""


def draw(shortlist: Shortlist, target: BinaryIO) -> None:
    """Write the picture, a PNG, as high as the names need."""
    height = _TITLE + _ROW * len(shortlist.entries) + _MARGIN
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor=_PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, _WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    title_size = _fitting(shortlist.title, _TITLE_SIZE, _WIDTH - 2 * _MARGIN)
    _write(axes, _MARGIN, _TITLE / 2, shortlist.title, title_size, _INK)
    for place, entry in enumerate(shortlist.entries):
        _draw_row(axes, place, entry)
    figure.savefig(target, format="png")


def _draw_row(axes: Axes, place: int, entry: Entry) -> None:
    middle = _TITLE + _ROW * (place + 0.5)
    axes.axhline(middle - _ROW / 2, _MARGIN / _WIDTH, 1 - _MARGIN / _WIDTH, color=_LINE)
    axes.plot(_MARGIN + _RADIUS, middle, "o", markersize=2 * 72 * _RADIUS, color=_ACCENT)
    _write(axes, _MARGIN + _RADIUS, middle, str(place + 1), 16, "white", align="center")
    size = _fitting(entry.name, _NAME_SIZE, _MAX_NAME_WIDTH)
    _write(axes, _NAME_LEFT, middle - 0.13, entry.name, size, _INK)
    size = _fitting(entry.details, _DETAIL_SIZE, _MAX_NAME_WIDTH)
    _write(axes, _NAME_LEFT, middle + 0.25, entry.details, size, _PALE, weight="normal")
    _write(axes, _WIDTH - _MARGIN, middle, entry.aside, 18, _ACCENT, align="right")


def _write(  # noqa: PLR0913, PLR0917 - a text has this many sides
    axes: Axes,
    x: float,
    y: float,
    text: str,
    size: float,
    colour: str,
    align: Literal["left", "center", "right"] = "left",
    weight: str = "bold",
) -> None:
    # Names and titles are no formulas, whatever signs they have.
    style = axes.text(x, y, text, size=size, color=colour, weight=weight, parse_math=False)
    style.set(va="center_baseline", ha=align)


def _fitting(text: str, size: float, width: float) -> float:
    """Return a size in points in which a text is no wider than some inches."""
    return min(size, width / (_LETTER * max(1, len(text))))


if __name__ == "__main__":
    draw(Shortlist.from_json(sys.stdin.buffer.read()), sys.stdout.buffer)
