"""The peers in PyTorch: standard architectures for names, each of a suitable size.

All have the shipped network's inputs: letters, country weights, and a gender that is hidden half of
the time. They are frozen: the comparison is fair only while the peers stay as they are.
"""

from typing import Literal, get_args

import torch
from torch import Tensor, nn

from model.domain.generation import MAX_NAME_LENGTH

PeerKind = Literal["gru", "lstm", "transformer"]
PEER_KINDS: tuple[PeerKind, ...] = get_args(PeerKind)

DROPOUT = 0.1


class Peer(nn.Module):
    """Maps the sum of letter and condition embeddings to the next letter's logits."""

    def __init__(self, letters: int, countries: int, width: int) -> None:
        super().__init__()
        self.letter = nn.Embedding(letters, width)
        self.condition = nn.Linear(countries + 2, width)
        self.dropout = nn.Dropout(DROPOUT)
        self.logits = nn.Linear(width, letters)

    def forward(self, letters: Tensor, condition: Tensor) -> Tensor:
        """Return the logits after each letter.

        Args:
            letters: ids of the letters read, the stop symbol first (batch, time).
            condition: weights of the countries, then of female and male (batch, countries + 2).

        Returns:
            Logits of each following letter (batch, time, letters).
        """
        inputs = self.letter(letters) + self.condition(condition)[:, None]
        logits: Tensor = self.logits(self.dropout(self.encode(self.dropout(inputs))))
        return logits

    def encode(self, inputs: Tensor) -> Tensor:
        """Map inputs (batch, time, width) to hidden states of the same shape."""
        raise NotImplementedError


class PeerRNN(Peer):
    """One layer of PyTorch's GRU or LSTM, 192 wide."""

    def __init__(self, letters: int, countries: int, layer: type[nn.GRU | nn.LSTM]) -> None:
        super().__init__(letters, countries, 192)
        self.layer = layer(192, 192, batch_first=True)

    def encode(self, inputs: Tensor) -> Tensor:
        """Return the hidden state after each input."""
        hidden: Tensor = self.layer(inputs)[0]
        return hidden


class PeerTransformer(Peer):
    """Four of PyTorch's pre-norm layers, 96 wide, four heads, learned position embeddings."""

    def __init__(self, letters: int, countries: int) -> None:
        super().__init__(letters, countries, 96)
        self.places = nn.Parameter(torch.randn(MAX_NAME_LENGTH + 1, 96) * 0.02)
        layer = nn.TransformerEncoderLayer(
            96, 4, 4 * 96, DROPOUT, "gelu", batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, 4, nn.LayerNorm(96), enable_nested_tensor=False)

    def encode(self, inputs: Tensor) -> Tensor:
        """Attend causally."""
        time = inputs.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(time)
        hidden: Tensor = self.layers(inputs + self.places[:time], mask, is_causal=True)
        return hidden


def build_peer(kind: PeerKind, letters: int, countries: int) -> Peer:
    """Build a peer with fresh weights."""
    if kind == "transformer":
        return PeerTransformer(letters, countries)
    return PeerRNN(letters, countries, {"gru": nn.GRU, "lstm": nn.LSTM}[kind])
