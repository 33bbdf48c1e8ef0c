"""Draws a shortlist as a picture to share.

`python -m bot.services.shortlist_picture` reads the `Shortlist` as JSON from standard input, so
that no list of processes has names in it, and writes the PNG to standard output.
"""

import sys
from collections.abc import Sequence
from typing import BinaryIO, Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from bot.services.face import AMBER, FACE, INK, PAPER, SIZE, Shape
from model.domain.shortlist import Entry, Shortlist

_DPI = 150
_WIDTH, _TITLE, _ROW, _PADDING, _MARGIN = 7.2, 1.35, 1.0, 0.2, 0.5
"""Inches; 1080 pixels wide, as a phone shows it whole. The padding is above the names and below."""
_PALE, _ACCENT = "#6b5c4b", "#a8650c"
_SAND = "#f3e4c8"
"""Of lines, and of all places' dots but the first."""
_NAME_SIZE, _DETAIL_SIZE, _TITLE_SIZE, _ASIDE_SIZE, _PLACE_SIZE = 28, 13, 28, 19, 16
"""Points."""
_NAME_FONT, _TEXT_FONT = "DejaVu Serif", "DejaVu Sans"
"""Of the title and the names, and of all else; Matplotlib comes with both."""
_RADIUS, _NAME_LEFT, _GAP = 0.26, 1.3, 0.25
"""Inches: of a place's dot, from the left to the names, and between texts."""
_FACE, _FEET = 1.3, 0.825
"""Inches of the face, and the part of it from its top to the feet, which stand on the names."""
_POINTS = 72
"""An inch."""
_CODES = {"M": Path.MOVETO, "L": Path.LINETO, "C": Path.CURVE4, "Z": Path.CLOSEPOLY}
_NUM_POINTS = {"M": 1, "L": 1, "C": 3, "Z": 0}
"""Of SVG's commands."""


def draw(shortlist: Shortlist, target: BinaryIO) -> None:
    """Write the picture, a PNG, as high as the names need."""
    height = _TITLE + _ROW * len(shortlist.entries) + 2 * _PADDING
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, _WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    axes.axhspan(0, _TITLE, color=AMBER, linewidth=0)
    face_left = _WIDTH - _MARGIN - _FACE
    draw_shapes(axes, FACE, face_left, _TITLE - _FEET * _FACE, _FACE)
    size = _fitting(shortlist.title, _TITLE_SIZE, face_left - _MARGIN, font=_NAME_FONT)
    _write(axes, _MARGIN, _TITLE / 2, shortlist.title, size, INK, font=_NAME_FONT)
    for place, entry in enumerate(shortlist.entries):
        _draw_row(axes, place, entry)
    # Hinted, a small text would be wider than it was measured.
    with rc_context({"text.hinting": "no_hinting"}):
        figure.savefig(target, format="png")


def draw_shapes(axes: Axes, shapes: Sequence[Shape], x: float, y: float, size: float) -> None:
    """Draw shapes on axes whose y goes down, too.

    Args:
        axes: what to draw on.
        shapes: the last on top.
        x: of the upper left corner of their square, in the axes' units.
        y: of the same.
        size: the square's width and height, likewise.
    """
    place = Affine2D().scale(size / SIZE).translate(x, y) + axes.transData
    for shape in shapes:
        patch = PathPatch(_path(shape.outline), facecolor=shape.colour, linewidth=0)
        patch.set_transform(place)
        axes.add_patch(patch)


def _path(outline: str) -> Path:
    """Return an outline, SVG's path data, as Matplotlib's."""
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    words = iter(outline.split())
    for command in words:
        points = [(float(next(words)), float(next(words))) for _ in range(_NUM_POINTS[command])]
        vertices += points or [vertices[0]]
        codes += [int(_CODES[command])] * max(1, len(points))
    return Path(vertices, codes)


def _draw_row(axes: Axes, place: int, entry: Entry) -> None:
    middle = _TITLE + _PADDING + _ROW * (place + 0.5)
    if place:
        above = middle - _ROW / 2
        axes.axhline(above, _NAME_LEFT / _WIDTH, 1 - _MARGIN / _WIDTH, color=_SAND)
    centre, dot = _MARGIN + _RADIUS, _SAND if place else AMBER
    axes.plot(centre, middle, "o", markersize=2 * _POINTS * _RADIUS, color=dot, markeredgewidth=0)
    _write(axes, centre, middle, str(place + 1), _PLACE_SIZE, INK, align="center")
    right = _WIDTH - _MARGIN
    if entry.aside:
        _write(axes, right, middle, entry.aside, _ASIDE_SIZE, _ACCENT, align="right")
        right -= _width(entry.aside, _ASIDE_SIZE) + _GAP
    size = _fitting(entry.name, _NAME_SIZE, right - _NAME_LEFT, font=_NAME_FONT)
    y = middle - 0.13 * bool(entry.details)
    _write(axes, _NAME_LEFT, y, entry.name, size, INK, font=_NAME_FONT)
    size = _fitting(entry.details, _DETAIL_SIZE, right - _NAME_LEFT, "normal")
    _write(axes, _NAME_LEFT, middle + 0.27, entry.details, size, _PALE, weight="normal")


def _write(  # noqa: PLR0913, PLR0917 - a text has this many sides
    axes: Axes,
    x: float,
    y: float,
    text: str,
    size: float,
    colour: str,
    align: Literal["left", "center", "right"] = "left",
    weight: str = "bold",
    font: str = _TEXT_FONT,
) -> None:
    # Names and titles are no formulas, whatever signs they have.
    style = axes.text(x, y, text, size=size, color=colour, weight=weight, parse_math=False)
    style.set(va="center_baseline", ha=align, family=font)


def _fitting(
    text: str, size: float, width: float, weight: str = "bold", font: str = _TEXT_FONT
) -> float:
    """Return a size in points in which a text is no wider than some inches."""
    return min(size, size * width / max(width, _width(text, size, weight, font)))


def _width(text: str, size: float, weight: str = "bold", font: str = _TEXT_FONT) -> float:
    """Return how many inches wide a text is in a size in points."""
    style = FontProperties(family=font, size=size, weight=weight)
    points, _height, _depth = text_to_path.get_text_width_height_descent(text, style, ismath=False)
    return points / _POINTS


if __name__ == "__main__":
    draw(Shortlist.from_json(sys.stdin.buffer.read()), sys.stdout.buffer)
