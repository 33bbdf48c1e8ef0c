"""Rates invented names as readers who judge like natives would: a convolutional network in NumPy.

`python -m model.training.fit_ranker` fits it to what readers said, in `data/ratings/`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray, FloatArray, IntArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.stored_arrays import StoredArrays

WIDTHS = (2, 3, 4)
"""Letters that a filter sees at once."""
MAX_LETTERS = 18
"""Of a longer name the ranker reads the first."""
PADDING, START, STOP = range(3)
"""Ids of what is no letter; letters follow, in the alphabet's order."""
QUALITY, APPEAL, AGE = range(3)
"""What readers say of new names, in this order: how good each is as a new name, how they like it
for somebody born now, and how old-fashioned it sounds, each 1 to 5."""
WORTH = np.array([1 / 3, 2 / 3, 0])
"""What a new name is worth by these: most by how people like it."""
DECIMALS = 4
"""Of ratings: so coarse that the order of names rarely depends on the processor."""


@dataclass(frozen=True, slots=True)
class NameRanker(StoredArrays):
    """A network over a name's letters and features, under a country.

    For each width, filters slide over the start, the letters and the stop, and the highest of each
    filter's values is kept. A filter's value is a sum over its letters, so that it needs no more
    than a table lookup. What is kept, rectified and scaled by country, goes with the features into
    a hidden layer.

    Attributes:
        alphabet: the letters that it knows, in the order of their ids.
        countries: codes of those that it knows.
        filters: what each letter adds to each filter, width by width and in a width letter by
            letter (ids, Σ widths · filters).
        bias, gain: of what is kept (countries, widths · filters).
        hidden_layer: from what is kept and the features (widths · filters + features, hidden).
        hidden_bias: (countries, hidden).
        output_layer: (hidden).
        intercept: of the ratings.
        judgement_layer: to what readers say of new names (hidden, 3).
        judgement_intercepts: (3).
    """

    shipped: ClassVar = WEIGHTS_FOLDER / "ranker.npz"

    alphabet: npt.NDArray[np.str_]
    countries: npt.NDArray[np.str_]
    filters: FloatArray
    bias: FloatArray
    gain: FloatArray
    hidden_layer: FloatArray
    hidden_bias: FloatArray
    output_layer: FloatArray
    intercept: FloatArray
    judgement_layer: FloatArray
    judgement_intercepts: FloatArray

    def rate(self, names: Sequence[str], features: FloatArray, country: str) -> DoubleArray:
        """Return predicted ratings, about 1 to 5 (names); the arguments are those of `encode`."""
        return self.rate_encoded(self.encode(names, features, country))

    def encode(self, names: Sequence[str], features: FloatArray, country: str) -> FloatArray:
        """Return the hidden layer (names, hidden).

        Args:
            names: in lower case.
            features: theirs (names, features).
            country: a code, one of `countries`.
        """
        row = int(np.flatnonzero(self.countries == country)[0])
        kept = self._strongest(letter_ids(names, str(self.alphabet)))
        kept = np.maximum(kept + self.bias[row], 0) * self.gain[row]
        inputs = np.concatenate([kept, features], axis=1)
        hidden: FloatArray = np.maximum(inputs @ self.hidden_layer + self.hidden_bias[row], 0)
        return hidden

    def rate_encoded(self, hidden: FloatArray) -> DoubleArray:
        """Return predicted ratings (names) from the hidden layer (names, hidden)."""
        ratings: DoubleArray = (hidden @ self.output_layer + self.intercept).astype(np.float64)
        return ratings.round(DECIMALS)

    def judge(self, hidden: FloatArray) -> DoubleArray:
        """Return what readers would say of names as new ones (names, 3).

        Args:
            hidden: the hidden layer (names, hidden).
        """
        said = hidden @ self.judgement_layer + self.judgement_intercepts
        judgements: DoubleArray = said.astype(np.float64)
        return judgements

    def _strongest(self, ids: IntArray) -> FloatArray:
        """Return each filter's highest value in each name (names, widths · filters)."""
        channels = self.bias.shape[1] // len(WIDTHS)
        kept, first = [], 0
        for width in WIDTHS:
            windows = ids.shape[1] - width + 1
            values = np.zeros((len(ids), windows, channels), np.float32)
            for offset in range(width):
                start = channels * (first + offset)
                table = self.filters[:, start : start + channels]
                values += table.take(ids[:, offset : offset + windows], axis=0)
            values[ids[:, width - 1 :] == PADDING] = -np.inf
            kept.append(values.max(axis=1))
            first += width
        return np.concatenate(kept, axis=1)


def letter_ids(names: Sequence[str], alphabet: str) -> IntArray:
    """Return ids of the start, the letters and the stop, then padding (names, longest + 2)."""
    symbols = np.array([*alphabet]).view(np.uint32)
    # Its last id is that of all letters with higher code points.
    ids = np.full(symbols.max() + 2, PADDING)
    ids[symbols] = STOP + 1 + np.arange(len(symbols))
    rows = np.array(names, np.str_)
    codes = rows.view(np.uint32).reshape(len(rows), rows.itemsize // 4)[:, :MAX_LETTERS]
    sizes = np.array([min(len(name), MAX_LETTERS) for name in names], np.intp)
    encoded = np.full((len(names), max(codes.shape[1] + 2, *WIDTHS)), PADDING)
    encoded[:, 0] = START
    encoded[:, 1 : codes.shape[1] + 1] = ids[np.minimum(codes, len(ids) - 1)]
    encoded[np.arange(len(names)), sizes + 1] = STOP
    return encoded
