"""Fits the ranker of blends: `python -m model.training.fit_blend_ranker`, after `fit_ranker`.

It first prints how well rankers fitted without a pair order that pair's names, then fits to all
ratings of pairs and writes `model/weights/blend_ranker.npz`.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr
from sklearn.ensemble import GradientBoostingRegressor

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.condition import Condition
from model.domain.corpus import NAMES_FILE
from model.inference.name_generator import NameGenerator
from model.selection.blends import BLEND_FEATURES, BLEND_RANKER, compute_blend_features
from model.selection.country_names import CountryLists
from model.selection.everyday_words import EverydayWords
from model.selection.ranker import NameRanker
from model.selection.selector import NameSelector
from model.training.fit_ranker import GOOD
from model.training.trees import export_trees

BLEND_RATINGS = NAMES_FILE.with_name("ratings") / "blends.tsv"


@dataclass(frozen=True, slots=True)
class RatedBlend:
    """A line of the ratings of blends: see `data/ratings/README.md`."""

    countries: tuple[str, ...]
    name: str
    made: str
    rating: float


def main() -> None:
    """Print the figures of leaving pairs out, fit to all, and write."""
    rated = load_ratings()
    features = rated_features(rated)
    lines = [*report(rated, cross_validate(rated, features))]
    trees = _regressor().fit(features, [blend.rating for blend in rated])
    export_trees(trees).save(BLEND_RANKER)
    print("\n".join([*lines, "", f"wrote {BLEND_RANKER}"]))  # noqa: T201 - this is a command


def load_ratings() -> list[RatedBlend]:
    """Read the ratings of blends."""
    with BLEND_RATINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        RatedBlend(
            tuple(row["countries"].split("+")), row["name"], row["made"], float(row["rating"])
        )
        for row in rows
    ]


def rated_features(rated: Sequence[RatedBlend]) -> FloatArray:
    """Return the `BLEND_FEATURES` of rated names (names, features)."""
    generator, ranker = NameGenerator.load(), NameRanker.load()
    lists = CountryLists.load(generator.known, generator.countries)
    selector = NameSelector(generator, ranker, ranker, lists, EverydayWords.load())
    features = np.zeros((len(rated), len(BLEND_FEATURES)), np.float32)
    for countries in sorted({blend.countries for blend in rated}):
        rows = [row for row, blend in enumerate(rated) if blend.countries == countries]
        names = [rated[row].name for row in rows]
        condition = Condition.blend(dict.fromkeys(countries, 1.0))
        ratings, nll = selector.rate_under(names, condition)
        lengths = np.array([len(name) for name in names])
        features[rows] = compute_blend_features(ratings, nll, lengths)
    return features


def cross_validate(rated: Sequence[RatedBlend], features: FloatArray) -> DoubleArray:
    """Rate each name by trees fitted to the other pairs only (names)."""
    ratings = np.array([blend.rating for blend in rated])
    predicted = np.zeros(len(rated))
    for countries in sorted({blend.countries for blend in rated}):
        held_out = np.array([blend.countries == countries for blend in rated])
        trees = _regressor().fit(features[~held_out], ratings[~held_out])
        predicted[held_out] = trees.predict(features[held_out])
    return predicted


def report(rated: Sequence[RatedBlend], predicted: DoubleArray) -> Iterator[str]:
    """Yield a Markdown table: how well the predicted order agrees with the ratings."""
    yield "| names | rank correlation | best twentieth | 4 or more | best tenth | 4 or more |"
    yield "|--:|--:|--:|--:|--:|--:|"
    rows = [row for row, blend in enumerate(rated) if blend.made != "language model"]
    ratings = np.array([rated[row].rating for row in rows])
    order = np.argsort(-predicted[rows], kind="stable")
    best = [ratings[order[: len(rows) // part]] for part in (20, 10)]
    cells = [f"{part.mean():.2f} | {(part >= GOOD).mean():.2f}" for part in best]
    correlation = spearmanr(predicted[rows], ratings).statistic
    yield f"| {len(rows)} | {correlation:.2f} | {' | '.join(cells)} |"


def _regressor() -> GradientBoostingRegressor:
    return GradientBoostingRegressor(
        n_estimators=150,
        max_leaf_nodes=5,
        learning_rate=0.05,
        min_samples_leaf=15,
        subsample=0.6,
        random_state=0,
    )


if __name__ == "__main__":
    main()
