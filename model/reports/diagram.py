"""The parts that diagrams of networks are drawn from: boxes, sums, and arrows with widths."""

from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path as Line

Kind = Literal["given", "learnt", "told", "joined", "memory", "answer"]
Point = tuple[float, float]

HEIGHT = 0.8
"""Of a box, in the diagram's units; a line of text is about 0.3 high."""
RADIUS = 0.22
"""Of a sum's circle."""
_INK, _RED, _BLUE, _GREEN, _GOLD = "#33414d", "#d1495b", "#2e6f95", "#6a994e", "#b8862d"
_COLOURS: dict[Kind, tuple[str, str]] = {
    "given": ("#ffffff", _BLUE),
    "learnt": ("#d5e5f0", _BLUE),
    "told": ("#f8ecd2", _GOLD),
    "joined": ("#eceff1", "#8c99a3"),
    "memory": ("#f9dde1", _RED),
    "answer": ("#e0edd8", _GREEN),
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A diagram in the making; every place is a point (x, y) of its axes, y upwards."""

    axes: Axes

    def box(self, kind: Kind, at: Point, width: float, *lines: str, height: float = HEIGHT) -> None:
        """Put a box around a centre: its first line is what it is, the others say more."""
        fill, edge = _COLOURS[kind]
        rounding = {"given": 0.4, "answer": 0.4, "memory": 0.4}.get(kind, 0.1) * HEIGHT
        corner = at[0] - width / 2, at[1] - height / 2
        style = f"round,pad=0,rounding_size={rounding}"
        self.axes.add_patch(
            FancyBboxPatch(corner, width, height, style, fc=fill, ec=edge, lw=1.4, zorder=2)
        )
        for number, line in enumerate(lines):
            below = (number - (len(lines) - 1) / 2) * 0.34
            weight = "bold" if number == 0 else "normal"
            self._write((at[0], at[1] - below), line, 10, weight=weight)

    def plus(self, at: Point, *, memory: bool = False) -> None:
        """Put a plus in a circle: what comes in is added up."""
        edge = _RED if memory else _INK
        self.axes.add_patch(Circle(at, RADIUS, fc="#ffffff", ec=edge, lw=1.4, zorder=3))
        arm = 0.55 * RADIUS
        for across, up in ((arm, 0), (0, arm)):
            xs, ys = (at[0] - across, at[0] + across), (at[1] - up, at[1] + up)
            self.axes.plot(xs, ys, color=edge, linewidth=1.6, zorder=4)

    def arrow(
        self, *points: Point, width: int | None = None, memory: bool = False, head: bool = True
    ) -> None:
        """Lead an arrow through points, and write the vector's width beside its last stretch."""
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
            aside = (0.1, 0) if x == to_x else (0, 0.17)
            middle = (x + to_x) / 2 + aside[0], (y + to_y) / 2 + aside[1]
            self._write(middle, f"{width}", 9, ha="left" if x == to_x else "center")

    def dot(self, at: Point) -> None:
        """Mark where a line goes on in two directions."""
        self.axes.add_patch(Circle(at, 0.06, color=_INK, zorder=3))

    def note(self, at: Point, text: str, *, memory: bool = False) -> None:
        """Write upwards, as beside a long arrow."""
        colour = _RED if memory else _INK
        self._write(at, text, 9, color=colour, rotation=90, va="center")

    def frame(self, title: str, corner: Point, opposite: Point) -> None:
        """Show what lies between two corners, with a title above it."""
        xs, ys = zip(corner, opposite, strict=True)
        self.axes.set(xlim=xs, ylim=ys, aspect="equal")
        self.axes.set_axis_off()
        self.axes.set_title(title, fontsize=11, color=_INK, fontweight="bold")

    def _write(self, at: Point, text: str, size: float, **style: Any) -> None:  # noqa: ANN401 - as Axes.text has them
        usual: dict[str, Any] = {
            "color": _INK,
            "ha": "center",
            "va": "center_baseline",
            "zorder": 5,
        }
        self.axes.text(*at, text, size=size, **(usual | style))
