"""Fits the ranker of blends: `python -m model.training.fit_blend_ranker`, after `fit_ranker`.

Judges of names learn to rate blends as readers do, and the ranker learns from them what they say of
many blends that the network samples. It writes into the model card how well a judge orders the
names of pairs that it was not fitted to, then `model/weights/blend_ranker.npz`, in half an hour.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import torch
from torch import nn

from model.domain.arrays import DoubleArray, FloatArray, IntArray
from model.domain.condition import BlendMethod, Condition
from model.evaluation.card import CARD, CardBlock
from model.inference.name_generator import NameGenerator
from model.selection.blend_ranker import BlendRanker
from model.selection.blends import BLEND_FEATURES
from model.selection.ranker import NameRanker
from model.selection.rater import CountryRater
from model.training.blend_judge import Blends, judge_blends, train_blend_judge
from model.training.blend_net import BlendNet
from model.training.drafts import Drafter
from model.training.fit_ranker import Dataset
from model.training.judge import EncodedNames, Encoder, JudgeNet, moments
from model.training.ratings import (
    BLEND_RATINGS,
    HEADINGS,
    NAME_RATINGS,
    RatedName,
    Readings,
    draw_folds,
    figures,
    load_ratings,
)
from model.training.train import Descent, ParameterGroup

BLOCK = CardBlock("blend ranker", "python -m model.training.fit_blend_ranker")
FOLDS = 5
"""Groups of pairs, each rated by a judge that was fitted to the other groups."""
_LEARNING_RATE, _WEIGHT_DECAY, _BATCH_SIZE = 3e-3, 1e-2, 256


@dataclass(frozen=True, slots=True)
class BlendFitConfig:
    """How long to learn.

    Attributes:
        judges: how many; the ranker learns their mean.
        name_epochs: passes of each over the ratings of names.
        blend_epochs: passes over those of blends, thereafter.
        pairs: of which drafts are sampled.
        drafts: samples of each.
        epochs: passes of the ranker over them.
    """

    judges: int = 2
    name_epochs: int = 5
    blend_epochs: int = 4
    pairs: int = 400
    drafts: int = 700
    epochs: int = 8


SMALL = BlendFitConfig(judges=1, name_epochs=1, blend_epochs=1, pairs=3, drafts=70, epochs=1)
"""To try the code: no ranker worth having."""


class BlendEncoder:
    """Prepares names of pairs for judges and for the ranker."""

    def __init__(self, drafter: Drafter, encoder: Encoder) -> None:
        generator, ranker = drafter.generator, NameRanker.load()
        self._drafter, self._encoder = drafter, encoder
        self._rater = CountryRater(generator, ranker, drafter.country_names)

    def encode(self, names: Sequence[str], pairs: Sequence[tuple[str, ...]]) -> Blends:
        """Encode names of a pair of countries each."""
        rows_of: dict[tuple[str, ...], list[int]] = {}
        for row, pair in enumerate(pairs):
            rows_of.setdefault(pair, []).append(row)
        parts, places = [], []
        for pair, rows in sorted(rows_of.items()):
            condition = Condition.blend(dict.fromkeys(pair, 1.0))
            parts.append(self._rater.blend_features([names[row] for row in rows], condition)[0])
            places += rows
        features = np.empty((len(names), parts[0].shape[1]), np.float32)
        features[places] = np.concatenate(parts)
        sides = self._side(names, pairs, 0), self._side(names, pairs, 1)
        return Blends(names, pairs, sides, features)

    def _side(
        self, names: Sequence[str], pairs: Sequence[tuple[str, ...]], side: int
    ) -> EncodedNames:
        codes = [pair[side] for pair in pairs]
        return self._encoder.encode(names, codes, self._drafter.features_of_all(names, codes))

    def sample(self, config: BlendFitConfig, rng: np.random.Generator) -> Blends:
        """Sample blends of pairs of any countries."""
        every = [*combinations(self._drafter.generator.countries, 2)]
        names: list[str] = []
        pairs: list[tuple[str, ...]] = []
        for row in rng.permutation(len(every))[: config.pairs].tolist():
            weights = dict.fromkeys(every[row], 1.0)
            condition = Condition.blend(weights, method=BlendMethod.BALANCED)
            sampled = self._drafter.sample(condition, config.drafts, rng)
            names += sampled
            pairs += [every[row]] * len(sampled)
        return self.encode(names, pairs)


@dataclass(frozen=True, slots=True)
class RatedBlends:
    """Rated names of pairs, and the judges of names that learn to rate them."""

    rated: Sequence[RatedName]
    blends: Blends
    judges: Sequence[JudgeNet]

    def rate_others(self, others: Blends, epochs: int, rows: IntArray | None = None) -> DoubleArray:
        """Return the mean rating of other blends by judges fitted to these, or to some rows."""
        rows = np.arange(len(self.rated)) if rows is None else rows
        known = self.blends.select(rows)
        readings = Readings.of([self.rated[row] for row in rows.tolist()])
        total = np.zeros(len(others.names))
        for seed, judge in enumerate(self.judges):
            net = train_blend_judge(judge, known, readings, epochs=epochs, seed=seed)
            total += judge_blends(net, others) / len(self.judges)
        return total


def main(config: BlendFitConfig) -> None:
    """Print the figures of leaving groups of pairs out, fit to all, and write."""
    torch.set_num_threads(1)  # faster for matrices as small as these
    drafter = Drafter(NameGenerator.load())
    names = Dataset.load(load_ratings(NAME_RATINGS), drafter)
    encoder = names.encoder()
    judges = [names.train_judge(encoder, config.name_epochs, seed) for seed in range(config.judges)]
    blend_encoder = BlendEncoder(drafter, encoder)
    rated = load_ratings(BLEND_RATINGS)
    blends = blend_encoder.encode([name.name for name in rated], [name.countries for name in rated])
    data = RatedBlends(rated, blends, judges)
    lines = [*report(RatedBlends(rated, blends, judges[:1]), config.blend_epochs)]
    BLOCK.write(CARD, "\n".join(lines))
    drafts = blend_encoder.sample(config, np.random.default_rng(0))
    fit(drafts.features, data.rate_others(drafts, config.blend_epochs), config.epochs).save()
    print("\n".join([*lines, "", f"wrote {BlendRanker.shipped}"]))  # noqa: T201 - this is a command


def report(data: RatedBlends, epochs: int) -> Iterator[str]:
    """Yield a Markdown table: how well the judges order names of pairs that were left out."""
    pairs = [frozenset(name.countries) for name in data.rated]
    folds = draw_folds(pairs, FOLDS, np.random.default_rng(0))
    predicted = np.zeros(len(data.rated))
    for number in range(FOLDS):
        held_out, rest = np.flatnonzero(folds == number), np.flatnonzero(folds != number)
        predicted[held_out] = data.rate_others(data.blends.select(held_out), epochs, rest)
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|{'--:|' * len(HEADINGS)}"
    yield f"| {figures(data.rated, predicted)} |"


def fit(features: FloatArray, ratings: DoubleArray, epochs: int) -> BlendRanker:
    """Fit a ranker to the ratings (names) of blends with these features (names, features)."""
    torch.manual_seed(0)
    means, scales = moments(features)
    # Hidden units that hardly ever fire would get weights that no rating holds in check.
    means[len(BLEND_FEATURES) :], scales[len(BLEND_FEATURES) :] = 0, 1
    inputs, labels = (
        torch.from_numpy((features - means) / scales),
        torch.from_numpy(ratings).float(),
    )
    net = BlendNet(features.shape[1], panels=1)
    parameters: ParameterGroup = {
        "params": net.parameters(),
        "lr": _LEARNING_RATE,
        "weight_decay": _WEIGHT_DECAY,
    }
    descent = Descent([parameters], epochs * -(-len(labels) // _BATCH_SIZE))
    for _ in range(epochs):
        for rows in torch.randperm(len(labels)).split(_BATCH_SIZE):  # type: ignore[no-untyped-call] # PyTorch's
            predicted = net(inputs[rows], torch.zeros(len(rows), dtype=torch.long))
            descent.step(nn.functional.mse_loss(predicted, labels[rows]))
    return net.eval().export(means, scales)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="in seconds, to try the code")
    main(SMALL if parser.parse_args().small else BlendFitConfig())
