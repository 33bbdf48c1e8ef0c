"""How likely a name that is attested nowhere is to exist all the same.

What reads most like a name of a country is often one that its lists lack, so that the ranker alone
would find real names. A linear model on what the ranker makes of a name tells them.
`python -m model.training.fit_novelty` fits it to what readers said of names, in
`data/ratings/existence.tsv` and `new_names.tsv`.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.stored_arrays import StoredArrays


@dataclass(frozen=True, slots=True)
class NoveltyModel(StoredArrays):
    """A logistic regression on the ranker's features and hidden layer.

    Attributes:
        countries: codes.
        weights: of the inputs (features + hidden).
        bias: of each country (countries).
    """

    shipped: ClassVar = WEIGHTS_FOLDER / "novelty.npz"

    countries: npt.NDArray[np.str_]
    weights: FloatArray
    bias: FloatArray

    def exists(self, inputs: FloatArray, country: str) -> DoubleArray:
        """Return the probability that a reader knows each name (names).

        Args:
            inputs: features and hidden layer of the names (names, features + hidden).
            country: a code, one of `countries`.
        """
        row = int(np.flatnonzero(self.countries == country)[0])
        logits = (inputs @ self.weights + self.bias[row]).astype(np.float64)
        probabilities: DoubleArray = (1 + np.tanh(logits / 2)) / 2  # exp would overflow
        return probabilities
