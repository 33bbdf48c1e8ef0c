"""Drafts: names that the network samples, which judges rate so that a ranker learns from them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np

from model.domain.arrays import FloatArray
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.country_names import CountryNames
from model.selection.features import FEATURES, compute_features
from model.selection.filtered import FilteredSampler

_OF_ONE_COUNTRY = (1.2, 1.2, 1.2, 1.0, 1.0, 1.7, 0.8)
_OF_BALANCED_BLENDS = (1.5, 1.5, 1.5, 1.25, 1.25, 2.1, 1.0)
"""Inverse temperatures: as names are sampled when served, and some beyond."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Names under a country each.

    Attributes:
        names: in lower case.
        countries: codes (names).
        features: their `FEATURES` (names, features).
    """

    names: Sequence[str]
    countries: Sequence[str]
    features: FloatArray


class Drafter:
    """Samples names, and computes features.

    Attributes:
        generator: the network.
        country_names: the names of a country by its code.
    """

    def __init__(self, generator: NameGenerator) -> None:
        """Take the network."""
        self.generator = generator
        lists = CountryLists.load(generator.known)
        self.country_names = lru_cache(None)(partial(CountryNames.load, lists))
        self._sampler = FilteredSampler(generator)

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> Sequence[str]:
        """Return the different new names among so many samples, in lower case.

        Args:
            condition: one country, or a blend by the method `balanced`.
            count: of samples.
            rng: the source of randomness.
        """
        is_blend = len(condition.countries) > 1
        temperatures = _OF_BALANCED_BLENDS if is_blend else _OF_ONE_COUNTRY
        found: dict[str, None] = {}
        for inverse_temperature in temperatures:
            request = replace(NameRequest(condition, 1), inverse_temperature=inverse_temperature)
            part = count // len(temperatures)
            found |= dict.fromkeys(self._sampler.sample_new(request, part, rng, Counter()).names)
        return [*found]

    def features(self, names: Sequence[str], country: str) -> FloatArray:
        """Return the `FEATURES` of names under a country (names, features)."""
        if not names:
            return np.zeros((0, len(FEATURES)), np.float32)
        spelled = [lower(name, country) for name in names]
        candidates = self.generator.score(spelled, Condition.for_country(country))
        return compute_features(candidates, self.country_names(country))

    def features_of_all(self, names: Sequence[str], countries: Sequence[str]) -> FloatArray:
        """Return the `FEATURES` of names under a country each (names, features)."""
        features = np.zeros((len(names), len(FEATURES)), np.float32)
        codes = np.array(countries)
        for country in np.unique(codes).tolist():
            rows = np.flatnonzero(codes == country)
            features[rows] = self.features([names[row] for row in rows.tolist()], country)
        return features

    def of_all_countries(self, count: int, rng: np.random.Generator) -> Drafts:
        """Return the different new names among so many samples of each country."""
        names: list[str] = []
        codes: list[str] = []
        for country in self.generator.countries:
            sampled = self.sample(Condition.for_country(country), count, rng)
            names += sampled
            codes += [country] * len(sampled)
        return Drafts(names, codes, self.features_of_all(names, codes))
