"""The ranker's network in PyTorch, and its export to the arrays that `NameRanker` serves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from model.domain.arrays import FloatArray
from model.selection.ranker import PADDING, STOP, WIDTHS, NameRanker
from model.training.train import Descent

COUNTRY_DIM = 16
_LEARNING_RATE, _WEIGHT_DECAY, _BATCH_SIZE = 4e-3, 0.1, 512


@dataclass(frozen=True, slots=True)
class RankerConfig:
    """Size and regularisation of a `RankerNet`.

    Attributes:
        filters: by width.
        hidden: units of the hidden layer.
        dropout: probability of dropping an activation.
    """

    filters: int
    hidden: int
    dropout: float


class RankerNet(nn.Module):
    """What `NameRanker` computes, and an offset for each panel of readers."""

    def __init__(
        self,
        letters: int,
        countries: int,
        features: int,
        panels: tuple[int, int, int],
        config: RankerConfig,
    ) -> None:
        """Initialise at random.

        Args:
            letters: in the alphabet.
            countries: that are known; others share an embedding of their own, the first.
            features: of a name.
            panels: of readers who rated names, of those who judged new ones, and of those who said
                how they like them.
            config: its size.
        """
        super().__init__()
        kept = len(WIDTHS) * config.filters
        embedded = sum(WIDTHS) * config.filters
        self.filters = nn.Embedding(STOP + 1 + letters, embedded)
        self.bias = nn.Embedding(1 + countries, kept)
        self.log_gain = nn.Embedding(1 + countries, kept)
        self.country = nn.Embedding(1 + countries, COUNTRY_DIM)
        sizes = zip(panels, (1, 1, 2), strict=True)
        self.strictness, self.of_quality, self.of_impressions = (
            nn.Embedding(*size) for size in sizes
        )
        self.hidden_layer = nn.Linear(kept + COUNTRY_DIM + features, config.hidden)
        self.output_layer = nn.Linear(config.hidden, 1)
        self.quality_layer = nn.Linear(config.hidden, 1)
        self.impression_layer = nn.Linear(config.hidden, 2)
        self.dropout = nn.Dropout(config.dropout)
        nn.init.normal_(self.filters.weight, std=0.1)
        nn.init.normal_(self.bias.weight, std=0.05)
        nn.init.zeros_(self.log_gain.weight)
        for strictness in (self.strictness, self.of_quality, self.of_impressions):
            nn.init.zeros_(strictness.weight)

    def forward(self, ids: Tensor, features: Tensor, countries: Tensor, panels: Tensor) -> Tensor:
        """Return ratings (names).

        Args:
            ids: of `letter_ids` (names, positions).
            features: standardised (names, features).
            countries: 1 + their index; 0 for one that is not known (names).
            panels: their index (names).
        """
        return self.rate(self.encode(ids, features, countries), panels)

    def encode(self, ids: Tensor, features: Tensor, countries: Tensor) -> Tensor:
        """Return the hidden layer (names, hidden); the arguments are those of `forward`."""
        kept = torch.relu(self._strongest(ids) + self.bias(countries))
        kept = self.dropout(kept * self.log_gain(countries).exp())
        inputs = torch.cat([kept, self.country(countries), features], dim=1)
        hidden: Tensor = self.dropout(torch.relu(self.hidden_layer(inputs)))
        return hidden

    def rate(self, hidden: Tensor, panels: Tensor) -> Tensor:
        """Return ratings (names) from the hidden layer, as panels give them (names)."""
        ratings: Tensor = (self.output_layer(hidden) + self.strictness(panels))[:, 0]
        return ratings

    def quality(self, hidden: Tensor, panels: Tensor) -> Tensor:
        """Return how good new names are (names), as panels judge them (names)."""
        quality: Tensor = (self.quality_layer(hidden) + self.of_quality(panels))[:, 0]
        return quality

    def impressions(self, hidden: Tensor, panels: Tensor) -> Tensor:
        """Return appeal and age of new names (names, 2), as panels find them (names)."""
        impressions: Tensor = self.impression_layer(hidden) + self.of_impressions(panels)
        return impressions

    def _strongest(self, ids: Tensor) -> Tensor:
        """Return the highest sum of each filter over the windows of a name (names, kept).

        A product with one-hot letters is faster than summing their embeddings.

        Args:
            ids: of `letter_ids` (names, positions).
        """
        longest = max(int((ids != PADDING).any(dim=0).nonzero().max()) + 1, *WIDTHS)
        letters = nn.functional.one_hot(ids[:, :longest], self.filters.num_embeddings).float()
        weight = self.filters.weight.view(self.filters.num_embeddings, sum(WIDTHS), -1)
        filters = torch.split(weight.transpose(0, 1), [*WIDTHS])
        kept = []
        for width, by_place in zip(WIDTHS, filters, strict=True):
            windows = letters.unfold(1, width, 1).transpose(2, 3).flatten(2)
            padded = (ids[:, width - 1 : longest] == PADDING)[..., None]
            sums = windows @ by_place.flatten(0, 1)
            kept.append(sums.masked_fill(padded, -torch.inf).amax(dim=1))
        return torch.cat(kept, dim=1)

    @torch.no_grad()
    def export(
        self,
        alphabet: str,
        countries: Sequence[str],
        rated: frozenset[str],
        means: FloatArray,
        scales: FloatArray,
    ) -> NameRanker:
        """Return what is served: features as they are, and ratings as the last panel gives them.

        New names are judged as the panels do on average.

        Args:
            alphabet: the letters, in the order of their ids.
            countries: codes, in the order of their indices.
            rated: those that have ratings; the others are served as one that is not known.
            means: subtracted from the features (features).
            scales: by which they were then divided (features).
        """
        rows = [place * (code in rated) for place, code in enumerate(countries, 1)]
        kept = self.bias.embedding_dim
        weight = self.hidden_layer.weight.T.numpy()
        of_country = self.country.weight.numpy() @ weight[kept : kept + COUNTRY_DIM]
        of_features = weight[kept + COUNTRY_DIM :] / scales[:, None]
        hidden_bias = self.hidden_layer.bias.numpy() + of_country - means @ of_features
        intercept = self.output_layer.bias.numpy() + self.strictness.weight[-1].numpy()
        judging = (
            (self.quality_layer, self.of_quality),
            (self.impression_layer, self.of_impressions),
        )
        return NameRanker(
            np.array(alphabet),
            np.array(countries),
            self.filters.weight.numpy(),
            self.bias.weight[rows].numpy(),
            self.log_gain.weight[rows].exp().numpy(),
            np.concatenate([weight[:kept], of_features]),
            hidden_bias[rows].astype(np.float32),
            self.output_layer.weight[0].numpy(),
            intercept,
            torch.cat([layer.weight for layer, _ in judging]).T.numpy(),
            torch.cat(
                [layer.bias + panels.weight.mean(dim=0) for layer, panels in judging]
            ).numpy(),
        )


def descend(net: nn.Module, loss: Callable[[Tensor], Tensor], count: int, epochs: int) -> None:
    """Train a network on random batches, and end it in evaluation mode.

    Args:
        net: the network.
        loss: of some rows, whose indices it takes.
        count: of rows.
        epochs: passes over all.
    """
    steps = epochs * -(-count // _BATCH_SIZE)
    descent = Descent(net, steps, max_lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    net.train()
    for _ in range(epochs):
        for rows in torch.randperm(count).split(_BATCH_SIZE):  # type: ignore[no-untyped-call] # PyTorch's
            descent.step(loss(rows))
    net.eval()


def moments(features: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return means and scales by which features (names, features) are standardised (features)."""
    scales = features.std(axis=0)
    scales[scales == 0] = 1  # of a feature that is the same for all
    return features.mean(axis=0), scales
