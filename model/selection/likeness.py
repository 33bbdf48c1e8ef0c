"""How much a name sounds like another one, from its spelling: both are folded."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA, Postfix, Prefix

from model.domain.arrays import DoubleArray
from model.domain.spelling import VOWELS, count_syllables

_SOUNDS = str.maketrans(dict.fromkeys(VOWELS, "v") | dict.fromkeys("bcdfghjklmnpqrstvwxz", "c"))
_BEGINNING, _ENDING = 2, 3
"""Letters at either end that make names sound alike; the end counts for more, as in a rhyme."""


def likenesses(names: Sequence[str], model: str) -> DoubleArray:
    """Return how much names sound like a model, from 0 to 1 (names)."""
    return np.array([_likeness(name, model) for name in names])


def _likeness(name: str, model: str) -> float:
    syllables = abs(count_syllables(name) - count_syllables(model))
    terms = (
        OSA.normalized_similarity(name, model),
        Prefix.similarity(name[:_BEGINNING], model) / _BEGINNING,
        Postfix.similarity(name[-_ENDING:], model) / _ENDING,
        OSA.normalized_similarity(name.translate(_SOUNDS), model.translate(_SOUNDS)),
        1 / (1 + syllables),
    )
    return sum(terms) / len(terms)
