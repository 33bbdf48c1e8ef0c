"""Fits the ranker to the ratings: `python -m model.training.fit_ranker`.

It first prints how well rankers order names that they were not fitted to, then fits to all ratings
and writes `model/weights/ranker.npz`. It takes some five minutes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from model.domain.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from model.domain.condition import Condition
from model.domain.spelling import fold, lower
from model.inference.name_generator import NameGenerator
from model.selection.country_names import CountryLists
from model.selection.features import FEATURES, Candidates, compute_features
from model.selection.ranker import RANKER, NameRanker, letter_ids
from model.training.ranker_net import RankerNet
from model.training.ratings import (
    HEADINGS,
    NAME_RATINGS,
    RatedName,
    figures,
    load_ratings,
    rows_by_countries,
)

FOLDS = 5
EPOCHS, BATCH_SIZE = 10, 256
LEARNING_RATE, WEIGHT_DECAY = 4e-3, 3e-2
_UNKNOWN = 0.15
"""Share of names that are fitted to as if their country had no ratings."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rated names as the network reads them.

    Attributes:
        rated: the names.
        alphabet: their letters.
        features: (names, features).
    """

    rated: Sequence[RatedName]
    alphabet: str
    features: FloatArray

    @classmethod
    def load(cls, rated: Sequence[RatedName]) -> "Dataset":
        """Compute the features of rated names with the shipped network."""
        generator = NameGenerator.load()
        lists = CountryLists.load(generator.known, generator.countries)
        features = np.zeros((len(rated), len(FEATURES)), np.float32)
        for (country,), rows in rows_by_countries(rated):
            names = [lower(rated[row].name, country) for row in rows]
            nll = generator.batch_letter_nll(names, [Condition.for_country(country)])[0]
            candidates = Candidates(names, list(map(fold, names)), nll.astype(np.float32))
            features[rows] = compute_features(candidates, lists.country_names(country))
        return cls(rated, generator.alphabet, features)

    def select(self, rows: BoolArray) -> "Dataset":
        """Return some of the names."""
        rated = [self.rated[row] for row in np.flatnonzero(rows).tolist()]
        return Dataset(rated, self.alphabet, self.features[rows])

    @property
    def countries(self) -> Sequence[str]:
        """The countries' codes, sorted."""
        return sorted({name.countries[0] for name in self.rated})

    def tensors(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return letter ids, countries, panels and ratings, as `RankerNet` takes them."""
        names = [lower(name.name, name.countries[0]) for name in self.rated]
        countries = {code: 1 + index for index, code in enumerate(self.countries)}
        panels = {number: index for index, number in enumerate(_panels(self))}
        return (
            torch.from_numpy(letter_ids(names, self.alphabet)),
            torch.tensor([countries[name.countries[0]] for name in self.rated]),
            torch.tensor([panels[name.panel] for name in self.rated]),
            torch.tensor([name.rating for name in self.rated]),
        )


def main() -> None:
    """Print the figures, fit to all, and write."""
    torch.set_num_threads(1)  # faster for matrices as small as these
    data = Dataset.load(load_ratings(NAME_RATINGS))
    lines = [*report(data)]
    fit(data).save()
    print("\n".join([*lines, "", f"wrote {RANKER}"]))  # noqa: T201 - this is a command


def report(data: Dataset) -> Iterator[str]:
    """Yield a Markdown table of how well names are ordered that were left out of the fit."""
    yield f"| left out | {' | '.join(HEADINGS)} |"
    yield f"|---|{'--:|' * len(HEADINGS)}"
    rng = np.random.default_rng(0)
    of_name = rng.integers(FOLDS, size=len(data.rated))
    folds = rng.permutation(len(data.countries)) % FOLDS
    fold_of = dict(zip(data.countries, folds, strict=True))
    of_country = np.array([fold_of[name.countries[0]] for name in data.rated])
    for label, folds in (("names", of_name), ("whole countries", of_country)):
        yield f"| {label} | {figures(data.rated, cross_validate(data, folds))} |"


def cross_validate(data: Dataset, folds: IntArray) -> DoubleArray:
    """Rate each name by a ranker fitted to the other folds (names)."""
    predicted = np.zeros(len(data.rated))
    for number in range(FOLDS):
        ranker = fit(data.select(folds != number))
        for (country,), rows in rows_by_countries(data.rated):
            held_out = [row for row in rows if folds[row] == number]
            names = [lower(data.rated[row].name, country) for row in held_out]
            if held_out:
                predicted[held_out] = ranker.rate(names, data.features[held_out], country)
    return predicted


def fit(data: Dataset, *, epochs: int = EPOCHS) -> NameRanker:
    """Fit to all names; what is served are the ratings of the last panel."""
    torch.manual_seed(0)
    ids, countries, panels, ratings = data.tensors()
    means, scales = data.features.mean(axis=0), data.features.std(axis=0)
    scales[scales == 0] = 1  # of a feature that is the same for all
    features = torch.from_numpy((data.features - means) / scales)
    net = RankerNet(len(data.alphabet), len(data.countries), len(FEATURES), len(_panels(data)))
    optimizer = torch.optim.AdamW(net.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = epochs * -(-len(ratings) // BATCH_SIZE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps)
    for _ in range(epochs):
        for batch in torch.split(torch.randperm(len(ratings)), BATCH_SIZE):
            is_known = torch.rand(len(batch)) >= _UNKNOWN
            predicted = net(ids[batch], features[batch], countries[batch] * is_known, panels[batch])
            loss = torch.nn.functional.mse_loss(predicted, ratings[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call] # PyTorch's
            optimizer.step()
            schedule.step()
    return net.eval().export(data.alphabet, data.countries, means, scales)


def _panels(data: Dataset) -> Sequence[int]:
    return sorted({name.panel for name in data.rated})


if __name__ == "__main__":
    main()
