"""Rates names under a country, or under all the countries of a blend."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.condition import Condition
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.spelling import lower
from model.inference.name_generator import Candidates, NameGenerator
from model.selection.blend_ranker import BlendRanker
from model.selection.blends import compute_blend_features, compute_shares
from model.selection.country_names import CountryNames
from model.selection.features import FEATURES, compute_features
from model.selection.good_names import GoodNames
from model.selection.novelty import NoveltyModel
from model.selection.ranker import NameRanker
from model.selection.reader_ratings import ReaderRatings

_MIN_SHARE = 0.2
"""A blended name sounds like each country by this part of the country's weight, or more."""
NEW_NAME_RATINGS = WEIGHTS_FOLDER / "new_name_ratings.npz"
"""What readers have said of names as new ones."""
_EXISTENCE = 1.4
"""Points off for a new name that exists for certain."""
_SHARE_PENALTY = 0.5
"""Rating points off for a share of two that differs from the country's weight by 1. Of the names of
three countries fewer are near to all the weights, so that less would not keep to them."""


@dataclass(frozen=True, slots=True)
class Rankers:
    """What names are rated by.

    Attributes:
        names: the ranker under single countries.
        blends: that of blends, which goes on from the former.
        readers: what readers have said of names.
        judges: what they have said of names as new ones.
        novelty: how likely names are to exist though they are attested nowhere.
        good: new names that readers have found good.
    """

    names: NameRanker
    blends: BlendRanker
    readers: ReaderRatings
    judges: ReaderRatings
    novelty: NoveltyModel
    good: GoodNames

    @classmethod
    def load(cls) -> Self:
        """Load what is shipped.

        Raises:
            FileNotFoundError: a file is missing.
        """
        return cls(
            NameRanker.load(),
            BlendRanker.load(),
            ReaderRatings.load(),
            ReaderRatings.load(NEW_NAME_RATINGS),
            NoveltyModel.load(),
            GoodNames.load(),
        )


class CountryRater:
    """Rates names under single countries, on what the network and the lists say of them."""

    def __init__(
        self,
        generator: NameGenerator,
        ranker: NameRanker,
        country_names: Callable[[str], CountryNames],
    ) -> None:
        """Take the network, the ranker, and what tells a country's names by its code."""
        self._generator, self._ranker = generator, ranker
        self._country_names = country_names

    def inputs(self, candidates: Candidates, code: str) -> FloatArray:
        """Return the features of names and the ranker's hidden layer (names, both)."""
        features = compute_features(candidates, self._country_names(code))
        hidden = self._ranker.encode(candidates.names, features, code)
        return np.concatenate([features, hidden], axis=1)

    def blend_features(
        self, names: Sequence[str], condition: Condition
    ) -> tuple[FloatArray, DoubleArray]:
        """Return what `compute_blend_features` says of names (names, features), and their nats.

        The nats are −log P under each country of a blend, alone (countries, names); the errors are
        those of `NameRater.shares`.
        """
        hidden, nats = [], []
        for code, _ in condition.countries:
            alone = Condition.for_country(code, condition.gender)
            candidates = self._generator.score([lower(name, code) for name in names], alone)
            hidden.append(self.inputs(candidates, code)[:, len(FEATURES) :])
            nats.append(candidates.letter_nll.sum(axis=1, dtype=np.float64))
        ratings = np.array([self._ranker.rate_encoded(layer) for layer in hidden])
        nll, lengths = np.array(nats), np.array([len(name) for name in names])
        return compute_blend_features(ratings, nll, lengths, np.array(hidden)), nll

    def rate_inputs(self, inputs: FloatArray) -> DoubleArray:
        """Return ratings (names) from what `inputs` returns."""
        return self._ranker.rate_encoded(inputs[:, len(FEATURES) :])

    def worth(self, inputs: FloatArray) -> DoubleArray:
        """Return what names are worth as new ones (names) from what `inputs` returns."""
        return self._ranker.worth(inputs[:, len(FEATURES) :])


class NameRater:
    """Rates names under a country, or under all the countries of a blend.

    Attributes:
        good: new names that readers have found good.
    """

    def __init__(
        self,
        generator: NameGenerator,
        rankers: Rankers,
        country_names: Callable[[str], CountryNames],
    ) -> None:
        """Take the network, what it is rated by, and what tells a country's names by its code."""
        self._generator, self._rankers, self.good = generator, rankers, rankers.good
        self.countries = CountryRater(generator, rankers.names, country_names)

    def rate(
        self, candidates: Candidates, condition: Condition, *, only_new: bool = False
    ) -> DoubleArray:
        """Return ratings; −∞ for a blended name that does not sound like all the countries.

        Args:
            candidates: the names.
            condition: what they are for.
            only_new: whether names are to be new: then they are rated by what they are worth as
                such, and lose points for how likely they are to exist.
        """
        codes = [code for code, _ in condition.countries]
        inputs = self.countries.inputs(candidates, codes[0])
        said = self._rankers.judges if only_new else self._rankers.readers
        scores = said.corrections(candidates.names, codes)
        if only_new:
            scores -= _EXISTENCE * self._rankers.novelty.exists(inputs, codes[0])
        if len(codes) == 1:
            rate = self.countries.worth if only_new else self.countries.rate_inputs
            return np.asarray(scores + rate(inputs))
        features, nll = self.countries.blend_features(candidates.names, condition)
        scores += self._rankers.blends.rate(features)
        wanted = np.array([[weight] for _, weight in condition.countries])
        shares = compute_shares(nll)
        penalty = _SHARE_PENALTY * (len(codes) - 1) ** 2
        scores -= penalty * np.abs(shares - wanted).max(axis=0)
        scores[(shares < _MIN_SHARE * wanted).any(axis=0)] = -math.inf
        return scores

    def rate_blends(self, features: FloatArray) -> DoubleArray:
        """Return what blends are worth (names) by their features of `blend_features`."""
        return self._rankers.blends.rate(features)

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
