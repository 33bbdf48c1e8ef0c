"""Judges: copies of the shipped network that are trained further to rate names as readers do.

What the network has learnt of names, read forwards and backwards, tells a good name from a slip of
the pen better than any feature. But a judge takes as long as sampling does, so it is not served: it
teaches the rankers, which are (knowledge distillation, Hinton et al. 2015, arXiv:1503.02531).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from model.domain.arrays import FloatArray, IntArray
from model.domain.spelling import lower
from model.network.torch_rnn import NameRNN
from model.network.weights import SHIPPED_WEIGHTS, Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS
from model.selection.features import FEATURES
from model.selection.ranker import MAX_LETTERS, letter_ids
from model.training.ranker_net import RankerConfig, RankerNet
from model.training.ratings import Readings
from model.training.train import Descent, ParameterGroup

_SUMMARY = 48
"""Numbers that a judge takes over from each network."""
_NETWORK_DROPOUT = 0.3
_HEAD = RankerConfig(filters=32, hidden=96, dropout=0.3)
_NETWORK_RATE, _HEAD_RATE = 2e-3, 3e-3
_NETWORK_DECAY, _HEAD_DECAY = 1e-3, 3e-2
_UNKNOWN = 0.15
"""Share of names that are learnt as if their country had no ratings."""
_GROUPS, _NAMES = 8, 32
"""A step's groups, and the names of a country in each."""
_LABELLED_AT_ONCE = 512


class EncodedNames(NamedTuple):
    """Names under a country each, as judges and rankers read them.

    Attributes:
        letters: ids for the network, the stop symbol before and as padding (names, positions).
        backwards: the same of the letters in reverse.
        lengths: letters of each name (names).
        ids: of `letter_ids`, padded (names, positions + 1).
        features: standardised `FEATURES` (names, features).
        countries: indices of their countries (names).
        rated: 1 + these, or 0 where the country has no ratings (names).
    """

    letters: Tensor
    backwards: Tensor
    lengths: Tensor
    ids: Tensor
    features: Tensor
    countries: Tensor
    rated: Tensor

    def select(self, rows: Tensor) -> "EncodedNames":
        """Return rows of any shape."""
        return EncodedNames(*(column[rows] for column in self))


@dataclass(frozen=True, slots=True)
class Encoder:
    """Encodes names.

    Attributes:
        alphabet: letters with the stop symbol first, in the order of their ids.
        countries: codes, in the order of their indices.
        rated: those that have ratings.
        means, scales: by which features are standardised (features).
    """

    alphabet: str
    countries: Sequence[str]
    rated: frozenset[str]
    means: FloatArray
    scales: FloatArray

    @classmethod
    def fit(cls, weights: Weights, features: FloatArray, rated: frozenset[str]) -> "Encoder":
        """Standardise by features (names, features)."""
        return cls(weights.alphabet, weights.countries, rated, *moments(features))

    def encode(
        self, names: Sequence[str], countries: Sequence[str], features: FloatArray
    ) -> EncodedNames:
        """Encode names under a country each, with their features (names, features).

        Of a name with more than `MAX_LETTERS`, only the first are read, in both directions.
        """
        spelled = [lower(*pair)[:MAX_LETTERS] for pair in zip(names, countries, strict=True)]
        ids = {letter: index for index, letter in enumerate(self.alphabet)}
        letters, backwards = np.zeros((2, len(names), MAX_LETTERS + 1), np.int64)
        for row, name in enumerate(spelled):
            known = [ids.get(letter, 0) for letter in name]
            letters[row, 1 : len(name) + 1] = known
            backwards[row, 1 : len(name) + 1] = known[::-1]
        of_ranker = letter_ids(spelled, self.alphabet[1:])
        padding = [(0, 0), (0, MAX_LETTERS + 2 - of_ranker.shape[1])]
        index = {code: number for number, code in enumerate(self.countries)}
        rows = np.array([index[code] for code in countries], np.int64)
        is_rated = np.array([code in self.rated for code in countries], np.bool_)
        return EncodedNames(
            torch.from_numpy(letters),
            torch.from_numpy(backwards),
            torch.tensor([len(name) for name in spelled], dtype=torch.long),
            torch.from_numpy(np.pad(of_ranker, padding)),
            torch.from_numpy(((features - self.means) / self.scales).astype(np.float32)),
            torch.from_numpy(rows),
            torch.from_numpy(np.where(is_rated, 1 + rows, 0)),
        )


