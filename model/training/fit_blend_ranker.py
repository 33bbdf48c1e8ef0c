"""Fits the ranker of blends: `python -m model.training.fit_blend_ranker`, after `fit_ranker`.

It first prints how well rankers order names of pairs that they were not fitted to, then fits to all
ratings of pairs and writes `model/weights/blend_ranker.npz`.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator
from model.selection.blend_ranker import BLEND_RANKER
from model.selection.blends import BLEND_FEATURES, compute_blend_features
from model.selection.selector import NameSelector
from model.training.ratings import (
    BLEND_RATINGS,
    HEADINGS,
    RatedName,
    figures,
    load_ratings,
    rows_by_countries,
)
from model.training.trees import export_trees

FOLDS = 10
"""Groups of pairs, each rated by trees that were fitted to the other groups."""


def main() -> None:
    """Print the figures of leaving groups of pairs out, fit to all, and write."""
    rated = load_ratings(BLEND_RATINGS)
    features = rated_features(rated)
    lines = [*report(rated, cross_validate(rated, features))]
    trees = regressor().fit(features, [blend.rating for blend in rated])
    export_trees(trees).save()
    print("\n".join([*lines, "", f"wrote {BLEND_RANKER}"]))  # noqa: T201 - this is a command


def rated_features(rated: Sequence[RatedName]) -> FloatArray:
    """Return the `BLEND_FEATURES` of rated names (names, features)."""
    rater = NameSelector.load(NameGenerator.load()).rater
    features = np.zeros((len(rated), len(BLEND_FEATURES)), np.float32)
    for countries, rows in rows_by_countries(rated):
        names = [rated[row].name for row in rows]
        condition = Condition.blend(dict.fromkeys(countries, 1.0))
        ratings, nll = rater.rate_under(names, condition)
        lengths = np.array([len(name) for name in names])
        features[rows] = compute_blend_features(ratings, nll, lengths)
    return features


def cross_validate(rated: Sequence[RatedName], features: FloatArray) -> DoubleArray:
    """Rate each name by trees fitted to other groups of pairs only (names)."""
    ratings = np.array([blend.rating for blend in rated])
    folds = np.zeros(len(rated), np.intp)
    for number, (_, rows) in enumerate(rows_by_countries(rated)):
        folds[rows] = number % FOLDS
    predicted = np.zeros(len(rated))
    for number in np.unique(folds).tolist():
        left_out = folds == number
        trees = regressor().fit(features[~left_out], ratings[~left_out])
        predicted[left_out] = trees.predict(features[left_out])
    return predicted


def report(rated: Sequence[RatedName], predicted: DoubleArray) -> Iterator[str]:
    """Yield a Markdown table: how well the predicted order agrees with the ratings."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|{'--:|' * len(HEADINGS)}"
    yield f"| {figures(rated, predicted)} |"


def regressor() -> GradientBoostingRegressor:
    """Return trees that are not fitted yet."""
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
