"""The main figures before and after: as committed, and as they are now."""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.retrain.lock import find_block

CARD, DATA_CARD = "docs/model-card/README.md", "data/README.md"


class Figure(NamedTuple):
    """A cell of a generated table: page and block, a cell of its row (empty: the last), column."""

    title: str
    page: str
    block: str
    row: str
    column: str


FIGURES = (
    Figure("names", DATA_CARD, "counts", "", "names"),
    *(
        Figure(f"{network}: nats a test name", CARD, "figures", network, "test")
        for network in ("shipped", "reversed", "assignment")
    ),
    *(
        Figure(
            f"origins: {column}",
            CARD,
            "origins",
            "fitted inverse temperatures too: as served",
            column,
        )
        for column in ("top-1", "top-3", "calibration error")
    ),
    Figure("ranker: rank correlation", CARD, "ranker", "names", "rank correlation"),
    Figure("ranker of blends: rank correlation", CARD, "blend ranker", "", "rank correlation"),
    Figure("blends: of both", CARD, "blends", "distinct", "both"),
    *(
        Figure(f"{model}: {column}", CARD, "peers", model, column)
        for model in ("ours", "five-gram", "transformer")
        for column in ("nats a name", "names hit")
    ),
)


def table(root: Path) -> Iterator[str]:
    """Yield a row for each figure: before, in the commit that is checked out, and now."""
    yield "| | before | after |"
    yield "|---|--:|--:|"
    for figure in FIGURES:
        before = read(committed(root, figure.page), figure)
        after = read((root / figure.page).read_text("utf-8"), figure)
        yield f"| {figure.title} | {before} | {after} |"


def committed(root: Path, page: str) -> str:
    """Return a page as committed; empty without Git."""
    try:
        command = ["git", "show", f"HEAD:{page}"]
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)  # noqa: S603 - our own command
    except FileNotFoundError:
        return ""
    return done.stdout.decode()


def read(page: str, figure: Figure) -> str:
    """Return a figure's cell, or a dash if the page has none."""
    header: Sequence[str] = ()
    found = "–"
    for line in (find_block(page, figure.block) or "").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if figure.column in cells:
            header = cells
        elif len(cells) == len(header) and figure.row in {"", *cells} and not _is_rule(cells):
            found = cells[header.index(figure.column)]
    return found


def _is_rule(cells: Sequence[str]) -> bool:
    return all(set(cell) <= {"-", ":"} for cell in cells)
