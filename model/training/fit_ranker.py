"""Fits the ranker to what readers say of names: `python -m model.training.fit_ranker`.

It writes into the model card how well rankers order names, and names of countries, that they were
not fitted to, then `model/weights/ranker.npz`, in five minutes.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch.nn.functional import mse_loss

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
    load_ratings,
    rows_by,
)

BLOCK = CardBlock("ranker", "python -m model.training.fit_ranker")
FOLDS = 5
EPOCHS = 5
_NETWORK = RankerConfig(filters=96, hidden=128, dropout=0.3)
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


def main(epochs: int) -> None:
    """Write the figures into the card, fit to all ratings, and write."""
    torch.set_num_threads(1)  # faster for matrices as small as these
    reader = CandidateReader(NameGenerator.load())
    data = RatedNames.read(load_ratings(NAME_RATINGS), reader)
    table = "\n".join(report(data, epochs))
    BLOCK.write(CARD, table)
    fit(data, epochs).save()
    print(f"{table}\n\nwrote {NameRanker.shipped}")  # noqa: T201 - this is a command


def report(data: RatedNames, epochs: int) -> Iterator[str]:
    """Yield a Markdown table of how well rankers order names that were left out of their fits.

    A spelling is left out wherever it was rated: what readers say of it under one country tells
    what they say under another.
    """
    yield f"| left out | {' | '.join(HEADINGS)} |"
    yield f"|---|{'--:|' * len(HEADINGS)}"
    rng = np.random.default_rng(0)
    spellings = draw_folds([name.folded for name in data.rated], FOLDS, rng)
    held_out, expected = leave_out(data, spellings == 0, epochs)
    yield f"| spellings | {figures(held_out, expected)} |"
    yield f"| spellings, by country | {figures(held_out, expected, by_country=True)} |"
    countries = draw_folds(data.countries, FOLDS, rng)
    held_out, expected = leave_out(data, countries == 0, epochs)
    yield f"| whole countries, by country | {figures(held_out, expected, by_country=True)} |"


def leave_out(
    data: RatedNames, rows: BoolArray, epochs: int
) -> tuple[Sequence[RatedName], DoubleArray]:
    """Return names that a ranker is not fitted to, and what it expects of them (names)."""
    held_out = data.select(rows)
    return held_out.rated, rate(fit(data.select(~rows), epochs), held_out)


def fit(data: RatedNames, epochs: int) -> NameRanker:
    """Fit a ranker; countries without ratings are rated as one that it does not know."""
    torch.manual_seed(0)
    weights, readings = Weights.load(), Readings.of(data.rated)
    alphabet, means, scales = weights.alphabet[1:], *moments(data.features)
    ids = torch.from_numpy(letter_ids(data.spelled, alphabet))
    features = torch.from_numpy((data.features - means) / scales)
    places = {code: place for place, code in enumerate(weights.countries, 1)}
    countries = torch.tensor([places[code] for code in data.countries])
    net = RankerNet(len(alphabet), len(places), len(FEATURES), readings.count, _NETWORK)

    def loss(rows: torch.Tensor) -> torch.Tensor:
        known = countries[rows] * (torch.rand(len(rows)) >= _UNKNOWN)
        expected = net(ids[rows], features[rows], known, readings.panels[rows])
        return mse_loss(expected, readings.ratings[rows])

    descend(net, loss, len(ids), epochs)
    rated = frozenset(data.countries)
    return net.export(alphabet, weights.countries, rated, means, scales)


def rate(ranker: NameRanker, data: RatedNames) -> DoubleArray:
    """Return what a ranker expects of rated names (names)."""
    ratings = np.zeros(len(data.rated))
    for country, rows in rows_by(data.countries).items():
        names = [data.spelled[row] for row in rows]
        ratings[rows] = ranker.rate(names, data.features[rows], country)
    return ratings


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="in seconds, to try the code")
    main(1 if parser.parse_args().small else EPOCHS)
