"""How much a name is like another one, in sound and look, from its spelling: both are folded."""

import re
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA, Postfix, Prefix

from model.domain.arrays import DoubleArray
from model.domain.spelling import VOWELS, count_vowel_groups

_SOUNDS = str.maketrans(dict.fromkeys(VOWELS, "v") | dict.fromkeys("bcdfghjklmnpqrstvwxz", "c"))
_VOWEL = re.compile(f"[{VOWELS}]")
_AFFIX = 4
"""Letters at either end that make names alike."""
_LETTERS, _CONSONANTS, _BEGINNING, _ENDING, _RHYTHM = 0.4, 0.15, 0.15, 0.15, 0.15
"""What counts: the letters; the consonants, which are heard most; both ends; and the rhythm."""


def likenesses(names: Sequence[str], model: str) -> DoubleArray:
    """Return how much names are like a model, from 0 to 1 (names)."""
    return np.array([_likeness(name, model) for name in names])


def _likeness(name: str, model: str) -> float:
    affix = min(_AFFIX, len(model))
    syllables = abs(count_vowel_groups(name) - count_vowel_groups(model))
    rhythm = OSA.normalized_similarity(name.translate(_SOUNDS), model.translate(_SOUNDS))
    return (
        _LETTERS * OSA.normalized_similarity(name, model)
        + _CONSONANTS * OSA.normalized_similarity(_VOWEL.sub("", name), _VOWEL.sub("", model))
        + _BEGINNING * Prefix.similarity(name[:affix], model) / affix
        + _ENDING * Postfix.similarity(name[-affix:], model) / affix
        + _RHYTHM * rhythm / (1 + syllables)
    )
