"""A copy of the tree with few names and ratings, in which every step takes seconds.

`python -m tools.retrain.small FOLDER` makes it, unless the folder is there, and retrains in it, a
pass for each network; further arguments are those of `python -m tools.retrain`.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.retrain.steps import ROOT, STEPS
from tools.retrain.tasks import run

FOLDERS = ("data", "docs", "model", "bench", "tools")
COUNTRIES = frozenset({"CL", "CN", "FR", "IR", "IT", "NL", "PL"})
"""Those that the reports show: the assignment's, and one more."""
NAMES, RATINGS = 30, 10
"""Names kept of each country, and ratings of each country or pair."""


def copy_tree(folder: Path) -> None:
    """Copy what training needs to a folder, unless it is there, and thin its data out."""
    if folder.exists():
        return
    ignored = shutil.ignore_patterns(".cache", "__pycache__", "panels")
    for part in FOLDERS:
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    names = folder / "data" / "finalNames.txt"
    lines = names.read_text("utf-8").splitlines(keepends=True)
    names.write_text("".join(_thin_out(lines, 1, NAMES)), "utf-8")
    letters = set(names.read_text("utf-8").lower())
    for ratings in (folder / "data" / "ratings").glob("*.tsv"):
        head, *lines = ratings.read_text("utf-8").splitlines(keepends=True)
        readable = (line for line in lines if letters.issuperset(line.split("\t")[1].lower()))
        ratings.write_text("".join([head, *_thin_out(readable, 0, RATINGS)]), "utf-8")


def _thin_out(lines: Iterable[str], column: int, count: int) -> Iterator[str]:
    """Yield so many lines of each country or pair of `COUNTRIES`, evenly from first to last."""
    by_countries: dict[str, list[str]] = {}
    for line in lines:
        countries = line.split("\t")[column]
        if COUNTRIES.issuperset(countries.split("+")):
            by_countries.setdefault(countries, []).append(line)
    for kept in by_countries.values():
        yield from kept[:: -(-len(kept) // count)]


if __name__ == "__main__":
    tree = Path(sys.argv[1])
    copy_tree(tree)
    os.chdir(tree)
    sys.exit(run([step for step in STEPS if not step.downloads], sys.argv[2:], small=True))
