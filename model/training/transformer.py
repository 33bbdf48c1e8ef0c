"""A Transformer that predicts the next letter of a name: a teacher of the shipped network.

It attends to all letters where the recurrent network keeps a memory, so the two err on different
names, and an ensemble of both kinds teaches more than one of a kind. It is too slow to serve.
"""

import math
from dataclasses import dataclass, replace
from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain.generation import MAX_NAME_LENGTH
from model.network.torch_rnn import Dropout, load_arrays
from model.network.weights import Weights


@dataclass(frozen=True, slots=True)
class TransformerConfig:
    """Size and regularisation of a Transformer.

    Attributes:
        layers: number of blocks.
        width: of the residual stream.
        heads: attention heads in each block.
        dropout: probability of dropping an activation that a block adds.
    """

    layers: int = 4
    width: int = 96
    heads: int = 4
    dropout: float = 0.0


class AdaptiveLayerNorm(nn.Module):
    """Layer norm whose scale and shift are linear in the condition, at first 1 and 0.

    Adaptive layer norm of Peebles and Xie 2023, arXiv:2212.09748.
    """

    def __init__(self, conditions: int, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.modulation = nn.Linear(conditions, 2 * width)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)

    def forward(self, inputs: Tensor, condition: Tensor) -> Tensor:
        """Normalise inputs (names, time, width) under conditions (names, conditions)."""
        scale, shift = self.modulation(condition)[:, None].chunk(2, dim=2)
        result: Tensor = self.norm(inputs) * (1 + scale) + shift
        return result


class TransformerBlock(nn.Module):
    """Pre-norm block: causal self-attention, then an MLP, each with a residual connection."""

    def __init__(self, conditions: int, config: TransformerConfig) -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.attention_norm = AdaptiveLayerNorm(conditions, width)
        self.mlp_norm = AdaptiveLayerNorm(conditions, width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out_proj = nn.Linear(width, width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.dropout = Dropout(config.dropout)

    def forward(self, inputs: Tensor, condition: Tensor) -> Tensor:
        """Return inputs (names, time, width) with what attention and the MLP add."""
        qkv = self.qkv(self.attention_norm(inputs, condition))
        query, key, value = qkv.unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        attended = attend_causally(query, key, value)
        hidden = inputs + self.dropout(self.out_proj(attended.transpose(1, 2).flatten(2)))
        mlp_out = self.fc2(F.gelu(self.fc1(self.mlp_norm(hidden, condition))))
        result: Tensor = hidden + self.dropout(mlp_out)
        return result


def attend_causally(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Return causal attention (names, heads, time, width), arguments of the same shape.

    PyTorch's own is made for long sequences, and is slower for names in bfloat16.
    """
    names, heads, time, width = query.shape
    mask = query.new_full((time, time), -torch.inf).triu(1)
    query, key, value = (part.flatten(0, 1) for part in (query, key, value))
    scores = torch.baddbmm(mask, query, key.transpose(1, 2), alpha=1 / math.sqrt(width))
    return torch.bmm(scores.softmax(dim=2), value).view(names, heads, time, width)


class Transformer(nn.Module):
    """Predicts the next letter of a name under a condition, as `NameRNN` does."""

    def __init__(self, letters: int, countries: int, config: TransformerConfig) -> None:
        super().__init__()
        conditions = countries + 2
        self.letter = nn.Embedding(letters, config.width)
        self.position_embedding = nn.Parameter(
            torch.randn(MAX_NAME_LENGTH + 1, config.width) * 0.02
        )
        self.condition = nn.Linear(conditions, config.width)
        self.layers = nn.ModuleList(
            TransformerBlock(conditions, config) for _ in range(config.layers)
        )
        self.final_norm = AdaptiveLayerNorm(conditions, config.width)
        self.logits = nn.Linear(config.width, letters)
        self.dropout = Dropout(config.dropout)
        nn.init.normal_(self.letter.weight, std=0.1)

    def forward(self, letters: Tensor, countries: Tensor, genders: Tensor) -> Tensor:
        """Return the logits after each letter; the arguments are those of `NameRNN`."""
        per_name = countries.unsqueeze(1).expand(-1, letters.shape[1], -1)
        condition = torch.cat([per_name, genders], dim=2).flatten(0, 1)
        names = letters.flatten(0, 1)
        hidden = self.letter(names) + self.position_embedding[: names.shape[1]]
        hidden = self.dropout(hidden + self.condition(condition)[:, None])
        for layer in self.layers:
            hidden = layer(hidden, condition)
        logits: Tensor = self.logits(self.final_norm(hidden, condition))
        return logits.view(*letters.shape, -1)

    @classmethod
    def from_weights(cls, weights: Weights) -> Self:
        """Build the network with stored weights, in evaluation mode."""
        config = replace(TransformerConfig(**weights.network), dropout=0.0)
        network = cls(len(weights.alphabet), len(weights.countries), config)
        load_arrays(network, weights.arrays)
        return network.eval()


def is_transformer(weights: Weights) -> bool:
    """Return whether stored weights are a Transformer's, rather than a `NameRNN`'s."""
    return "layers" in weights.network
