"""What reports are made of: tables in Markdown, and plots in one style."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure

Cell = float | str | None
"""What stands in a table; None is unknown."""
T = TypeVar("T")


def table(columns: str, rows: Iterable[Iterable[Cell]]) -> str:
    """Return a table in Markdown.

    Args:
        columns: titles, each with the format of its figures, as in `name | seconds:.1f`; a column
            without a format is of text.
        rows: a value for each column.
    """
    described = [column.partition(":") for column in columns.split(" | ")]
    titles, formats = [title for title, *_ in described], [form for *_, form in described]
    cells = [[show(*cell) for cell in zip(row, formats, strict=True)] for row in rows]
    head, *body = (f"| {' | '.join(row)} |" for row in (titles, *cells))
    rule = f"|{'|'.join('--:' if form else '---' for form in formats)}|"
    return "\n".join([head, rule, *body])


def show(value: Cell, form: str) -> str:
    """Format a value; a text stays as it is."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return "∞" if math.isinf(value) else format(value, form)


def few(items: Sequence[T], *, small: bool) -> Sequence[T]:
    """Return all items; if small, a hundred or some more, evenly from first to last."""
    return items[:: max(1, len(items) // 100)] if small else items


@contextmanager
def plot(path: Path, width: float, height: float) -> Iterator[Axes]:
    """Provide the axes of a figure, then save it with a legend; its size is in inches."""
    figure = Figure(figsize=(width, height), dpi=120, layout="constrained", facecolor="white")
    axes = figure.subplots()
    yield axes
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path)
