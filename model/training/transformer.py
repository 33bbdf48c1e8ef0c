"""A Transformer that predicts the next letter of a name: a teacher of the shipped network.

It looks back at all letters at once where the shipped network remembers them, so that the two err
on different names, and teach more together than two of a kind do. It is too slow to serve.
"""

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain.generation import MAX_NAME_LENGTH
from model.inference.weights import Weights
from model.training.network import Dropout, Stored


@dataclass(frozen=True, slots=True)
class TransformerConfig:
    """How large a Transformer is, and how much of it is left out while it trains.

    Attributes:
        layers: one behind another.
        width: of the signals between them.
        heads: ways to look back, in each layer.
        dropout: share of what a layer adds that is dropped.
    """

    layers: int = 4
    width: int = 96
    heads: int = 4
    dropout: float = 0.0


class Told(nn.Module):
    """Normed signals, scaled and shifted by the condition, which at first changes nothing.

    So a country says at each layer how much each part matters (Peebles and Xie 2023,
    arXiv:2212.09748).
    """

    def __init__(self, conditions: int, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.told = nn.Linear(conditions, 2 * width)
        nn.init.zeros_(self.told.weight)
        nn.init.zeros_(self.told.bias)

    def forward(self, signals: Tensor, condition: Tensor) -> Tensor:
        """Tell signals (names, time, width) their conditions (names, conditions)."""
        scale, shift = self.told(condition)[:, None].chunk(2, dim=2)
        told: Tensor = self.norm(signals) * (1 + scale) + shift
        return told


class Layer(nn.Module):
    """Looks back, then thinks about it; both are added to the signals."""

    def __init__(self, conditions: int, depth: TransformerConfig) -> None:
        super().__init__()
        width = depth.width
        self.heads = depth.heads
        self.first, self.second = Told(conditions, width), Told(conditions, width)
        self.look = nn.Linear(width, 3 * width)
        self.join = nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.dropout = Dropout(depth.dropout)

    def forward(self, signals: Tensor, condition: Tensor) -> Tensor:
        """Go on from signals (names, time, width)."""
        asked = self.look(self.first(signals, condition))
        query, key, value = asked.unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        signals = signals + self.dropout(self.join(seen.transpose(1, 2).flatten(2)))
        thought = self.narrow(F.gelu(self.wide(self.second(signals, condition))))
        result: Tensor = signals + self.dropout(thought)
        return result


class Transformer(Stored):
    """Predicts the next letter of a name under a condition, as `network.Network` does."""

    def __init__(self, letters: int, countries: int, depth: TransformerConfig) -> None:
        super().__init__()
        conditions = countries + 2
        self.letter = nn.Embedding(letters, depth.width)
        self.place = nn.Parameter(torch.randn(MAX_NAME_LENGTH + 1, depth.width) * 0.02)
        self.condition = nn.Linear(conditions, depth.width)
        self.layers = nn.ModuleList(Layer(conditions, depth) for _ in range(depth.layers))
        self.last = Told(conditions, depth.width)
        self.logits = nn.Linear(depth.width, letters)
        self.dropout = Dropout(depth.dropout)
        nn.init.normal_(self.letter.weight, std=0.1)

    def forward(self, letters: Tensor, countries: Tensor, genders: Tensor) -> Tensor:
        """Return the logits after each letter; the arguments are those of `network.Network`."""
        of_group = countries.unsqueeze(1).expand(-1, letters.shape[1], -1)
        condition = torch.cat([of_group, genders], dim=2).flatten(0, 1)
        read = letters.flatten(0, 1)
        signals = self.letter(read) + self.place[: read.shape[1]]
        signals = self.dropout(signals + self.condition(condition)[:, None])
        for layer in self.layers:
            signals = layer(signals, condition)
        logits: Tensor = self.logits(self.last(signals, condition))
        return logits.view(*letters.shape, -1)

    @classmethod
    def from_weights(cls, weights: Weights) -> Self:
        """Build the network that holds stored weights, in evaluation mode."""
        arrays = weights.arrays
        layers = sum(name.endswith("join.weight") for name in arrays)
        heads = TransformerConfig().heads
        depth = TransformerConfig(layers, arrays["letter.weight"].shape[1], heads)
        network = cls(len(weights.alphabet), len(weights.countries), depth)
        network.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
        return network.eval()


def is_transformer(weights: Weights) -> bool:
    """Tell whether stored weights are a Transformer's, and not those of a `network.Network`."""
    return "place" in weights.arrays
