"""Fits the ranker to the ratings: `python -m model.training.fit_ranker`.

It first prints how well rankers fitted without some countries order those countries' names, then
fits to all ratings and writes `model/weights/ranker.npz`. It takes a minute.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sklearn.ensemble import GradientBoostingRegressor

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.condition import Condition
from model.domain.corpus import NAMES_FILE
from model.domain.spelling import fold, lower
from model.inference.name_generator import NameGenerator
from model.selection.country_names import CountryLists
from model.selection.features import FEATURES, Candidates, compute_features
from model.selection.ranker import RANKER, NameRanker
from model.training.trees import export_trees

RATINGS = NAMES_FILE.with_name("ratings") / "names.tsv"
NOT_INVENTED = frozenset({"real", "language model"})
"""How names were made that the network did not invent: fitted to, but not evaluated on."""
FOLDS = 10
TREES, LEAVES = 120, 6
GOOD = 4


@dataclass(frozen=True, slots=True)
class RatedName:
    """A line of the ratings: see `data/ratings/README.md`."""

    country: str
    name: str
    made: str
    panel: int
    rating: float


def main() -> None:
    """Print the figures of leaving countries out, fit to all, and write."""
    rated = load_ratings()
    features = rated_features(rated)
    lines = [*report(rated, cross_validate(rated, features))]
    fit(rated, features).save()
    print("\n".join([*lines, "", f"wrote {RANKER}"]))  # noqa: T201 - this is a command


def load_ratings(path: Path = RATINGS) -> list[RatedName]:
    """Read the ratings."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        RatedName(row["country"], row["name"], row["made"], int(row["panel"]), float(row["rating"]))
        for row in rows
    ]


def rated_features(rated: Sequence[RatedName]) -> FloatArray:
    """Return the ranker's features of rated names, and the panel (names, features + 1)."""
    generator = NameGenerator.load()
    lists = CountryLists.load(generator.known, generator.countries)
    features = np.zeros((len(rated), len(FEATURES) + 1), np.float32)
    for country in sorted({name.country for name in rated}):
        rows = [row for row, name in enumerate(rated) if name.country == country]
        names = [lower(rated[row].name, country) for row in rows]
        nll = generator.batch_letter_nll(names, [Condition.for_country(country)])[0]
        candidates = Candidates(names, list(map(fold, names)), nll.astype(np.float32))
        features[rows, :-1] = compute_features(candidates, lists.country_names(country))
        features[rows, -1] = [rated[row].panel for row in rows]
    return features


def cross_validate(rated: Sequence[RatedName], features: FloatArray, seed: int = 0) -> DoubleArray:
    """Rate each name by trees fitted to the other countries only, in ten folds (names)."""
    countries = sorted({name.country for name in rated})
    np.random.default_rng(seed).shuffle(countries)
    ratings = np.array([name.rating for name in rated])
    predicted = np.zeros(len(rated))
    for part in range(FOLDS):
        held_out = np.isin([name.country for name in rated], countries[part::FOLDS])
        trees = _regressor().fit(features[~held_out], ratings[~held_out])
        predicted[held_out] = trees.predict(features[held_out])
    return predicted


def report(rated: Sequence[RatedName], predicted: DoubleArray) -> Iterator[str]:
    """Yield a Markdown table: how well the predicted order agrees with the ratings, by panel."""
    heads = ("panel", "names", "rank correlation", "best twentieth", "4 or more", "best tenth")
    yield f"| {' | '.join(heads)} | 4 or more |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    panels = sorted({name.panel for name in rated})
    for label, chosen in [("all", panels), *((str(panel), [panel]) for panel in panels)]:
        rows = [
            row
            for row, name in enumerate(rated)
            if name.panel in chosen and name.made not in NOT_INVENTED
        ]
        ratings = np.array([rated[row].rating for row in rows])
        order = np.argsort(-predicted[rows], kind="stable")
        best = [ratings[order[: max(1, len(rows) // part)]] for part in (20, 10)]
        correlation = spearmanr(predicted[rows], ratings).statistic
        cells = [f"{part.mean():.2f} | {(part >= GOOD).mean():.2f}" for part in best]
        yield f"| {label} | {len(rows)} | {correlation:.2f} | {' | '.join(cells)} |"


def fit(rated: Sequence[RatedName], features: FloatArray) -> NameRanker:
    """Fit to all ratings; what it serves are the ratings of the last panel."""
    trees = _regressor().fit(features, [name.rating for name in rated])
    return export_trees(trees, decided=max(name.panel for name in rated))


def _regressor() -> GradientBoostingRegressor:
    return GradientBoostingRegressor(
        n_estimators=TREES,
        max_leaf_nodes=LEAVES,
        learning_rate=0.06,
        min_samples_leaf=20,
        subsample=0.5,
        random_state=0,
    )


if __name__ == "__main__":
    main()
