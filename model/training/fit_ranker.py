"""Fits the ranker to judges: `python -m model.training.fit_ranker`.

Judges learn from the readers, and the ranker learns from the judges what they say of many names
that the network samples. It writes into the model card how well a judge orders names that it was
not fitted to, then `model/weights/ranker.npz`, in half an hour.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from model.domain.arrays import BoolArray, DoubleArray, FloatArray
from model.domain.spelling import lower
from model.evaluation.card import CARD, CardBlock
from model.inference.name_generator import NameGenerator
from model.network.weights import Weights
from model.selection.features import FEATURES
from model.selection.ranker import NameRanker
from model.training.drafts import Drafter, Drafts
from model.training.judge import Encoder, JudgeNet, judge_names, train_judge
from model.training.ranker_net import RankerConfig, RankerNet
from model.training.ratings import (
    HEADINGS,
    NAME_RATINGS,
    RatedName,
    Readings,
    draw_folds,
    figures,
    load_ratings,
)
from model.training.train import Descent, ParameterGroup

BLOCK = CardBlock("ranker", "python -m model.training.fit_ranker")
FOLDS = 5
_LEARNING_RATE, _WEIGHT_DECAY, _BATCH_SIZE = 4e-3, 1e-2, 512
_NETWORK = RankerConfig(filters=96, hidden=128)
"""Of the ranker: without dropout, as there are many more drafts than ratings."""


@dataclass(frozen=True, slots=True)
class NameFitConfig:
    """How long to learn.

    Attributes:
        judges: how many; the ranker learns their mean.
        judge_epochs: passes of each over the ratings.
        drafts: samples of each country.
        fresh: further samples of each, on which the ranker is compared with the judges.
        epochs: passes of the ranker over them.
    """

    judges: int = 3
    judge_epochs: int = 5
    drafts: int = 17_500
    fresh: int = 350
    epochs: int = 4


SMALL = NameFitConfig(judges=1, judge_epochs=1, drafts=210, fresh=70, epochs=1)
"""To try the code: no ranker worth having."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rated names with their features (names, features)."""

    rated: Sequence[RatedName]
    features: FloatArray

    @classmethod
    def load(cls, rated: Sequence[RatedName], drafter: Drafter) -> "Dataset":
        """Compute the features of rated names with the shipped network."""
        names, codes = [name.name for name in rated], [name.countries[0] for name in rated]
        return cls(rated, drafter.features_of_all(names, codes))

    def select(self, rows: BoolArray) -> "Dataset":
        """Return some of the names."""
        rated = [self.rated[row] for row in np.flatnonzero(rows).tolist()]
        return Dataset(rated, self.features[rows])

    def rate_others(self, others: Sequence[Drafts], config: NameFitConfig) -> list[DoubleArray]:
        """Return the mean rating that judges, fitted to these names, give others (names) each."""
        encoder = self.encoder()
        to_rate = [encoder.encode(part.names, part.countries, part.features) for part in others]
        judges = [
            self.train_judge(encoder, config.judge_epochs, seed) for seed in range(config.judges)
        ]
        return [np.mean([judge_names(judge, part) for judge in judges], axis=0) for part in to_rate]

    def encoder(self) -> Encoder:
        """Return what encodes names for judges that are fitted to these."""
        rated = frozenset(name.countries[0] for name in self.rated)
        return Encoder.fit(Weights.load(), self.features, rated)

    def train_judge(self, encoder: Encoder, epochs: int, seed: int) -> JudgeNet:
        """Train a judge on these names."""
        drafts = self.as_drafts()
        names = encoder.encode(drafts.names, drafts.countries, drafts.features)
        return train_judge(names, Readings.of(self.rated), epochs=epochs, seed=seed)

    def as_drafts(self) -> Drafts:
        """Return the names without their ratings."""
        names, codes = [name.name for name in self.rated], [n.countries[0] for n in self.rated]
        return Drafts(names, codes, self.features)


