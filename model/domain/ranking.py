"""What comes of asking where a name sounds from."""

from dataclasses import dataclass
from enum import StrEnum

ASSIGNMENT_COUNTRIES = ("NL", "IR", "FR", "PL", "CN", "IT")
"""The countries among which the assignment ranks."""
SURE, LIKELY = 0.8, 0.5
"""Probabilities of the first country from which on a verdict says so."""


class Verdict(StrEnum):
    """What a ranking comes to, by the first country's probability.

    `sure` from 0.8 on, `likely` from 0.5 on, `unsure` below; `no idea` where even the country that
    finds the name likeliest finds it less likely, a letter, than 99 of 100 names that it never saw.
    """

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    NO_IDEA = "no idea"


class RankBy(StrEnum):
    """What countries are ranked by: calibrated probability, or the plain loss as in the seed."""

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
    """A letter in lower case, `*` for the stop, and how many bits it spoke for a country."""

    letter: str
    bits: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where a name sounds from.

    Attributes:
        name: as typed, without spaces around it.
        known_in: codes of all countries whose list holds the name, however it is written.
        verdict: how much to make of the ranking.
        ranking: the countries asked about, the best first; the probabilities sum to 1.
        letters: what each letter and the stop spoke for the first country over the second, by both
            networks and by the runs of letters that it is in, as they count for the probabilities.
    """

    name: str
    known_in: tuple[str, ...]
    verdict: Verdict
    ranking: tuple[CountryScore, ...]
    letters: tuple[LetterAttribution, ...]