class JudgeNet(nn.Module):
    """A `RankerNet` that also takes what the networks remember of a name."""

    def __init__(self, panels: int) -> None:
        """Start with the shipped networks, and a head at random for so many panels of readers."""
        super().__init__()
        stored = [Weights.load(path) for path in (SHIPPED_WEIGHTS, REVERSED_WEIGHTS)]
        self.forwards, self.backwards = (NameRNN.from_weights(w, _NETWORK_DROPOUT) for w in stored)
        self.summaries = nn.ModuleList(
            nn.Linear(2 * network.film_widths[1] + network.memory_width, _SUMMARY)
            for network in (self.forwards, self.backwards)
        )
        features = len(FEATURES) + len(stored) * _SUMMARY
        self._countries = len(stored[0].countries)
        letters = len(stored[0].alphabet) - 1
        self.head = RankerNet(letters, self._countries, features, panels, _HEAD)

    def encode(self, names: EncodedNames) -> Tensor:
        """Return the head's hidden layer (groups · names, hidden).

        Args:
            names: (groups, names); those of a group are of one country.
        """
        countries = nn.functional.one_hot(names.countries[:, 0], self._countries).float()
        read = zip(
            (self.forwards, self.backwards),
            (names.letters, names.backwards),
            self.summaries,
            strict=True,
        )
        summaries = [
            self.head.dropout(torch.relu(layer(_pool(network, letters, names.lengths, countries))))
            for network, letters, layer in read
        ]
        ids, features, rated = (
            column.flatten(0, 1) for column in (names.ids, names.features, names.rated)
        )
        return self.head.encode(ids, torch.cat([features, *summaries], dim=1), rated)

    def forward(self, names: EncodedNames, panels: Tensor) -> Tensor:
        """Return the ratings of names (groups, names) as panels (groups · names) give them."""
        return self.head.rate(self.encode(names), panels)

    def descent(self, steps: int, further: Sequence[nn.Module] = (), scale: float = 1.0) -> Descent:
        """Return what trains the networks gently, and the head, and further modules, faster.

        Args:
            steps: how many will be made.
            further: modules beside the judge's own.
            scale: of the judge's own learning rates.
        """

        def group(modules: Sequence[nn.Module], lr: float, weight_decay: float) -> ParameterGroup:
            parameters = [parameter for module in modules for parameter in module.parameters()]
            return {"params": parameters, "lr": lr, "weight_decay": weight_decay}

        groups = [
            group([self.forwards, self.backwards], scale * _NETWORK_RATE, _NETWORK_DECAY),
            group([self.summaries, self.head], scale * _HEAD_RATE, _HEAD_DECAY),
            group(further, _HEAD_RATE, _HEAD_DECAY),
        ]
        return Descent(groups if further else groups[:-1], steps)


def _pool(network: NameRNN, letters: Tensor, lengths: Tensor, countries: Tensor) -> Tensor:
    """Return what a network remembers of names (groups · names, width).

    These are the highest and the mean activations before the logits, and the last memory.

    Args:
        network: that reads them.
        letters: ids, the stop symbol first (groups, names, positions).
        lengths: letters of each name (groups, names).
        countries: one-hot (groups, countries).
    """
    longest = int(lengths.max()) + 1
    genders = torch.full((*lengths.shape, 2), 0.5)
    memories, hidden = network.encode(letters[..., :longest], countries, genders)
    read = (torch.arange(longest) <= lengths[..., None])[..., None]
    mean = (hidden * read).sum(dim=2) / read.sum(dim=2)
    highest = hidden.masked_fill(~read, 0).amax(dim=2)
    last = lengths[..., None, None].expand(-1, -1, 1, memories.shape[3])
    kept = torch.cat([highest, mean, memories.gather(2, last)[:, :, 0]], dim=2)
    return kept.flatten(0, 1)


def train_judge(names: EncodedNames, readings: Readings, *, epochs: int, seed: int) -> JudgeNet:
    """Train a judge.

    Args:
        names: (names).
        readings: what readers said of them.
        epochs: passes over all.
        seed: of the initialisation, the batches and the dropout.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    judge = JudgeNet(readings.count)
    countries = names.countries.numpy()
    per_epoch = sum(1 for _ in batches(countries, rng))
    descent = judge.train().descent(epochs * per_epoch)
    for _ in range(epochs):
        for rows in batches(countries, rng):
            batch, flat = names.select(rows), rows.flatten()
            is_known = torch.rand(rows.shape) >= _UNKNOWN
            predicted = judge(batch._replace(rated=batch.rated * is_known), readings.panels[flat])
            descent.step(nn.functional.mse_loss(predicted, readings.ratings[flat]))
    return judge.eval()


def batches(groups: IntArray, rng: np.random.Generator, size: int = _NAMES) -> Iterator[Tensor]:
    """Yield the rows of a pass in random order (groups, size), each group's of one kind.

    Args:
        groups: the kind of each row (rows); where a kind's rows do not fill its last group, some
            come twice.
        rng: the source of randomness.
        size: of a group.
    """
    parts = []
    for kind in np.unique(groups):
        rows = rng.permutation(np.flatnonzero(groups == kind))
        missing = -len(rows) % size
        parts.append(np.concatenate([rows, rng.choice(rows, missing)]).reshape(-1, size))
    shuffled = rng.permutation(np.concatenate(parts))
    yield from torch.from_numpy(shuffled).split(_GROUPS)  # type: ignore[no-untyped-call] # PyTorch's


@torch.no_grad()
def judge_names(judge: JudgeNet, names: EncodedNames) -> FloatArray:
    """Return a judge's ratings of names (names), as its last panel gives them."""
    rated = np.zeros(len(names.lengths), np.float32)
    panel = judge.head.strictness.num_embeddings - 1
    for rows in by_group(names.countries, names.lengths):
        predicted = judge(names.select(rows[None]), torch.full((len(rows),), panel))
        rated[rows.numpy()] = predicted.numpy()
    return rated


def by_group(groups: Tensor, lengths: Tensor) -> Iterator[Tensor]:
    """Yield rows of one group and of similar lengths, at most `_LABELLED_AT_ONCE` of them."""
    by_length = lengths.argsort()
    groups = groups[by_length]
    for group in np.unique(groups.numpy()):
        rows = by_length[groups == int(group)]
        yield from rows.split(_LABELLED_AT_ONCE)  # type: ignore[no-untyped-call] # PyTorch's


def moments(features: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return means and scales by which features (names, features) are standardised (features)."""
    scales = features.std(axis=0)
    scales[scales == 0] = 1  # of a feature that is the same for all
    return features.mean(axis=0), scales
