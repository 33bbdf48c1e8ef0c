"""Rates blended names as readers would: a small network over what the ranker makes of them.

`python -m model.training.fit_blend_ranker` fits it to judges, who learn from
`data/ratings/blends.tsv`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.npz import WEIGHTS_FOLDER, load_fields, save_fields
from model.selection.ranker import DECIMALS

BLEND_RANKER = WEIGHTS_FOLDER / "blend_ranker.npz"


@dataclass(frozen=True, slots=True)
class BlendRanker:
    """A network with a hidden layer.

    Attributes:
        hidden_layer: (features, hidden).
        hidden_bias: (hidden).
        output_layer: (hidden).
        intercept: of the ratings.
    """

    hidden_layer: FloatArray
    hidden_bias: FloatArray
    output_layer: FloatArray
    intercept: FloatArray

    def rate(self, features: FloatArray) -> DoubleArray:
        """Return predicted ratings, about 1 to 5 (names).

        Args:
            features: of `compute_blend_features` (names, features).
        """
        hidden = np.maximum(features @ self.hidden_layer + self.hidden_bias, 0)
        ratings: DoubleArray = (hidden @ self.output_layer + self.intercept).astype(np.float64)
        return ratings.round(DECIMALS)

    def save(self, path: Path = BLEND_RANKER) -> None:
        """Write to a file atomically."""
        save_fields(path, self)

    @classmethod
    def load(cls, path: Path = BLEND_RANKER) -> Self:
        """Read from a file that `save` wrote; it raises the errors of `load_fields`."""
        return load_fields(cls, path)
