"""What somebody likes in names, learnt from those that they have starred.

Bayesian logistic regression tells the starred from names that were only drawn: the prior is that
nothing about a name matters, so that with few stars the ranker decides, and each star adds to it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.spelling import count_vowel_groups, share_of_vowels

_MAX_LENGTH, _MAX_SYLLABLES = 12, 5
_USUAL_VOWELS = 0.45
"""Share of vowels in a usual name."""
_UNSTARRED_PER_STAR = 3.0
"""How many names that were not starred count for each that was: a guess, as nobody was asked."""
_NEWTON_STEPS = 6
_FREE = 1e3
"""The prior's variance of how many names are liked, of which nothing is known."""

# The prior's standard deviations: how much each kind of trait may matter.
_LAST_LETTER, _ENDING, _FIRST_LETTER, _LETTER, _BIGRAM = 1.0, 0.8, 0.8, 0.5, 0.35
_LENGTH, _SYLLABLES, _VOWEL_SHARE, _LEANING, _COUNTRY = 0.8, 0.8, 1.5, 1.0, 0.7

_Trait = tuple[str, object]


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

    def matrix(self) -> DoubleArray:
        """Return all traits, as large as they may matter (names, traits)."""
        columns: dict[_Trait, int] = {}
        names = zip(self.folded, self.leanings.tolist(), self.countries, strict=True)
        cells = [
            (row, columns.setdefault(trait, len(columns)), value)
            for row, name in enumerate(names)
            for trait, value in _traits_of(*name)
        ]
        matrix = np.zeros((len(self.folded), len(columns)))
        rows, places, values = zip(*cells, strict=True)
        matrix[list(rows), list(places)] = values
        return matrix


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
        starred: names that somebody likes; at least one.
        others: drawn names, most of which nobody has judged; at least one.
    """
    num_liked, num_others = len(starred.folded), len(others.folded)
    share = _UNSTARRED_PER_STAR * num_liked / num_others
    weights = np.repeat([1.0, share], [num_liked, num_others])
    labels = np.repeat([1.0, 0.0], [num_liked, num_others])
    odds = _fit(join_traits([starred, others]).matrix(), labels, weights)[num_liked:]
    centred: DoubleArray = odds - odds.mean()
    return centred


def _fit(inputs: DoubleArray, labels: DoubleArray, weights: DoubleArray) -> DoubleArray:
    """Return the likeliest log odds of names by Newton's method, with a standard normal prior.

    There are fewer names than traits, so it goes by how much the names have in common.
    """
    kernel = inputs @ inputs.T + _FREE
    odds: DoubleArray = np.zeros(len(inputs))
    for _ in range(_NEWTON_STEPS):
        probabilities = 1 / (1 + np.exp(-odds))
        curvature = weights * probabilities * (1 - probabilities)
        aims = curvature * odds + weights * (labels - probabilities)
        roots = np.sqrt(curvature)
        hessian = np.eye(len(odds)) + roots[:, None] * kernel * roots
        odds = kernel @ (aims - roots * np.linalg.solve(hessian, roots * (kernel @ aims)))
    return odds


def _traits_of(folded: str, leaning: float, country: str) -> Iterator[tuple[_Trait, float]]:
    """Yield what a name is like, each trait once."""
    yield ("last", folded[-1:]), _LAST_LETTER
    yield ("ending", folded[-2:]), _ENDING
    yield ("first", folded[:1]), _FIRST_LETTER
    for letter in {*folded}:
        yield ("letter", letter), _LETTER
    padded = f"^{folded}$"
    for bigram in {padded[at : at + 2] for at in range(len(padded) - 1)}:
        yield ("bigram", bigram), _BIGRAM
    for length in range(_MAX_LENGTH + 1):
        # Neighbouring lengths are alike: each counts as a half of the next, roughly.
        yield ("length", length), _LENGTH * math.exp(-abs(length - min(len(folded), _MAX_LENGTH)))
    yield ("syllables", min(count_vowel_groups(folded), _MAX_SYLLABLES)), _SYLLABLES
    yield ("vowels", None), _VOWEL_SHARE * (share_of_vowels(folded) - _USUAL_VOWELS)
    yield ("leaning", None), _LEANING * math.tanh(leaning / 2)
    yield ("country", country), _COUNTRY
