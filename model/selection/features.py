"""Features of candidate names, by which the ranker tells the good ones."""

from collections.abc import Sequence

import numpy as np

from model.domain.arrays import FloatArray, IntArray
from model.domain.spelling import share_of_vowels
from model.inference.name_generator import Candidates
from model.selection.country_names import AFFIXES, CountryNames

FEATURES = (
    "nll",
    "nll per letter",
    "highest letter nll",
    "second highest letter nll",
    "mean of the three highest",
    "nll of the stop",
    "nll of the first letter",
    "mean of the first two",
    "letters",
    "share of vowels",
    "neighbours",
    "neighbours a letter longer or shorter",
    "lists of the most widespread neighbour",
    "compound of two names",
    *(f"names with its first {letters} letters, logarithm" for letters in AFFIXES),
    *(f"names with its last {letters} letters, logarithm" for letters in AFFIXES),
)


def compute_features(candidates: Candidates, country: CountryNames) -> FloatArray:
    """Return the `FEATURES` of candidates (names, features)."""
    folded = candidates.folded
    lengths = np.array([len(name) for name in candidates.names])
    neighbours = country.neighbours(folded)
    columns = [
        *nll_features(candidates.letter_nll, lengths),
        lengths,
        np.array([share_of_vowels(name) for name in folded]),
        neighbours.counts,
        neighbours.one_deletion,
        neighbours.max_lists,
        country.are_compounds(folded),
        *country.affix_counts(folded),
    ]
    return np.column_stack(columns).astype(np.float32)


def nll_features(letter_nll: FloatArray, lengths: IntArray) -> Sequence[FloatArray]:
    """Return the features that the network tells, from nats (names, positions) and lengths (names).

    Each is (names).
    """
    rows = np.arange(len(lengths))
    total = letter_nll.sum(axis=1)
    highest = -np.partition(-letter_nll, (0, 1, 2), axis=1)[:, :3]
    return [
        total,
        total / (lengths + 1),
        highest[:, 0],
        highest[:, 1],
        highest.mean(axis=1),
        letter_nll[rows, lengths],
        letter_nll[:, 0],
        letter_nll[:, :2].mean(axis=1),
    ]
