"""How likely it is that a name which is attested nowhere exists all the same.

What reads most like a name of a country is often one that its lists lack, so that the ranker alone
would find real names. `python -m model.training.fit_novelty` fits a logistic regression on what the
ranker makes of names to readings of `data/ratings/existence.tsv`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray, FloatArray
from model.inference.npz import WEIGHTS_FOLDER, load_fields, save_fields

NOVELTY = WEIGHTS_FOLDER / "novelty.npz"


@dataclass(frozen=True, slots=True)
class NoveltyModel:
    """A logistic regression.

    Attributes:
        countries: codes.
        weights: of the ranker's features and hidden layer (features + hidden).
        bias: of each country (countries).
    """

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
        probabilities: DoubleArray = 1 / (1 + np.exp(-logits))
        return probabilities

    def save(self, path: Path = NOVELTY) -> None:
        """Write to a file atomically."""
        save_fields(path, self)

    @classmethod
    def load(cls, path: Path = NOVELTY) -> Self:
        """Read from a file that `save` wrote; it raises the errors of `load_fields`."""
        return load_fields(cls, path)
