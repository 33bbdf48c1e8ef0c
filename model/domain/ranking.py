"""Rankings of countries by where a name sounds from."""

from dataclasses import dataclass
from enum import StrEnum

ASSIGNMENT_COUNTRIES = ("NL", "IR", "FR", "PL", "CN", "IT")
"""The countries that the assignment ranks."""
SURE_PROBABILITY, LIKELY_PROBABILITY = 0.8, 0.5
"""Lowest probabilities of the top country for these verdicts."""


class Verdict(StrEnum):
    """How reliable a ranking is, by the top country's probability.

    `sure` from 0.8 on, `likely` from 0.5 on, `unsure` below; `no idea` where even the lowest nats
    per letter of any country are higher than those of 99 of 100 unseen names.
    """

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    NO_IDEA = "no idea"


class RankBy(StrEnum):
    """What countries are ranked by: calibrated probability, or the loss as in the assignment."""

    PROBABILITY = "probability"
    NATS = "nats"


@dataclass(frozen=True, slots=True)
class CountryScore:
    """A country in a ranking: its code, −log P(name, stop | country), and its probability."""

    country: str
    nats: float
    probability: float


@dataclass(frozen=True, slots=True)
class LetterAttribution:
    """A letter in lower case, `*` for the stop, and its evidence for a country in bits."""

    letter: str
    bits: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where a name sounds from.

    Attributes:
        name: as typed, without spaces around it.
        known_in: codes of the countries whose list has the name (folded).
        verdict: how reliable the ranking is.
        ranking: the countries, best first; the probabilities sum to 1.
        letters: each letter's and the stop's evidence for the first country over the second: both
            networks' and that of its n-grams, weighted as for the probabilities.
    """

    name: str
    known_in: tuple[str, ...]
    verdict: Verdict
    ranking: tuple[CountryScore, ...]
    letters: tuple[LetterAttribution, ...]
