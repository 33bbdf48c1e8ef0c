"""Judges of blends: judges of names that are trained further, to rate names of two countries."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from model.domain.arrays import FloatArray, IntArray
from model.selection.blends import BLEND_FEATURES
from model.training.blend_net import BlendNet
from model.training.judge import EncodedNames, JudgeNet, batches, by_group, moments
from model.training.ratings import Readings

_GROUP = 16
"""Names of a pair in a group of a step."""
_LEARNING_SCALE = 0.35
"""Of a judge's learning rates, as it has learnt to rate names before."""


@dataclass(frozen=True, slots=True)
class Blends:
    """Names of pairs of countries.

    Attributes:
        names: as they are written.
        pairs: two codes each (names).
        sides: the names under the first country of each pair, and under the second.
        features: of the served rankers, as `BlendRanker` takes them (names, features).
    """

    names: Sequence[str]
    pairs: Sequence[tuple[str, ...]]
    sides: tuple[EncodedNames, EncodedNames]
    features: FloatArray

    def select(self, rows: IntArray) -> "Blends":
        """Return some of the names."""
        of_tensors = torch.from_numpy(rows)
        names, pairs = [
            [column[row] for row in rows.tolist()] for column in (self.names, self.pairs)
        ]
        one, other = (side.select(of_tensors) for side in self.sides)
        return Blends(names, pairs, (one, other), self.features[rows])

    @property
    def groups(self) -> IntArray:
        """A number for each pair (names)."""
        numbers = {pair: number for number, pair in enumerate(sorted(set(self.pairs)))}
        return np.array([numbers[pair] for pair in self.pairs])


class BlendJudge(nn.Module):
    """A judge of names with a head for blends."""

    means: Tensor
    scales: Tensor

    def __init__(self, judge: JudgeNet, blends: Blends, panels: int) -> None:
        """Take a judge of names, which is left as it is.

        Args:
            judge: of names.
            blends: by which features are standardised.
            panels: of readers.
        """
        super().__init__()
        self.judge = deepcopy(judge)
        hidden = self.judge.head.output_layer.in_features
        self.blend = BlendNet(len(BLEND_FEATURES) + 3 * hidden, panels)
        means, scales = moments(blends.features)
        self.register_buffer("means", torch.from_numpy(means[: len(BLEND_FEATURES)]))
        self.register_buffer("scales", torch.from_numpy(scales[: len(BLEND_FEATURES)]))

    def forward(self, blends: Blends, rows: Tensor, panels: Tensor) -> Tensor:
        """Return the ratings of rows (groups, names), of a pair each, as panels (same) give them.

        They are (groups · names).
        """
        one, other = (self.judge.encode(side.select(rows)) for side in blends.sides)
        layers = [one + other, (one - other).abs(), torch.minimum(one, other)]
        own = torch.from_numpy(blends.features[rows.flatten().numpy(), : len(BLEND_FEATURES)])
        features = torch.cat([(own - self.means) / self.scales, *layers], dim=1)
        ratings: Tensor = self.blend(features, panels.flatten())
        return ratings


def train_blend_judge(
    judge: JudgeNet, blends: Blends, readings: Readings, *, epochs: int, seed: int
) -> BlendJudge:
    """Train a judge of names further, to rate blends.

    Args:
        judge: of names; it is left as it is.
        blends: that were rated.
        readings: what readers said of them.
        epochs: passes over all.
        seed: of the initialisation, the batches and the dropout.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = BlendJudge(judge, blends, readings.count).train()
    per_epoch = sum(1 for _ in batches(blends.groups, rng, _GROUP))
    descent = net.judge.descent(epochs * per_epoch, [net.blend], _LEARNING_SCALE)
    for _ in range(epochs):
        for rows in batches(blends.groups, rng, _GROUP):
            predicted = net(blends, rows, readings.panels[rows])
            descent.step(nn.functional.mse_loss(predicted, readings.ratings[rows.flatten()]))
    return net.eval()


@torch.no_grad()
def judge_blends(net: BlendJudge, blends: Blends) -> FloatArray:
    """Return a judge's ratings (names), as its last panel gives them."""
    rated = np.zeros(len(blends.names), np.float32)
    panel = torch.tensor(net.blend.strictness.num_embeddings - 1)
    for rows in by_group(torch.from_numpy(blends.groups), blends.sides[0].lengths):
        rated[rows.numpy()] = net(blends, rows[None], panel.expand(1, len(rows))).numpy()
    return rated
