"""Names that readers have read, as candidates: what the network and the lists say of them."""

from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np

from model.domain.arrays import FloatArray
from model.domain.condition import Condition
from model.domain.spelling import lower
from model.inference.name_generator import Candidates, NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.country_names import CountryNames
from model.selection.features import FEATURES, compute_features
from model.training.ratings import rows_by


class CandidateReader:
    """Reads names under a country with the network, whatever their gender.

    Attributes:
        generator: the network.
        country_names: the names of a country by its code.
    """

    def __init__(self, generator: NameGenerator) -> None:
        """Take the network."""
        self.generator = generator
        lists = CountryLists.load(generator.known)
        self.country_names = lru_cache(None)(partial(CountryNames.load, lists))

    def read(self, names: Sequence[str], country: str) -> Candidates:
        """Return names under a country as candidates."""
        spelled = [lower(name, country) for name in names]
        return self.generator.score(spelled, Condition.for_country(country))

    def features(self, names: Sequence[str], countries: Sequence[str]) -> FloatArray:
        """Return the `FEATURES` of names under a country each (names, features)."""
        features = np.zeros((len(names), len(FEATURES)), np.float32)
        for country, rows in rows_by(countries).items():
            candidates = self.read([names[row] for row in rows], country)
            features[rows] = compute_features(candidates, self.country_names(country))
        return features
