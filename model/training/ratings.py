"""Reading the ratings in `data/ratings/`, and judging rankers by them."""

import csv
import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from scipy.stats import spearmanr
from torch import Tensor

from data.attested.readings import NOT_SPELLED
from model.domain.arrays import DoubleArray, IntArray
from model.domain.corpus import NAMES_FILE
from model.domain.spelling import fold, lower
from model.inference.name_generator import NameGenerator

Key = TypeVar("Key", bound=Hashable)
NAME_RATINGS = NAMES_FILE.with_name("ratings") / "names.tsv"
BLEND_RATINGS = NAMES_FILE.with_name("ratings") / "blends.tsv"
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
        rating: 1 to 5; of impressions, how the reader likes it.
        age: of impressions, how old-fashioned it sounds, 1 to 5.
    """

    countries: tuple[str, ...]
    name: str
    made: str
    panel: int
    rating: float
    age: float = math.nan

    @property
    def folded(self) -> str:
        """What all spellings of the name share, in any country."""
        return fold(self.name)


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
    """Read a file of ratings, but for new names that the reader knew all the same."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        RatedName(
            tuple((row.get("country") or row["countries"]).split("+")),
            row["name"],
            row["made"],
            int(row["panel"]),
            float(row["appeal"] if "appeal" in row else row["rating"]),
            float(row.get("age", "nan")),
        )
        for row in rows
        if row.get("exists", "0") == "0"
    ]


def is_readable(name: RatedName, generator: NameGenerator) -> bool:
    """Return whether a network knows the countries of a name and its letters."""
    letters = set(lower(name.name, name.countries[0]))
    return {*name.countries} <= {*generator.countries} and letters <= {*generator.alphabet}


def rows_by(keys: Iterable[Key]) -> dict[Key, list[int]]:
    """Return the indices of the rows that have each key."""
    rows: dict[Key, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        rows[key].append(row)
    return rows


def figures(rated: Sequence[RatedName], predicted: DoubleArray, *, by_country: bool = False) -> str:
    """Return the cells under `HEADINGS`: how well a predicted order agrees with the ratings.

    Of the names that the network spelled, the best by the prediction are judged by their mean
    rating and the share of good ones.

    Args:
        rated: names.
        predicted: what is expected of them (names).
        by_country: whether names are compared within a country alone, as they are chosen, and the
            figures are means over the countries.
    """
    rows = [row for row, name in enumerate(rated) if name.made not in NOT_SPELLED]
    ratings, expected = np.array([rated[row].rating for row in rows]), predicted[rows]
    groups = rows_by(rated[row].countries if by_country else () for row in rows).values()
    measured = np.mean([_measure(ratings[group], expected[group]) for group in groups], axis=0)
    return " | ".join([str(len(rows)), *(f"{figure:.2f}" for figure in measured)])


def _measure(ratings: DoubleArray, expected: DoubleArray) -> Sequence[float]:
    order = np.argsort(-expected, kind="stable")
    best = [ratings[order[: max(1, len(order) // part)]] for part in (20, 10)]
    goodness = [figure for part in best for figure in (part.mean(), (part >= _GOOD).mean())]
    return [spearmanr(expected, ratings).statistic, *goodness]
