"""Parts of network diagrams: boxes, sums, and arrows labelled with widths."""

from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path as Line

BoxKind = Literal["input", "layer", "conditioned", "concatenation", "memory", "output"]
Point = tuple[float, float]

BOX_HEIGHT = 0.8
"""In the diagram's units; a line of text is about 0.3 high."""
SUM_RADIUS = 0.22
_INK, _RED, _BLUE, _GREEN, _GOLD = "#33414d", "#d1495b", "#2e6f95", "#6a994e", "#b8862d"
_COLOURS: dict[BoxKind, tuple[str, str]] = {
    "input": ("#ffffff", _BLUE),
    "layer": ("#d5e5f0", _BLUE),
    "conditioned": ("#f8ecd2", _GOLD),
    "concatenation": ("#eceff1", "#8c99a3"),
    "memory": ("#f9dde1", _RED),
    "output": ("#e0edd8", _GREEN),
}
_ROUND: set[BoxKind] = {"input", "memory", "output"}


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram under construction; points are (x, y) in its axes, y upwards."""

    axes: Axes

    def box(
        self, kind: BoxKind, at: Point, width: float, *lines: str, height: float = BOX_HEIGHT
    ) -> None:
        """Add a box around a centre: its first line is a title, the others are details."""
        fill, edge = _COLOURS[kind]
        rounding = (0.4 if kind in _ROUND else 0.1) * BOX_HEIGHT
        corner = at[0] - width / 2, at[1] - height / 2
        style = f"round,pad=0,rounding_size={rounding}"
        self.axes.add_patch(
            FancyBboxPatch(corner, width, height, style, fc=fill, ec=edge, lw=1.4, zorder=2)
        )
        for number, line in enumerate(lines):
            below = (number - (len(lines) - 1) / 2) * 0.34
            weight = "bold" if number == 0 else "normal"
            self._text((at[0], at[1] - below), line, 10, weight=weight)

    def plus(self, at: Point, *, memory: bool = False) -> None:
        """Add a plus in a circle: the sum of what leads into it."""
        edge = _RED if memory else _INK
        self.axes.add_patch(Circle(at, SUM_RADIUS, fc="#ffffff", ec=edge, lw=1.4, zorder=3))
        arm = 0.55 * SUM_RADIUS
        for dx, dy in ((arm, 0), (0, arm)):
            xs, ys = (at[0] - dx, at[0] + dx), (at[1] - dy, at[1] + dy)
            self.axes.plot(xs, ys, color=edge, linewidth=1.6, zorder=4)

    def arrow(
        self, *points: Point, width: int | None = None, memory: bool = False, head: bool = True
    ) -> None:
        """Add an arrow through points; a vector's width goes beside its last segment."""
        self.axes.add_patch(
            FancyArrowPatch(
                path=Line(points),
                arrowstyle="-|>,head_length=5,head_width=2.5" if head else "-",
                color=_RED if memory else _INK,
                lw=1.3,
                capstyle="butt",
                joinstyle="round",
                zorder=1,
            )
        )
        if width is not None:
            (x, y), (to_x, to_y) = points[-2:]
            offset = (0.1, 0) if x == to_x else (0, 0.17)
            middle = (x + to_x) / 2 + offset[0], (y + to_y) / 2 + offset[1]
            self._text(middle, f"{width}", 9, ha="left" if x == to_x else "center")

    def fork(self, at: Point) -> None:
        """Mark where a line forks."""
        self.axes.add_patch(Circle(at, 0.06, color=_INK, zorder=3))

    def note(self, at: Point, text: str, *, memory: bool = False) -> None:
        """Add vertical text, as beside a long arrow."""
        colour = _RED if memory else _INK
        self._text(at, text, 9, color=colour, rotation=90, va="center")

    def frame(self, title: str, corner: Point, opposite: Point) -> None:
        """Show the rectangle between two corners, under a title."""
        xs, ys = zip(corner, opposite, strict=True)
        self.axes.set(xlim=xs, ylim=ys, aspect="equal")
        self.axes.set_axis_off()
        self.axes.set_title(title, fontsize=11, color=_INK, fontweight="bold")

    def _text(self, at: Point, text: str, size: float, **style: Any) -> None:  # noqa: ANN401 - as Axes.text has them
        defaults: dict[str, Any] = {
            "color": _INK,
            "ha": "center",
            "va": "center_baseline",
            "zorder": 5,
        }
        self.axes.text(*at, text, size=size, **(defaults | style))
