"""Rates names under a country, or under all the countries of a blend."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

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
from model.selection.ranker import AGE, QUALITY, WORTH, NameRanker
from model.selection.reader_ratings import ReaderRatings

_MIN_SHARE = 0.2
"""A blended name sounds like each country by this part of the country's weight, or more."""
NEW_NAME_RATINGS = WEIGHTS_FOLDER / "new_name_ratings.trie"
"""What readers have said of names as new ones."""
_EXISTENCE = 1.4
"""Points off for a new name that exists for certain."""
_SHARE_PENALTY = 0.7
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
            ReaderRatings.open(),
            ReaderRatings.open(NEW_NAME_RATINGS),
            NoveltyModel.load(),
            GoodNames.load(),
        )


class BlendInputs(NamedTuple):
    """What blended names are rated by.

    Attributes:
        features: of `compute_blend_features` (names, features).
        nats: −log P under each country alone (countries, names).
        alone: what `CountryRater.inputs` returns for each country alone.
    """

    features: FloatArray
    nats: DoubleArray
    alone: Sequence[FloatArray]


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

    def blend_inputs(self, names: Sequence[str], condition: Condition) -> BlendInputs:
        """Return what blended names are rated by; the errors are those of `NameRater.shares`."""
        inputs, nats = [], []
        for code, _ in condition.countries:
            alone = Condition.for_country(code, condition.gender)
            candidates = self._generator.score([lower(name, code) for name in names], alone)
            inputs.append(self.inputs(candidates, code))
            nats.append(candidates.letter_nll.sum(axis=1, dtype=np.float64))
        ratings = np.array([self.rate_inputs(of_country) for of_country in inputs])
        hidden = np.array([of_country[:, len(FEATURES) :] for of_country in inputs])
        nll, lengths = np.array(nats), np.array([len(name) for name in names])
        features = compute_blend_features(ratings, nll, lengths, hidden)
        return BlendInputs(features, nll, inputs)

    def rate_inputs(self, inputs: FloatArray) -> DoubleArray:
        """Return ratings (names) from what `inputs` returns."""
        return self._ranker.rate_encoded(inputs[:, len(FEATURES) :])

    def judge(self, inputs: FloatArray) -> DoubleArray:
        """Return what readers would say of names (names, 3) from what `inputs` returns."""
        return self._ranker.judge(inputs[:, len(FEATURES) :])


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
        self,
        candidates: Candidates,
        condition: Condition,
        *,
        only_new: bool = False,
        age_points: float = 0.0,
    ) -> DoubleArray:
        """Return ratings; −∞ for a blended name that does not sound like all the countries.

        Args:
            candidates: the names.
            condition: what they are for.
            only_new: whether names are to be new: then they are rated by what they are worth as
                such, and lose points for how likely they are to exist.
            age_points: per step by which a new name sounds more old-fashioned (1 to 5).
        """
        codes = [code for code, _ in condition.countries]
        alone, blend = self._inputs(candidates, condition)
        if only_new:
            said = self._said(alone, blend)
            scores = said @ WORTH + age_points * said[:, AGE]
            scores += self._rankers.judges.corrections(candidates.names, codes)
            exists = map(self._rankers.novelty.exists, alone, codes)
            scores -= _EXISTENCE * np.mean([*exists], axis=0)
        else:
            scores = self._rankers.readers.corrections(candidates.names, codes)
            scores += (
                self._rankers.blends.rate(blend.features)
                if blend
                else self.countries.rate_inputs(*alone)
            )
        if blend:
            wanted = np.array([[weight] for _, weight in condition.countries])
            shares = compute_shares(blend.nats)
            penalty = _SHARE_PENALTY * (len(codes) - 1) ** 2
            scores -= penalty * np.abs(shares - wanted).max(axis=0)
            scores[(shares < _MIN_SHARE * wanted).any(axis=0)] = -math.inf
        return np.asarray(scores)

    def judge(self, candidates: Candidates, condition: Condition) -> DoubleArray:
        """Return what readers would say of new names for a country, or a blend (names, 3)."""
        return self._said(*self._inputs(candidates, condition))

    def _inputs(
        self, candidates: Candidates, condition: Condition
    ) -> tuple[Sequence[FloatArray], BlendInputs | None]:
        """Return the inputs under each country alone, and those of a blend."""
        if len(condition.countries) == 1:
            [(code, _)] = condition.countries
            return [self.countries.inputs(candidates, code)], None
        blend = self.countries.blend_inputs(candidates.names, condition)
        return blend.alone, blend

    def _said(self, alone: Sequence[FloatArray], blend: BlendInputs | None) -> DoubleArray:
        """Return the mean of what readers of each country would say, and what those of both."""
        said = np.asarray(np.mean([*map(self.countries.judge, alone)], axis=0))
        if blend:
            said[:, QUALITY] = self._rankers.blends.rate(blend.features)
        return said

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