def main(config: NameFitConfig) -> None:
    """Print the figures, fit to all, and write."""
    torch.set_num_threads(1)  # faster for matrices as small as these
    drafter = Drafter(NameGenerator.load())
    data = Dataset.load(load_ratings(NAME_RATINGS), drafter)
    lines = [*report(data, config)]
    BLOCK.write(CARD, "\n".join(lines))
    drafts = drafter.of_all_countries(config.drafts, np.random.default_rng(0))
    fresh = drafter.of_all_countries(config.fresh, np.random.default_rng(1))
    labels, of_fresh = data.rate_others([drafts, fresh], config)
    ranker = fit(drafts, labels, config.epochs)
    ranker.save()
    agreement = np.corrcoef(rate(ranker, fresh), of_fresh)[0, 1]
    lines += ["", f"the ranker's correlation with its judges, on fresh names: {agreement:.3f}"]
    print("\n".join([*lines, f"wrote {NameRanker.shipped}"]))  # noqa: T201 - this is a command


def report(data: Dataset, config: NameFitConfig) -> Iterator[str]:
    """Yield a Markdown table of how well a judge orders names that were left out of its fit."""
    yield f"| left out | {' | '.join(HEADINGS)} |"
    yield f"|---|{'--:|' * len(HEADINGS)}"
    rng = np.random.default_rng(0)
    codes = [name.countries[0] for name in data.rated]
    spelled = [(code, lower(name.name, code)) for code, name in zip(codes, data.rated, strict=True)]
    parts = {
        "names": draw_folds(spelled, FOLDS, rng),
        "whole countries": draw_folds(codes, FOLDS, rng),
    }
    for label, folds in parts.items():
        rest, held_out = data.select(folds > 0), data.select(folds == 0)
        (predicted,) = rest.rate_others([held_out.as_drafts()], replace(config, judges=1))
        yield f"| {label} | {figures(held_out.rated, predicted)} |"


def fit(drafts: Drafts, ratings: DoubleArray, epochs: int) -> NameRanker:
    """Fit a ranker to ratings of drafts (names)."""
    torch.manual_seed(0)
    weights = Weights.load()
    encoder = Encoder.fit(weights, drafts.features, frozenset(weights.countries))
    names = encoder.encode(drafts.names, drafts.countries, drafts.features)
    labels, panels = torch.from_numpy(ratings).float(), torch.zeros(len(ratings), dtype=torch.long)
    net = RankerNet(len(weights.alphabet) - 1, len(weights.countries), len(FEATURES), 1, _NETWORK)
    parameters: ParameterGroup = {
        "params": net.parameters(),
        "lr": _LEARNING_RATE,
        "weight_decay": _WEIGHT_DECAY,
    }
    descent = Descent([parameters], epochs * -(-len(labels) // _BATCH_SIZE))
    for _ in range(epochs):
        for rows in torch.randperm(len(labels)).split(_BATCH_SIZE):  # type: ignore[no-untyped-call] # PyTorch's
            predicted = net(names.ids[rows], names.features[rows], names.rated[rows], panels[rows])
            descent.step(torch.nn.functional.mse_loss(predicted, labels[rows]))
    alphabet = weights.alphabet[1:]
    return net.eval().export(alphabet, weights.countries, encoder.means, encoder.scales)


def rate(ranker: NameRanker, drafts: Drafts) -> DoubleArray:
    """Return a ranker's ratings of drafts (names)."""
    rated = np.zeros(len(drafts.names))
    codes = np.array(drafts.countries)
    for country in np.unique(codes).tolist():
        rows = np.flatnonzero(codes == country)
        names = [drafts.names[row] for row in rows.tolist()]
        rated[rows] = ranker.rate(names, drafts.features[rows], country)
    return rated


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="in seconds, to try the code")
    main(SMALL if parser.parse_args().small else NameFitConfig())
