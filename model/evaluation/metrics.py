"""What held-out figures are, and how each follows from what was measured."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from model.domain.arrays import BoolArray, DoubleArray

BINS = 15
"""Bins of equal width between 0 and 1 for the calibration error."""


@dataclass(frozen=True, slots=True)
class LanguageModelMetrics:
    """How well names of the test part are foreseen; each line of the data counts once.

    Attributes:
        names_tested: lines of the test part.
        nats_per_name: mean −log P(name, stop | country), gender unknown.
        nats_per_letter: the same a letter, the stop being one.
        perplexity: its exponential: of how many equally likely letters each is one.
    """

    names_tested: int
    nats_per_name: float
    nats_per_letter: float
    perplexity: float

    @classmethod
    def of(cls, nats: DoubleArray, lengths: Sequence[int]) -> Self:
        """Take the nats of names and how many letters they have, without the stop."""
        per_letter = float(nats.sum() / (sum(lengths) + len(lengths)))
        return cls(len(lengths), float(nats.mean()), per_letter, math.exp(per_letter))


@dataclass(frozen=True, slots=True)
class OriginMetrics:
    """How well countries are guessed for the test part's names; each folded name counts once.

    Attributes:
        origins_tested: folded names.
        origin_top1: share of names that are on the likeliest country's list.
        origin_top3: share of names that are on a list of the three likeliest countries.
        calibration_error: how far the likeliest country's probability is from the share of hits,
            on average over names, after both were averaged in each of `BINS` bins.
    """

    origins_tested: int
    origin_top1: float
    origin_top3: float
    calibration_error: float

    @classmethod
    def of(cls, probabilities: DoubleArray, lists: BoolArray) -> Self:
        """Take how likely each country is for each name, and which list it (names, countries)."""
        order = np.argsort(-probabilities, axis=1, kind="stable")[:, :3]
        hits = np.take_along_axis(lists, order, axis=1)
        error = calibration_error(probabilities.max(axis=1), hits[:, 0])
        return cls(len(hits), float(hits[:, 0].mean()), float(hits.any(axis=1).mean()), error)


def calibration_error(probabilities: DoubleArray, hits: BoolArray) -> float:
    """Return the expected calibration error of probabilities (names) of hits (names)."""
    bins = np.minimum((probabilities * BINS).astype(np.intp), BINS - 1)
    # In each bin the difference of the sums is that of the means times the names in it.
    differences = np.bincount(bins, probabilities - hits, BINS)
    return float(np.abs(differences).sum() / len(hits))


@dataclass(frozen=True, slots=True)
class GenerationMetrics:
    """What names are drawn for a country; those of several are the means of each's figures.

    Attributes:
        names_drawn: how many; for several countries the mean too.
        distinct_share: share of drawn names that are left when each is counted once.
        novel_share: share of drawn names that no country's list holds.
        unseen: drawn names that are in no list's training part.
        held_out_hits: of `unseen`, those in the validation or test part of any country.
        held_out_names: of `held_out_hits`, those that are left when each is counted once.
        held_out_hits_own: of `unseen`, those in the validation or test part of this country.
        judged_drawn: share of `unseen` for which a judge guesses the country.
        judged_real: share of the country's test names for which it does.
    """

    names_drawn: float
    distinct_share: float
    novel_share: float
    unseen: float
    held_out_hits: float
    held_out_names: float
    held_out_hits_own: float
    judged_drawn: float
    judged_real: float

    @property
    def style_agreement(self) -> float | None:
        """How much drawn names look like the country's, beside real ones; None if those do not."""
        return self.judged_drawn / self.judged_real if self.judged_real else None

    @classmethod
    def of(
        cls,
        folded: Sequence[str],
        trained: Collection[str],
        held_out: Collection[str],
        own: Collection[str],
        judged: tuple[float, float],
    ) -> Self:
        """Count drawn names.

        Args:
            folded: the names drawn, folded; one or more.
            trained: all folded names of the training part.
            held_out: all folded names of the other parts.
            own: those of `held_out` on the country's list.
            judged: `judged_drawn` and `judged_real`.
        """
        unseen = [name for name in folded if name not in trained]
        hits = [name for name in unseen if name in held_out]
        return cls(
            len(folded),
            len(set(folded)) / len(folded),
            (len(unseen) - len(hits)) / len(folded),
            len(unseen),
            len(hits),
            len(set(hits)),
            sum(name in own for name in hits),
            *judged,
        )
