"""Prints the tables of the blind panels: `python docs/model-card/panels/score.py`.

The last one is of names that nobody had read before, from `data/ratings/names.tsv`.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import correlation, mean

HERE = Path(__file__).parent
RATINGS = HERE.parents[2] / "data" / "ratings"
NAME_RATINGS, BLEND_RATINGS = RATINGS / "names.tsv", RATINGS / "blends.tsv"
TEN = frozenset({"NL", "IR", "FR", "PL", "CN", "IT", "CL", "DE", "TR", "JP"})
"""The countries that the README shows."""
PAIRS = frozenset({"NL+PL", "FR+IR", "IT+CN", "NL+CL", "DE+TR"})
"""The pairs that it shows."""
GOOD = 4
PANELS = {
    "reread-": "ten others",
    "grown-": "ten others",
    "read-": "ten others",
    "earlier-read-": "",
    "ahead-": "five others",
    "doubled-": "five others",
    "judged-": "five others",
    "retrained-": "five others",
    "": "twelve others",
}
"""What their files begin with, the newest first, and the countries beside the ten; one read blends
alone."""
UNREAD = range(81, 89)
"""Panels of the ratings whose names a ranker had put first and nobody had read yet."""

Row = dict[str, str]


def main() -> None:
    """Print the tables of each panel, and how far its readers agree."""
    for panel, others in PANELS.items():
        names, blends = load(f"{panel}names.tsv"), load(f"{panel}blends.tsv")
        lines = [
            *table("ten", [row for row in names if row["group"] in TEN]),
            *table(others, [row for row in names if row["group"] not in TEN]),
            *table("five pairs", [row for row in blends if row["group"] in PAIRS]),
            *table("other pairs", [row for row in blends if row["group"] not in PAIRS]),
            "",
            f"readers' correlation: {', '.join(agreements(names, blends))}",
            f"least good: {', '.join([*least_good(names), *least_good(blends)])}",
            *unrated(names, NAME_RATINGS),
            *unrated(blends, BLEND_RATINGS),
            "",
        ]
        sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.writelines(f"{line}\n" for line in table("names that nobody had read", unread()))


def unread() -> Iterator[Row]:
    """Yield the ratings of panels `UNREAD` as if two readers had agreed on each."""
    with NAME_RATINGS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if int(row["panel"]) in UNREAD:
                made = "plain" if row["made"].startswith("s=") else row["made"]
                yield {"made": made, "reader_a": row["rating"], "reader_b": row["rating"]}


def load(file: str) -> list[Row]:
    """Read a sheet; it has no rows if there is none."""
    if not (HERE / file).exists():
        return []
    with (HERE / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def table(title: str, rows: Iterable[Row]) -> Iterator[str]:
    """Yield a line for each way in which names were made."""
    ratings = defaultdict(list)
    for row in rows:
        ratings[row["made"]].append((float(row["reader_a"]) + float(row["reader_b"])) / 2)
    raw, real = (mean(ratings[made]) if made in ratings else None for made in ("plain", "real"))
    for made in sorted(ratings, key=lambda made: mean(ratings[made])):
        gap = (
            ""
            if raw is None or real is None
            else f"{(mean(ratings[made]) - raw) / (real - raw):.2f}"
        )
        label = "raw" if made == "plain" else made
        cells = [title, label, f"{mean(ratings[made]):.2f}", f"{good(ratings[made]):.2f}", gap]
        yield f"| {' | '.join(cells)} |"


def unrated(rows: Iterable[Row], ratings: Path) -> Iterator[str]:
    """Yield the means of the chosen names that are not among the ratings."""
    lines = ratings.read_text("utf-8").lower().splitlines()[1:]
    rated = {tuple(line.split("\t")[:2]) for line in lines}
    chosen = defaultdict(list)
    for row in rows:
        if row["made"].startswith("chosen"):
            is_new = (row["group"].lower(), row["name"].lower()) not in rated
            chosen[row["made"]].append((is_new, row))
    for made, entries in sorted(chosen.items()):
        new = [(float(r["reader_a"]) + float(r["reader_b"])) / 2 for is_new, r in entries if is_new]
        if new:
            yield f"{made}: {len(new)} of {len(entries)} not rated before, mean {mean(new):.2f}"


def least_good(rows: Iterable[Row], count: int = 3) -> Iterator[str]:
    """Yield the groups whose chosen names have the lowest means."""
    ratings = defaultdict(list)
    for row in rows:
        if row["made"] in {"chosen", "chosen, plain"}:
            ratings[row["group"]].append((float(row["reader_a"]) + float(row["reader_b"])) / 2)
    for group in sorted(ratings, key=lambda group: mean(ratings[group]))[:count]:
        yield f"{group} {mean(ratings[group]):.2f}"


def good(ratings: Sequence[float]) -> float:
    """Return the share of 4 or more."""
    return mean(rating >= GOOD for rating in ratings)


def agreements(names: Sequence[Row], blends: Sequence[Row]) -> Iterator[str]:
    """Yield the correlation of the two readers of each sheet."""
    for kind, rows in (("names", names), ("blends", blends)):
        if rows:
            ratings = ([float(row[f"reader_{reader}"]) for row in rows] for reader in "ab")
            yield f"{kind} {correlation(*ratings):.2f}"


if __name__ == "__main__":
    main()
