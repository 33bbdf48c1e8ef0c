"""Fits the ranker to what readers say of names: `python -m model.training.fit_ranker`.

It writes into the model card how well rankers order names, and names of countries, that they were
not fitted to, then `model/weights/ranker.npz`, in five minutes.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import mse_loss

from data.attested.readings import NEW_NAMES
from model.domain.arrays import BoolArray, DoubleArray, FloatArray
from model.domain.spelling import lower
from model.evaluation.card import CARD, CardBlock
from model.inference.name_generator import NameGenerator
from model.network.weights import Weights
from model.selection.features import FEATURES
from model.selection.ranker import NameRanker, letter_ids
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
_OTHERS = 0.3
"""Weight of the loss of names that were not rated as new ones; a batch has as many of them."""
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

    @cached_property
    def countries(self) -> Sequence[str]:
        """Codes (names)."""
        return [name.countries[0] for name in self.rated]

    @cached_property
    def spelled(self) -> Sequence[str]:
        """The names in lower case."""
        return [lower(name.name, name.countries[0]) for name in self.rated]


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
    reader = CandidateReader(NameGenerator.load())
    data = RatedNames.read(load_ratings(NAME_RATINGS), reader)
    new = read_new(reader)
    table = "\n".join(report(data, new, epochs))
    BLOCK.write(CARD, table)
    fit(data, new, epochs).save()
    print(f"{table}\n\nwrote {NameRanker.shipped}")  # noqa: T201 - this is a command


def read_new(reader: CandidateReader) -> RatedNames:
    """Return the names that were judged as new ones, if the network knows country and letters."""
    names = load_ratings(NEW_NAMES)
    return RatedNames.read([name for name in names if is_readable(name, reader.generator)], reader)


def report(data: RatedNames, new: RatedNames, epochs: int) -> Iterator[str]:
    """Yield a Markdown table: how well rankers order names that were left out of their fits.

    A spelling is left out wherever it was rated: what readers say of it under one country tells
    what they say under another.
    """
    yield f"| left out | {' | '.join(HEADINGS)} |"
    yield f"|---|{'--:|' * len(HEADINGS)}"
    rng = np.random.default_rng(0)
    both = len(data.rated)
    spellings = draw_folds([name.folded for name in (*data.rated, *new.rated)], FOLDS, rng)
    countries = draw_folds([*data.countries, *new.countries], FOLDS, rng)
    for label, folds in (("spellings", spellings), ("whole countries", countries)):
        is_left_out = folds == 0
        of_data, of_new = is_left_out[:both], is_left_out[both:]
        ranker = fit(data.select(~of_data), new.select(~of_new), epochs)
        judged, rated = new.select(of_new), data.select(of_data)
        worth, ratings = rate(ranker, judged, as_new=True), rate(ranker, rated)
        yield f"| new names: {label} | {figures(judged.rated, worth, by_country=True)} |"
        yield f"| any names: {label} | {figures(rated.rated, ratings, by_country=True)} |"


def fit(data: RatedNames, new: RatedNames, epochs: int) -> NameRanker:
    """Fit a ranker; countries without ratings are rated as one that it does not know.

    Args:
        data: names that were rated whether they exist or not; they have a layer of their own
            behind the hidden one.
        new: names that were judged as new ones.
        epochs: passes over the new names.
    """
    torch.manual_seed(0)
    weights, readings, of_new = Weights.load(), Readings.of(data.rated), Readings.of(new.rated)
    alphabet, means, scales = weights.alphabet[1:], *moments(data.features)
    places = {code: place for place, code in enumerate(weights.countries, 1)}

    def encode(names: RatedNames) -> Encoded:
        ids = torch.from_numpy(letter_ids(names.spelled, alphabet))
        features = torch.from_numpy((names.features - means) / scales)
        return Encoded(ids, features, torch.tensor([places[code] for code in names.countries]))

    rated, judged = encode(data), encode(new)
    panels = readings.count, of_new.count
    net = RankerNet(len(alphabet), len(places), len(FEATURES), panels, _NETWORK)

    def loss(rows: Tensor) -> Tensor:
        worth = net.worth(net.encode(*judged.select(rows)), of_new.panels[rows])
        others = torch.randint(len(data.rated), (len(rows),))
        expected = net(*rated.select(others), readings.panels[others])
        of_others = mse_loss(expected, readings.ratings[others])
        return mse_loss(worth, of_new.ratings[rows]) + _OTHERS * of_others

    descend(net, loss, len(new.rated), epochs)
    return net.export(alphabet, weights.countries, frozenset(data.countries), means, scales)


def rate(ranker: NameRanker, data: RatedNames, *, as_new: bool = False) -> DoubleArray:
    """Return what a ranker expects of rated names, or what they are worth as new ones (names)."""
    ratings = np.zeros(len(data.rated))
    for country, rows in rows_by(data.countries).items():
        names = [data.spelled[row] for row in rows]
        hidden = ranker.encode(names, data.features[rows], country)
        ratings[rows] = ranker.worth(hidden) if as_new else ranker.rate_encoded(hidden)
    return ratings


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="in seconds, to try the code")
    main(1 if parser.parse_args().small else EPOCHS)
