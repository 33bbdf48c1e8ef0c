"""Fits what mixtures of two names are chosen by: `python -m model.training.fit_mixing`.

It prints what readers gave mixtures on average, and the share that is all right or better;
for those that exist and for new ones how well a regression predicts what they gave those of pairs
that it was not fitted to, and its weights. `model/selection/mixing.py` has the weights, rounded.
"""

import csv
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import NAMES_FILE
from model.domain.mixture import read_mixture
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.selection.mixing import FEATURES, NameMixer
from model.selection.selector import NameSelector

MIXTURES = NAMES_FILE.with_name("ratings") / "mixtures.tsv"
_WRITTEN = "language model"
"""What is not fitted to: a language model chose these by ear, out of many."""
_ALL_RIGHT = 3
_DECAY = 3.0
_FOLDS = 8


class ReadMixture(NamedTuple):
    """What two readers gave a mixture of two names on average, 1 to 5."""

    panel: int
    names: tuple[str, str]
    country: str
    name: str
    made: str
    rating: float


def main() -> None:
    """Print the tables."""
    read = [*read_mixtures()]
    for (panel, made), group in groupby(sorted(read, key=_kind), _kind):
        ratings = [each.rating for each in group]
        good = fmean(rating >= _ALL_RIGHT for rating in ratings)
        print(f"| {panel} | {len(ratings)} | {made} | {fmean(ratings):.2f} | {good:.2f} |")  # noqa: T201 - a command
    generator = NameGenerator.load()
    mixer = NameSelector.load(generator).mixer
    fitted = [each for each in read if each.made != _WRITTEN]
    rows = [features_of(mixer, each) for each in fitted]
    are_new = generator.existence.are_new([each.name for each in fitted])
    for title, is_new in (("existing", False), ("new", True)):
        kept = [
            (each, row)
            for each, row, new in zip(fitted, rows, are_new, strict=True)
            if new == is_new and row is not None
        ]
        print(title)  # noqa: T201 - likewise
        _fit([each for each, _ in kept], np.array([row for _, row in kept]))


def _fit(read: Sequence[ReadMixture], features: DoubleArray) -> None:
    given = np.array([each.rating for each in read])
    model = make_pipeline(StandardScaler(), Ridge(_DECAY))
    pairs = ["+".join(each.names) for each in read]
    told = cross_val_predict(model, features, given, groups=pairs, cv=GroupKFold(_FOLDS))
    print(f"  {len(given)} mixtures, correlation {np.corrcoef(told, given)[0, 1]:.2f}")  # noqa: T201 - likewise
    model.fit(features, given)
    weights = model[-1].coef_ / model[0].scale_
    print(f"  start: {model[-1].intercept_ - weights @ model[0].mean_:.2f}")  # noqa: T201 - likewise
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"  {name}: {weight:.2f}")  # noqa: T201 - likewise


def read_mixtures() -> Iterator[ReadMixture]:
    """Read all mixtures that were read."""
    with MIXTURES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            first, second = row["names"].split("+")
            rating = fmean((int(row["reader1"]), int(row["reader2"])))
            panel, made = int(row["panel"]), row["made"]
            yield ReadMixture(panel, (first, second), row["country"], row["name"], made, rating)


def features_of(mixer: NameMixer, read: ReadMixture) -> DoubleArray | None:
    """Return the `FEATURES` of a mixture (features); None if `/mix` would not make it."""
    country = read.country
    spelled = mixer.spell(read.names[0], country), mixer.spell(read.names[1], country)
    mixture = read_mixture(lower(read.name, country), spelled)
    if mixture is None:
        return None
    condition = Condition.for_country(country)
    return np.asarray(mixer.compute_features([mixture], spelled, condition)[0])


def _kind(read: ReadMixture) -> tuple[int, str]:
    return read.panel, read.made


if __name__ == "__main__":
    main()
