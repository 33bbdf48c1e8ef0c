"""Held-out metrics, and how each is computed."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from model.domain.arrays import BoolArray, DoubleArray

CALIBRATION_BINS = 15
"""Bins of equal width between 0 and 1 for the calibration error."""


@dataclass(frozen=True, slots=True)
class LanguageModelMetrics:
    """How well names of the test split are predicted; each line of the data counts once.

    Attributes:
        names_tested: lines of the test split.
        nats_per_name: mean −log P(name, stop | country), gender unknown.
        nats_per_letter: the same per letter, stop included.
        perplexity: the exponential of `nats_per_letter`: an effective number of choices per letter.
    """

    names_tested: int
    nats_per_name: float
    nats_per_letter: float
    perplexity: float

    @classmethod
    def compute(cls, nats: DoubleArray, lengths: Sequence[int]) -> Self:
        """Compute from each name's nats and its number of letters, without the stop."""
        per_letter = float(nats.sum() / (sum(lengths) + len(lengths)))
        return cls(len(lengths), float(nats.mean()), per_letter, math.exp(per_letter))


@dataclass(frozen=True, slots=True)
class OriginMetrics:
    """How well countries are predicted for the test split's names; each folded name counts once.

    Attributes:
        origins_tested: folded names.
        origin_top1: share of names that the most likely country lists.
        origin_top3: share of names that one of the three most likely countries lists.
        calibration_error: expected calibration error of the most likely country's probability, in
            `CALIBRATION_BINS` bins.
    """

    origins_tested: int
    origin_top1: float
    origin_top3: float
    calibration_error: float

    @classmethod
    def compute(cls, probabilities: DoubleArray, labels: BoolArray) -> Self:
        """Compute from each country's probability and whether it lists the name.

        Args:
            probabilities: (names, countries).
            labels: (names, countries).
        """
        order = np.argsort(-probabilities, axis=1, kind="stable")[:, :3]
        hits = np.take_along_axis(labels, order, axis=1)
        error = calibration_error(probabilities.max(axis=1), hits[:, 0])
        return cls(len(hits), float(hits[:, 0].mean()), float(hits.any(axis=1).mean()), error)


def calibration_error(probabilities: DoubleArray, hits: BoolArray) -> float:
    """Return the expected calibration error of probabilities (names) of hits (names)."""
    bins = np.minimum((probabilities * CALIBRATION_BINS).astype(np.intp), CALIBRATION_BINS - 1)
    # The difference of a bin's sums is that of its means, times the number of names in it.
    differences = np.bincount(bins, probabilities - hits, CALIBRATION_BINS)
    return float(np.abs(differences).sum() / len(hits))


@dataclass(frozen=True, slots=True)
class GenerationMetrics:
    """What names are generated for a country; for several countries the mean of each metric.

    Attributes:
        names_drawn: number of samples.
        distinct_share: distinct samples as a share of all.
        novel_share: share of samples that no country lists.
        unseen: number of samples that no country lists in the training split.
        held_out_hits: those of `unseen` in the validation or test split of any country.
        held_out_names: the distinct ones of `held_out_hits`.
        held_out_hits_own: those of `unseen` in the validation or test split of this country.
        judged_drawn: share of `unseen` that the reference classifier assigns to the country.
        judged_real: share of the country's test names that it assigns to it.
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
        """How typical samples are of the country, relative to real names; None without a hit."""
        return self.judged_drawn / self.judged_real if self.judged_real else None

    @classmethod
    def compute(
        cls,
        folded: Sequence[str],
        train: Collection[str],
        held_out: Collection[str],
        own: Collection[str],
        judged: tuple[float, float],
    ) -> Self:
        """Count samples.

        Args:
            folded: one or more samples, folded.
            train: all folded names of the training split.
            held_out: all folded names of the other splits.
            own: those of `held_out` that the country lists.
            judged: `judged_drawn` and `judged_real`.
        """
        unseen = [name for name in folded if name not in train]
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
