"""Fits what mixtures of two names are chosen by: `python -m model.training.fit_mixing`.

It prints what readers gave mixtures on average, the share that is all right or better, and for
which share of the pairs there is one that the two would consider, then the same of all that was
served together; for those that exist and for new ones how well a regression predicts what they
gave those of pairs that it was not fitted to, and its weights. `model/selection/mixing.py` has the
weights, rounded.
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
_ALL_RIGHT, _CONSIDERED = 3, 3.5
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
    for key in (_kind, _source):
        for (panel, made), group in groupby(sorted(read, key=key), key):
            print(f"| {panel} | {made} | {_summary([*group], read)} |")  # noqa: T201 - a command
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


def _summary(group: Sequence[ReadMixture], read: Sequence[ReadMixture]) -> str:
    """Say how many there are, their mean, and the share that is all right or better.

    And for which share of the pairs of their panel there is one that the two would consider.
    """
    good = fmean(each.rating >= _ALL_RIGHT for each in group)
    pairs = {each.names for each in read if each.panel == group[0].panel}
    happy = {each.names for each in group if each.rating >= _CONSIDERED}
    mean = fmean(each.rating for each in group)
    return f"{len(group)} | {mean:.2f} | {good:.2f} | {len(happy) / len(pairs):.2f}"


def _kind(read: ReadMixture) -> tuple[int, str]:
    return read.panel, read.made


def _source(read: ReadMixture) -> tuple[int, str]:
    """Return what served a mixture, whether it exists or is new."""
    return read.panel, read.made.partition(",")[0]


if __name__ == "__main__":
    main()
