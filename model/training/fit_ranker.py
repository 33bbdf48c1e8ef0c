"""Fits the ranker to what readers say of names: `python -m model.training.fit_ranker`.

It writes into the model card how well rankers order names, and names of countries, that they were
not fitted to, then `model/weights/ranker.npz`, in five minutes.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import mse_loss

from data.attested.readings import IMPRESSIONS, NEW_NAMES
from model.domain.arrays import BoolArray, DoubleArray, FloatArray
from model.domain.spelling import lower
from model.evaluation.card import CARD, CardBlock
from model.inference.name_generator import NameGenerator
from model.network.weights import Weights
from model.selection.features import FEATURES
from model.selection.ranker import AGE, APPEAL, QUALITY, NameRanker, letter_ids
from model.training.candidates import CandidateReader
from model.training.ranker_net import RankerConfig, RankerNet, descend, moments
from model.training.ratings import (
    HEADINGS,
    NAME_RATINGS,
    RatedName,
    Readings,
    draw_folds,
    figures,
    is_readable,
    load_ratings,
    rows_by,
)

BLOCK = CardBlock("ranker", "python -m model.training.fit_ranker")
FOLDS = 5
EPOCHS = 6
_NETWORK = RankerConfig(filters=96, hidden=128, dropout=0.3)
_OTHERS, _IMPRESSIONS = 0.3, 0.7
"""Weights of the losses of names that were not rated as new ones, and of how readers like names; a
batch has as many of each."""
_UNKNOWN = 0.15
"""Share of names that are learnt as if their country had no ratings."""


@dataclass(frozen=True)
class RatedNames:
    """Rated names of a country each, with their `FEATURES` (names, features)."""

    rated: Sequence[RatedName]
    features: FloatArray

    @classmethod
    def read(cls, rated: Sequence[RatedName], reader: CandidateReader) -> "RatedNames":
        """Compute the features of rated names."""
        codes = [name.countries[0] for name in rated]
        return cls(rated, reader.features([name.name for name in rated], codes))

    def select(self, rows: BoolArray) -> "RatedNames":
        """Return some of the names."""
        rated = [self.rated[row] for row in np.flatnonzero(rows).tolist()]
        return RatedNames(rated, self.features[rows])

    @property
    def by_age(self) -> "RatedNames":
        """Return them with how old-fashioned they sound as their ratings."""
        return RatedNames([replace(name, rating=name.age) for name in self.rated], self.features)

    @cached_property
    def countries(self) -> Sequence[str]:
        """Codes (names)."""
        return [name.countries[0] for name in self.rated]

    @cached_property
    def spelled(self) -> Sequence[str]:
        """The names in lower case."""
        return [lower(name.name, name.countries[0]) for name in self.rated]


@dataclass(frozen=True)
class Ratings:
    """What the ranker is fitted to.

    Attributes:
        names: rated whether they exist or not, which has a layer of its own behind the hidden one.
        new: judged as new ones.
        liked: of which readers said how they like them, and how old-fashioned they sound.
    """

    names: RatedNames
    new: RatedNames
    liked: RatedNames

    @classmethod
    def read(cls, reader: CandidateReader) -> "Ratings":
        """Read all those of countries that the network knows, in letters that it knows."""
        return cls(*(_read(path, reader) for path in (NAME_RATINGS, NEW_NAMES, IMPRESSIONS)))

    def __iter__(self) -> Iterator[RatedNames]:
        yield from (self.names, self.new, self.liked)

    @property
    def rated(self) -> Sequence[RatedName]:
        """All of them, one part after the other."""
        return [name for part in self for name in part.rated]

    def select(self, rows: BoolArray) -> "Ratings":
        """Return some of them: rows of the names, then of the new ones, then of those liked."""
        ends = np.cumsum([len(part.rated) for part in self])[:-1]
        parts = zip(self, np.split(rows, ends), strict=True)
        return Ratings(*(part.select(of_part) for part, of_part in parts))


class Encoded(NamedTuple):
    """Names as the network reads them.

    Attributes:
        ids: of `letter_ids` (names, positions).
        features: standardised (names, features).
        countries: 1 + their index (names).
    """

    ids: Tensor
    features: Tensor
    countries: Tensor

    def select(self, rows: Tensor) -> "Encoded":
        """Return some of the names; the countries of some of these are not told."""
        told = torch.rand(len(rows)) >= _UNKNOWN
        return Encoded(self.ids[rows], self.features[rows], self.countries[rows] * told)


def main(epochs: int) -> None:
    """Write the figures into the card, fit to all ratings, and write."""
    torch.set_num_threads(1)  # faster for matrices as small as these
    ratings = Ratings.read(CandidateReader(NameGenerator.load()))
    table = "\n".join(report(ratings, epochs))
    BLOCK.write(CARD, table)
    fit(ratings, epochs).save()
    print(f"{table}\n\nwrote {NameRanker.shipped}")  # noqa: T201 - this is a command


def _read(path: Path, reader: CandidateReader) -> RatedNames:
    names = (name for name in load_ratings(path) if len(name.countries) == 1)
    return RatedNames.read([name for name in names if is_readable(name, reader.generator)], reader)


def report(ratings: Ratings, epochs: int) -> Iterator[str]:
    """Yield a Markdown table: how well rankers order names that were left out of their fits.

    A spelling is left out wherever it was rated: what readers say of it under one country tells
    what they say under another.
    """
    yield f"| left out | {' | '.join(HEADINGS)} |"
    yield f"|---|{'--:|' * len(HEADINGS)}"
    rng = np.random.default_rng(0)
    spellings = draw_folds([name.folded for name in ratings.rated], FOLDS, rng)
    countries = draw_folds([name.countries for name in ratings.rated], FOLDS, rng)
    for label, folds in (("spellings", spellings), ("whole countries", countries)):
        left_out = ratings.select(folds == 0)
        ranker = fit(ratings.select(folds != 0), epochs)
        judged, liked = (judge(ranker, part) for part in (left_out.new, left_out.liked))
        for kind, part, expected in (
            ("new names", left_out.new, judged[:, QUALITY]),
            ("how they are liked", left_out.liked, liked[:, APPEAL]),
            ("how old-fashioned they sound", left_out.liked.by_age, liked[:, AGE]),
            ("any names", left_out.names, rate(ranker, left_out.names)),
        ):
            yield f"| {kind}: {label} | {figures(part.rated, expected, by_country=True)} |"


def fit(ratings: Ratings, epochs: int) -> NameRanker:
    """Fit a ranker; countries without ratings are rated as one that it does not know.

    Args:
        ratings: what it learns from.
        epochs: passes over the new names.
    """
    torch.manual_seed(0)
    weights = Weights.load()
    alphabet, means, scales = weights.alphabet[1:], *moments(ratings.names.features)
    places = {code: place for place, code in enumerate(weights.countries, 1)}

    def encode(names: RatedNames) -> Encoded:
        ids = torch.from_numpy(letter_ids(names.spelled, alphabet))
        features = torch.from_numpy((names.features - means) / scales)
        return Encoded(ids, features, torch.tensor([places[code] for code in names.countries]))

    (names, of_names), (new, of_new), (liked, of_liked) = (
        (encode(part), Readings.of(part.rated)) for part in ratings
    )
    panels = of_names.count, of_new.count, of_liked.count
    net = RankerNet(len(alphabet), len(places), len(FEATURES), panels, _NETWORK)
    ages = torch.tensor([name.age for name in ratings.liked.rated])
    impressions = torch.stack([of_liked.ratings, ages], dim=1)

    def loss(rows: Tensor) -> Tensor:
        quality = net.quality(net.encode(*new.select(rows)), of_new.panels[rows])
        others = torch.randint(len(of_names.panels), (len(rows),))
        expected = net(*names.select(others), of_names.panels[others])
        some = torch.randint(len(of_liked.panels), (len(rows),))
        said = net.impressions(net.encode(*liked.select(some)), of_liked.panels[some])
        return (
            mse_loss(quality, of_new.ratings[rows])
            + _OTHERS * mse_loss(expected, of_names.ratings[others])
            + _IMPRESSIONS * mse_loss(said, impressions[some])
        )

    descend(net, loss, len(of_new.panels), epochs)
    rated = frozenset(ratings.names.countries)
    return net.export(alphabet, weights.countries, rated, means, scales)


def rate(ranker: NameRanker, data: RatedNames) -> DoubleArray:
    """Return what a ranker expects of rated names (names)."""
    ratings = np.zeros(len(data.rated))
    for rows, hidden in _encode(ranker, data):
        ratings[rows] = ranker.rate_encoded(hidden)
    return ratings


def judge(ranker: NameRanker, data: RatedNames) -> DoubleArray:
    """Return what it expects readers to say of them as new ones (names, 3)."""
    said = np.zeros((len(data.rated), 3))
    for rows, hidden in _encode(ranker, data):
        said[rows] = ranker.judge(hidden)
    return said


def _encode(ranker: NameRanker, data: RatedNames) -> Iterator[tuple[list[int], FloatArray]]:
    """Yield the rows of each country, and their hidden layer (rows, hidden)."""
    for country, rows in rows_by(data.countries).items():
        names = [data.spelled[row] for row in rows]
        yield rows, ranker.encode(names, data.features[rows], country)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="in seconds, to try the code")
    main(1 if parser.parse_args().small else EPOCHS)
