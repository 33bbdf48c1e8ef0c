"""Rates blended names as readers would: gradient boosted trees in NumPy.

`python -m model.training.fit_blend_ranker` fits it to the ratings in `data/ratings/blends.tsv`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray, FloatArray
from model.inference.npz import WEIGHTS_FOLDER, load_fields, save_fields

BLEND_RANKER = WEIGHTS_FOLDER / "blend_ranker.npz"
UNIT = 1e-5
"""Of stored ratings."""


@dataclass(frozen=True, slots=True)
class BlendRanker:
    """Regression trees whose values are added up.

    In a tree, node 0 is the root; a name goes to the left child if its feature is no higher than
    the threshold. A leaf is its own child, so that after `depth` steps every name is in a leaf.

    Attributes:
        feature: column that each node tests (trees, nodes).
        threshold: likewise.
        left, right: children of each node (trees, nodes).
        value: what a leaf adds, in `UNIT`s (trees, nodes): sums of integers are exact, so that the
            order of names does not depend on the processor.
        depth: steps from a root to the deepest leaf.
        intercept: in `UNIT`s.
    """

    feature: npt.NDArray[np.uint8]
    threshold: DoubleArray
    left: npt.NDArray[np.uint8]
    right: npt.NDArray[np.uint8]
    value: npt.NDArray[np.int32]
    depth: npt.NDArray[np.intp]
    intercept: npt.NDArray[np.int64]

    def rate(self, features: FloatArray) -> DoubleArray:
        """Return predicted ratings, about 1 to 5 (names), of features (names, features)."""
        trees = np.arange(len(self.feature))
        nodes = np.zeros((len(features), len(trees)), np.intp)
        rows = np.arange(len(features))[:, None]
        for _ in range(int(self.depth)):
            goes_left = features[rows, self.feature[trees, nodes]] <= self.threshold[trees, nodes]
            nodes = np.where(goes_left, self.left[trees, nodes], self.right[trees, nodes])
        ratings: DoubleArray = UNIT * (self.intercept + self.value[trees, nodes].sum(axis=1))
        return ratings

    def save(self, path: Path = BLEND_RANKER) -> None:
        """Write to a file atomically."""
        save_fields(path, self)

    @classmethod
    def load(cls, path: Path = BLEND_RANKER) -> Self:
        """Read from a file that `save` wrote; it raises the errors of `load_fields`."""
        return load_fields(cls, path)
