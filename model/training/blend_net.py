"""The network that rates blends, in PyTorch, and its export to what `BlendRanker` serves."""

import numpy as np
import torch
from torch import Tensor, nn

from model.domain.arrays import FloatArray
from model.selection.blend_ranker import BlendRanker

HIDDEN = 64
DROPOUT = 0.3


class BlendNet(nn.Module):
    """What `BlendRanker` computes, and an offset for each panel of readers."""

    def __init__(self, features: int, panels: int) -> None:
        """Initialise at random for so many features of a name, and panels of readers."""
        super().__init__()
        self.hidden_layer = nn.Linear(features, HIDDEN)
        self.output_layer = nn.Linear(HIDDEN, 1)
        self.strictness = nn.Embedding(panels, 1)
        self.dropout = nn.Dropout(DROPOUT)
        nn.init.zeros_(self.strictness.weight)

    def forward(self, features: Tensor, panels: Tensor) -> Tensor:
        """Return ratings (names) of features (names, features) as panels (names) give them."""
        hidden = self.dropout(torch.relu(self.hidden_layer(features)))
        ratings: Tensor = (self.output_layer(hidden) + self.strictness(panels))[:, 0]
        return ratings

    @torch.no_grad()
    def export(self, means: FloatArray, scales: FloatArray) -> BlendRanker:
        """Return what is served, where features are as they are and the panel is the last one.

        Args:
            means: subtracted from the features (features).
            scales: by which they were then divided (features).
        """
        weight = (self.hidden_layer.weight.T.numpy() / scales[:, None]).astype(np.float32)
        return BlendRanker(
            weight,
            (self.hidden_layer.bias.numpy() - means @ weight).astype(np.float32),
            self.output_layer.weight[0].numpy(),
            self.output_layer.bias.numpy() + self.strictness.weight[-1].numpy(),
        )
