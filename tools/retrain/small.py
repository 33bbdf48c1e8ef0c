"""A copy of the tree with few names and ratings, in which every step takes seconds.

`python -m tools.retrain.small FOLDER` makes it, unless the folder is there, and retrains in it with
tiny networks; further arguments are those of `python -m tools.retrain`.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDERS = ("data", "docs", "model", "tests/bench", "tools")
COUNTRIES = frozenset({"CL", "CN", "FR", "IR", "IT", "NL", "PL"})
"""Those that the reports show: the assignment's, and one more."""
NAMES, RATINGS = 60, 20
"""Names kept of each country, and ratings of each country or pair."""


def copy_tree(root: Path, folder: Path) -> None:
    """Copy what training needs to a folder, unless it is there, and thin its data out."""
    if folder.exists():
        return
    ignored = shutil.ignore_patterns(".cache", "__pycache__", "panels")
    for part in FOLDERS:
        shutil.copytree(root / part, folder / part, ignore=ignored)
    names = folder / "data" / "finalNames.txt"
    lines = names.read_text("utf-8").splitlines(keepends=True)
    few = dict.fromkeys([*_thin_out(lines, 1, NAMES), *_rare_letters(lines)])
    names.write_text("".join(sorted(few, key=lines.index)), "utf-8")
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


def _rare_letters(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first line of `COUNTRIES` with each letter, so that all can be read."""
    seen: set[str] = set()
    for line in lines:
        name, country, _ = line.lower().split("\t")
        if country.upper() in COUNTRIES and not seen.issuperset(name):
            seen.update(name)
            yield line


def main(folder: str, *arguments: str) -> int:
    """Retrain in a folder; return the exit code."""
    copy_tree(Path(__file__).parents[2], Path(folder))
    command = [sys.executable, "-m", "tools.retrain", "--small", *arguments]
    return subprocess.run(command, cwd=folder, check=False).returncode  # noqa: S603 - our own command


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
