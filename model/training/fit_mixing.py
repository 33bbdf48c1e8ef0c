"""Fits what mixtures of two names are chosen by: `python -m model.training.fit_mixing`.

It prints what readers gave mixtures on average, and the share that is all right or better;
how well a regression on the first panel predicts what the others gave; then its weights.
`model/selection/mixing.py` has the weights, rounded.
"""

import csv
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from model.domain.condition import Condition
from model.domain.corpus import NAMES_FILE
from model.domain.generation import NameRequest
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.selection.mixing import FEATURES, NameMixer
from model.selection.selector import NameSelector

MIXTURES = NAMES_FILE.with_name("ratings") / "mixtures.tsv"
_ALL_RIGHT = 3
_DECAY = 3.0


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
    mixer = NameSelector.load(NameGenerator.load()).mixer
    rows = [row for row in (features_of(mixer, each) for each in read) if row is not None]
    features, given = (
        np.array([row for _, row in rows]),
        np.array([each.rating for each, _ in rows]),
    )
    is_first = np.array([each.panel == 1 for each, _ in rows])
    model = make_pipeline(StandardScaler(), Ridge(_DECAY)).fit(features[is_first], given[is_first])
    told, said = model.predict(features[~is_first]), given[~is_first]
    print(f"other panels: {len(said)}, correlation {np.corrcoef(told, said)[0, 1]:.2f}")  # noqa: T201 - likewise
    weights = model[-1].coef_ / model[0].scale_
    print(f"start: {model[-1].intercept_ - weights @ model[0].mean_:.2f}")  # noqa: T201 - likewise
    for title, weight in zip(FEATURES, weights, strict=True):
        print(f"{title}: {weight:.2f}")  # noqa: T201 - likewise


def read_mixtures() -> Iterator[ReadMixture]:
    """Read all mixtures that were read."""
    with MIXTURES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            first, second = row["names"].split("+")
            rating = fmean((int(row["reader1"]), int(row["reader2"])))
            panel, made = int(row["panel"]), row["made"]
            yield ReadMixture(panel, (first, second), row["country"], row["name"], made, rating)


def features_of(mixer: NameMixer, read: ReadMixture) -> tuple[ReadMixture, Sequence[float]] | None:
    """Return a mixture with its `FEATURES`; None if `/mix` would not make it."""
    country = read.country
    spelled = mixer.spell(read.names[0], country), mixer.spell(read.names[1], country)
    request = NameRequest(Condition.for_country(country))
    _, features = mixer.read([lower(read.name, country)], spelled, request)
    return (read, features[0].tolist()) if len(features) else None


def _kind(read: ReadMixture) -> tuple[int, str]:
    return read.panel, read.made


if __name__ == "__main__":
    main()
