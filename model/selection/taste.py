"""What somebody likes in names, learnt from those that they have starred.

Bayesian logistic regression tells the starred from names that were only sampled: the prior is that
nothing about a name matters, so that with few stars the ranker decides, and each star adds to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.spelling import count_syllables, share_of_vowels

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_NUM_BIGRAMS, _NUM_ENDINGS = 128, 96
"""Hashed features, of which there are many more possible ones."""
_MAX_LENGTH, _MAX_SYLLABLES = 12, 5
_UNSTARRED_PER_STAR = 3.0
"""How many names that were not starred count for each that was: a guess, as nobody was asked."""
_NEWTON_STEPS = 8
STRENGTH = 0.75
"""Rating points for each unit of the log odds that a name is liked."""

# The prior's standard deviations: how much each kind of trait may matter.
_LAST_LETTER, _ENDING, _FIRST_LETTER, _LETTER, _BIGRAM = 1.0, 0.8, 0.8, 0.5, 0.35
_LENGTH, _SYLLABLES, _VOWEL_SHARE, _LEANING, _COUNTRY = 0.8, 0.8, 1.5, 1.0, 0.7


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of names.

    Attributes:
        folded: the names.
        leanings: by how many nats each is likelier for women.
        countries: the code of the heaviest country of each.
    """

    folded: Sequence[str]
    leanings: DoubleArray
    countries: Sequence[str]

    def matrix(self, codes: Sequence[str]) -> DoubleArray:
        """Return numbers that are as large as they may matter (names, traits)."""
        return np.array(
            [
                _row(*name, codes)
                for name in zip(self.folded, self.leanings.tolist(), self.countries, strict=True)
            ]
        )


def join_traits(parts: Sequence[Traits]) -> Traits:
    """Put together the traits of several lists of names, at least one."""
    return Traits(
        [name for part in parts for name in part.folded],
        np.concatenate([part.leanings for part in parts]),
        [code for part in parts for code in part.countries],
    )


def score_by_taste(starred: Traits, others: Traits) -> DoubleArray:
    """Return the log odds, but for a constant, that the others are liked (others).

    Args:
        starred: names that somebody likes.
        others: sampled names, most of which nobody has judged.
    """
    codes = sorted({*starred.countries, *others.countries})
    liked, rest = starred.matrix(codes), others.matrix(codes)
    weights = np.concatenate(
        [np.ones(len(liked)), np.full(len(rest), _UNSTARRED_PER_STAR * len(liked) / len(rest))]
    )
    labels = np.repeat([1.0, 0.0], [len(liked), len(rest)])
    coefficients = _fit(np.concatenate([liked, rest]), labels, weights)
    scores: DoubleArray = rest @ coefficients
    centred: DoubleArray = scores - scores.mean()
    return centred


def _fit(inputs: DoubleArray, labels: DoubleArray, weights: DoubleArray) -> DoubleArray:
    """Return the likeliest coefficients by Newton's method, with a standard normal prior."""
    inputs = np.column_stack([inputs, np.ones(len(inputs))])
    precision = np.append(np.ones(inputs.shape[1] - 1), 1e-3)  # the intercept is free
    coefficients: DoubleArray = np.zeros(inputs.shape[1])
    for _ in range(_NEWTON_STEPS):
        probabilities = 1 / (1 + np.exp(-(inputs @ coefficients)))
        gradient = inputs.T @ (weights * (labels - probabilities)) - precision * coefficients
        curvature = weights * probabilities * (1 - probabilities)
        hessian = (inputs.T * curvature) @ inputs + np.diag(precision)
        coefficients += np.linalg.solve(hessian, gradient)
    fitted: DoubleArray = coefficients[:-1]
    return fitted


def _row(folded: str, leaning: float, country: str, codes: Sequence[str]) -> DoubleArray:
    length = min(len(folded), _MAX_LENGTH)
    syllables = min(count_syllables(folded), _MAX_SYLLABLES)
    vowels = share_of_vowels(folded)
    padded = f"^{folded}$"
    bigrams = np.zeros(_NUM_BIGRAMS)
    for place in range(len(padded) - 1):
        bigrams[_hash(padded[place : place + 2], _NUM_BIGRAMS)] = _BIGRAM
    return np.concatenate(
        [
            _one_hot(_place(folded[-1:]), len(_ALPHABET), _LAST_LETTER),
            _one_hot(_hash(folded[-2:], _NUM_ENDINGS), _NUM_ENDINGS, _ENDING),
            _one_hot(_place(folded[:1]), len(_ALPHABET), _FIRST_LETTER),
            [_LETTER * (letter in folded) for letter in _ALPHABET],
            bigrams,
            # Neighbouring lengths are alike: each counts as a half of the next.
            _LENGTH * np.exp(-np.abs(np.arange(_MAX_LENGTH + 1) - length)),
            _one_hot(syllables, _MAX_SYLLABLES + 1, _SYLLABLES),
            [_VOWEL_SHARE * (vowels - 0.45), _LEANING * np.tanh(leaning / 2)],
            [_COUNTRY * (code == country) for code in codes],
        ]
    )


def _one_hot(place: int, size: int, value: float) -> DoubleArray:
    row = np.zeros(size)
    if place >= 0:
        row[place] = value
    return row


def _place(letter: str) -> int:
    return _ALPHABET.find(letter) if letter else -1


def _hash(text: str, size: int) -> int:
    """Return a number that is the same in every process, unlike Python's own hash."""
    return int(sum(31**place * ord(letter) for place, letter in enumerate(text)) % size)
