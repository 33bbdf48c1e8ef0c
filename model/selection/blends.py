"""Rating a name under several countries at once, and how much it sounds like each."""

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray, IntArray

BLEND_FEATURES = (
    "highest rating by a country's ranker",
    "lowest rating",
    "sum of the two",
    "difference of the two nll",
    "nll under the country of the highest rating",
    "nll under that of the lowest",
    "nll per letter under the first",
    "nll per letter under the second",
)
_SHARE_SCALE = 0.73
"""Factor of log-likelihood ratios that calibrates shares on validation names of ten pairs."""


def compute_blend_features(
    ratings: DoubleArray, nll: DoubleArray, lengths: IntArray, hidden: FloatArray
) -> FloatArray:
    """Return the `BLEND_FEATURES` (names, features), then the hidden layers of the two countries.

    These are the two under which a name has its highest and its lowest rating. Of their hidden
    layers there are the sum, the absolute difference and the lower of each unit, so that the order
    of the two does not matter.

    Args:
        ratings: by the ranker, under each country (countries, names).
        nll: −log P(name | country) in nats (countries, names).
        lengths: letters of each name (names).
        hidden: the ranker's hidden layers (countries, names, hidden).
    """
    names = np.arange(ratings.shape[1])
    order = np.lexsort((-nll, ratings), axis=0)  # of equally rated ones, the likelier is better
    worst, best = order[0], order[-1]
    highest, lowest = ratings[best, names], ratings[worst, names]
    first, second = nll[best, names], nll[worst, names]
    columns = [
        highest,
        lowest,
        highest + lowest,
        np.abs(first - second),
        first,
        second,
        first / (lengths + 1),
        second / (lengths + 1),
    ]
    one, other = hidden[best, names], hidden[worst, names]
    layers = [one + other, np.abs(one - other), np.minimum(one, other)]
    return np.concatenate([np.column_stack(columns), *layers], axis=1).astype(np.float32)


def compute_shares(nll: DoubleArray) -> DoubleArray:
    """Return how much names sound like each country (countries, names); a name's shares sum to 1.

    They are the countries' probabilities if all are equally likely beforehand, however long their
    lists are.

    Args:
        nll: −log P(name | country) in nats (countries, names).
    """
    logits = -_SHARE_SCALE * nll
    exponentials = np.exp(logits - logits.max(axis=0))
    shares: DoubleArray = exponentials / exponentials.sum(axis=0)
    return shares
