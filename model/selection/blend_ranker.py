"""Rates blended names as readers would: a small network over what the ranker makes of them.

`python -m model.training.fit_blend_ranker` fits it to `data/ratings/blends.tsv`.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.stored_arrays import StoredArrays
from model.selection.ranker import DECIMALS


@dataclass(frozen=True, slots=True)
class BlendRanker(StoredArrays):
    """A network with a hidden layer.

    Attributes:
        hidden_layer: (features, hidden).
        hidden_bias: (hidden).
        output_layer: (hidden).
        intercept: of the ratings.
    """

    shipped: ClassVar = WEIGHTS_FOLDER / "blend_ranker.npz"

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
