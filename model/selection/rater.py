"""Rates names under a country, or under all the countries of a blend."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.spelling import fold, lower
from model.inference.name_generator import NameGenerator
from model.selection.blend_ranker import BlendRanker
from model.selection.blends import compute_blend_features, compute_shares
from model.selection.country_names import CountryNames
from model.selection.features import Candidates, compute_features
from model.selection.ranker import NameRanker

_MIN_SHARE = 0.3
"""A blended name sounds like each country by this part of the country's weight, or more."""
_SHARE_PENALTY = 1.5
"""Rating points for a share that differs from the country's weight by 1."""


class NameRater:
    """Rates names by the rankers, on what the network and the lists say of them."""

    def __init__(
        self,
        generator: NameGenerator,
        ranker: NameRanker,
        blend_ranker: BlendRanker,
        country_names: Callable[[str], CountryNames],
    ) -> None:
        """Take the network, the rankers, and what tells a country's names by its code."""
        self._generator = generator
        self._ranker, self._blend_ranker = ranker, blend_ranker
        self._country_names = country_names

    def rate(self, candidates: Candidates, condition: Condition) -> DoubleArray:
        """Return ratings; −∞ for a blended name that does not sound like all the countries."""
        if len(condition.countries) == 1:
            return self._rate_under_country(candidates, condition.dominant_country)
        ratings, nll = self.rate_under(candidates.names, condition)
        lengths = np.array([len(name) for name in candidates.names])
        scores = self._blend_ranker.rate(compute_blend_features(ratings, nll, lengths))
        wanted = np.array([[weight] for _, weight in condition.countries])
        shares = compute_shares(nll)
        scores -= _SHARE_PENALTY * np.abs(shares - wanted).max(axis=0)
        scores[(shares < _MIN_SHARE * wanted).any(axis=0)] = -math.inf
        return scores

    def rate_under(
        self, names: Sequence[str], condition: Condition
    ) -> tuple[DoubleArray, DoubleArray]:
        """Return the ratings and −log P in nats of names under each country of a blend, alone.

        Both are (countries, names); the errors are those of `shares`.
        """
        ratings, nats = [], []
        for code, _ in condition.countries:
            spelled = [lower(name, code) for name in names]
            alone = Condition.for_country(code, condition.gender)
            letter_nll = self._generator.batch_letter_nll(spelled, [alone])[0]
            folded = [fold(name) for name in names]
            candidates = Candidates(spelled, folded, letter_nll.astype(np.float32))
            ratings.append(self._rate_under_country(candidates, code))
            nats.append(letter_nll.sum(axis=1))
        return np.array(ratings), np.array(nats)

    def shares(self, names: Sequence[str], condition: Condition) -> list[dict[str, float]]:
        """Return how much each name sounds like each country of a blend, by code.

        Raises:
            InputError: a name is empty.
            UnknownLettersError: a name has letters outside the alphabet.
        """
        if not names:
            return []
        codes = [code for code, _ in condition.countries]
        nll = self._nll_under(names, condition.with_known_gender)
        columns = compute_shares(nll).T.tolist()
        return [dict(zip(codes, column, strict=True)) for column in columns]

    def _nll_under(self, names: Sequence[str], condition: Condition) -> DoubleArray:
        alone = [Condition.for_country(code, condition.gender) for code, _ in condition.countries]
        # By one country's rules, as they are sampled: Turkish I and i are other letters than ours.
        spelled = [lower(name, condition.dominant_country) for name in names]
        pairs = [(name, country) for country in alone for name in spelled]
        return self._generator.nll(pairs).reshape(len(alone), len(names))

    def _rate_under_country(self, candidates: Candidates, code: str) -> DoubleArray:
        features = compute_features(candidates, self._country_names(code))
        return self._ranker.rate(candidates.names, features, code)
