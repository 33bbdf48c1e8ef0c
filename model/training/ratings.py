"""Reading the ratings in `data/ratings/`, and judging rankers by them."""

import csv
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.stats import spearmanr
from torch import Tensor

from model.domain.arrays import DoubleArray, IntArray
from model.domain.corpus import NAMES_FILE

NAME_RATINGS = NAMES_FILE.with_name("ratings") / "names.tsv"
BLEND_RATINGS = NAMES_FILE.with_name("ratings") / "blends.tsv"
NOT_INVENTED = frozenset({"real", "language model"})
"""How names were made that the network did not invent: fitted to, but not evaluated on."""
_GOOD = 4
HEADINGS = ("names", "rank correlation", "best twentieth", "4 or more", "best tenth", "4 or more")


@dataclass(frozen=True, slots=True)
class RatedName:
    """A line of the ratings: see `data/ratings/README.md`.

    Attributes:
        countries: codes; one, or those of a blend.
        name: as the reader saw it.
        made: where it comes from.
        panel: which readers rated it.
        rating: 1 to 5.
    """

    countries: tuple[str, ...]
    name: str
    made: str
    panel: int
    rating: float


@dataclass(frozen=True, slots=True)
class Readings:
    """What readers said of names.

    Attributes:
        panels: indices of those who rated them (names).
        ratings: 1 to 5 (names).
        count: of panels.
    """

    panels: Tensor
    ratings: Tensor
    count: int

    @classmethod
    def of(cls, rated: Sequence[RatedName]) -> "Readings":
        """Number the panels from 0 on, in the order of their numbers."""
        numbers = sorted({name.panel for name in rated})
        panels = torch.tensor([numbers.index(name.panel) for name in rated])
        return cls(panels, torch.tensor([name.rating for name in rated]), len(numbers))


def draw_folds(keys: Sequence[Hashable], count: int, rng: np.random.Generator) -> IntArray:
    """Return a random fold, from 0 to `count` − 1, of each row (rows).

    Equal keys share one, and folds have equally many different keys, or one more.
    """
    distinct = [*dict.fromkeys(keys)]
    folds = dict(zip(distinct, rng.permutation(len(distinct)) % count, strict=True))
    return np.array([folds[key] for key in keys], np.intp)


def load_ratings(path: Path) -> list[RatedName]:
    """Read a file of ratings."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        RatedName(
            tuple((row.get("country") or row["countries"]).split("+")),
            row["name"],
            row["made"],
            int(row["panel"]),
            float(row["rating"]),
        )
        for row in rows
    ]


def rows_by_countries(
    rated: Sequence[RatedName],
) -> Iterator[tuple[tuple[str, ...], Sequence[int]]]:
    """Yield each country or pair with the indices of its names."""
    for countries in sorted({name.countries for name in rated}):
        yield countries, [row for row, name in enumerate(rated) if name.countries == countries]


def figures(rated: Sequence[RatedName], predicted: DoubleArray) -> str:
    """Return the cells under `HEADINGS`: how well a predicted order agrees with the ratings.

    Of the names that the network invented, the best by the prediction are judged by their mean
    rating and the share of good ones.
    """
    rows = [row for row, name in enumerate(rated) if name.made not in NOT_INVENTED]
    ratings = np.array([rated[row].rating for row in rows])
    order = np.argsort(-predicted[rows], kind="stable")
    best = [ratings[order[: max(1, len(rows) // part)]] for part in (20, 10)]
    cells = [f"{part.mean():.2f} | {(part >= _GOOD).mean():.2f}" for part in best]
    correlation = spearmanr(predicted[rows], ratings).statistic
    return f"{len(rows)} | {correlation:.2f} | {' | '.join(cells)}"
