"""The peers in PyTorch: what anyone would take for names, of the size that suits them.

All read what the shipped network does: letters, weights of countries, and a gender that is hidden
half of the time. Nothing here is to be made better: the race is fair while the peers stand still.
"""

from collections.abc import Mapping
from typing import Literal, get_args

import torch
from torch import Tensor, nn

from model.domain.arrays import FloatArray
from model.domain.generation import MAX_NAME_LENGTH

Kind = Literal["gru", "lstm", "transformer"]
KINDS: tuple[Kind, ...] = get_args(Kind)

DROPOUT = 0.1


class Peer(nn.Module):
    """Letters and condition go in added up, and the next letter's logits come out."""

    def __init__(self, letters: int, countries: int, width: int) -> None:
        super().__init__()
        self.letter = nn.Embedding(letters, width)
        self.condition = nn.Linear(countries + 2, width)
        self.dropout = nn.Dropout(DROPOUT)
        self.logits = nn.Linear(width, letters)

    def forward(self, letters: Tensor, condition: Tensor) -> Tensor:
        """Return the logits after each letter.

        Args:
            letters: numbers of the letters read, the stop symbol first (batch, time).
            condition: weights of the countries, then of female and male (batch, countries + 2).

        Returns:
            Logits of the letter that follows each (batch, time, letters).
        """
        signals = self.letter(letters) + self.condition(condition)[:, None]
        logits: Tensor = self.logits(self.dropout(self.follow(self.dropout(signals))))
        return logits

    def follow(self, signals: Tensor) -> Tensor:
        """Read signals (batch, time, width) and return one of the same shape."""
        raise NotImplementedError

    def arrays(self) -> dict[str, FloatArray]:
        """Copy the parameters out, by name."""
        return {name: one.detach().numpy().copy() for name, one in self.state_dict().items()}

    def load(self, arrays: Mapping[str, FloatArray]) -> None:
        """Take parameters over."""
        self.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})


class Recurrent(Peer):
    """One layer of PyTorch's GRU or LSTM, 192 wide."""

    def __init__(self, letters: int, countries: int, layer: type[nn.GRU | nn.LSTM]) -> None:
        super().__init__(letters, countries, 192)
        self.layer = layer(192, 192, batch_first=True)

    def follow(self, signals: Tensor) -> Tensor:
        """Return the memory after each signal."""
        memories: Tensor = self.layer(signals)[0]
        return memories


class Transformer(Peer):
    """Four of PyTorch's layers, 96 wide, with four heads, normed first, and learned places."""

    def __init__(self, letters: int, countries: int) -> None:
        super().__init__(letters, countries, 96)
        self.places = nn.Parameter(torch.randn(MAX_NAME_LENGTH + 1, 96) * 0.02)
        layer = nn.TransformerEncoderLayer(
            96, 4, 4 * 96, DROPOUT, "gelu", batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, 4, nn.LayerNorm(96), enable_nested_tensor=False)

    def follow(self, signals: Tensor) -> Tensor:
        """Let each place look at itself and what stands before it."""
        time = signals.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(time)
        followed: Tensor = self.layers(signals + self.places[:time], mask, is_causal=True)
        return followed


def build(kind: Kind, letters: int, countries: int) -> Peer:
    """Make a peer with fresh weights."""
    if kind == "transformer":
        return Transformer(letters, countries)
    return Recurrent(letters, countries, {"gru": nn.GRU, "lstm": nn.LSTM}[kind])
