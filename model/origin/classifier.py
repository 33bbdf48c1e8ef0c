"""Where a name sounds from: countries ranked by probability, the network's losses beside them.

It speaks of a spelling, never of a person who bears it.
"""

from collections.abc import Sequence
from math import log
from typing import Self

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.countries import find
from model.domain.errors import InputError, gettext_noop
from model.domain.ranking import (
    LIKELY,
    SURE,
    CountryScore,
    LetterAttribution,
    RankBy,
    Ranking,
    Verdict,
)
from model.domain.spelling import STOP, normalise
from model.domain.validation import validate_name
from model.inference.name_generator import NameGenerator
from model.origin.features import OriginFeatures
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import Scorer, identities, load_scorers


class WeightsMismatchError(ValueError):
    """The fitted numbers belong to other weights."""


class OriginClassifier:
    """Ranks countries for names; never changes, so several threads may use one."""

    def __init__(self, both: tuple[NameGenerator, Scorer], atlas: OriginParameters) -> None:
        """Join networks, the shipped one first, and what was fitted to them.

        Raises:
            StaleAtlasError: it was fitted to other weights.
        """
        if atlas.weights != identities(both):
            why = "The atlas was made for other weights: run python -m model.training.fit_origin"
            raise WeightsMismatchError(why)
        self._namer = both[0]
        self._atlas = atlas
        self._evidence = OriginFeatures(both, atlas.runs, atlas.alike(self._namer.known))
        self._sizes = dict(zip(atlas.countries, atlas.sizes, strict=True))

    @classmethod
    def load(cls, namer: NameGenerator | None = None) -> Self:
        """Load the atlas of the shipped weights, and those weights where no namer has them yet.

        Raises:
            StaleAtlasError: the atlas belongs to other weights.
        """
        return cls(load_scorers(namer or NameGenerator.load()), OriginParameters.load())

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of all the countries it can rank, sorted."""
        return self._namer.countries

    def rank(
        self, name: str, among: Sequence[str] | None = None, by: RankBy = RankBy.PROBABILITY
    ) -> Ranking:
        """Rank countries for one name.

        Args:
            name: in either case.
            among: countries by code, name or alias, two or more; None for all.
            by: what the order is by.

        Raises:
            UnknownCountryError: there is no such country.
            UnknownLettersError: the name has letters that no name in the data has; the error offers
                it in Latin letters where that can be done.
            LengthError: the name is too short or too long.
            InputError: there is nothing to choose among.
        """
        codes = self._codes(among)
        validate_name(name, self._namer.alphabet)
        costs = self._evidence.costs(name, codes)
        nats = costs[0].sum(axis=1)
        evidence = np.concatenate([-costs.sum(axis=2), self._evidence.beside(name, codes)])
        likely = self._probabilities(evidence[:, None], codes)[0]
        places = [
            CountryScore(code, float(cost), float(chance))
            for code, cost, chance in zip(codes, nats, likely, strict=True)
        ]
        # Where two probabilities are equal, both nought for one, the nats tell them apart.
        places.sort(key=lambda place: (-place.probability, place.nats))
        if by is RankBy.NATS:
            places.sort(key=lambda place: place.nats)
        first, second = (codes.index(place.country) for place in places[:2])
        bits = self._bits(name, (codes[first], codes[second]), costs[:, [first, second]])
        letters = self._namer.read(name, codes[first]) + STOP
        return Ranking(
            normalise(name),
            self._atlas.listing(name, self._namer.known),
            self._verdict(float(nats.min()) / len(letters), float(likely.max())),
            tuple(places),
            tuple(
                LetterAttribution(letter, bit)
                for letter, bit in zip(letters, bits.tolist(), strict=True)
            ),
        )

    def probabilities(
        self, names: Sequence[str], among: Sequence[str] | None = None
    ) -> DoubleArray:
        """Return how likely each country is for each name (names, countries), a row sums to 1.

        The countries are in the order of `among`, or of `countries`. Errors are those of `rank`.
        """
        codes = self._codes(among)
        if not names:
            return np.zeros((0, len(codes)))
        for name in names:
            validate_name(name, self._namer.alphabet)
        return self._probabilities(self._evidence.of(names, codes), codes)

    def _codes(self, among: Sequence[str] | None) -> tuple[str, ...]:
        if among is None:
            return self.countries
        codes = tuple(dict.fromkeys(find(text).code for text in among))
        if len(codes) < 2:  # noqa: PLR2004 - it takes two to rank
            raise InputError(
                gettext_noop("A ranking needs two different countries or more to choose among.")
            )
        return codes

    def _probabilities(self, evidence: DoubleArray, codes: Sequence[str]) -> DoubleArray:
        sizes = np.array([self._sizes[code] for code in codes])
        return self._atlas.calibration.probabilities(evidence, sizes)

    def _bits(self, name: str, codes: tuple[str, str], costs: DoubleArray) -> DoubleArray:
        """Return what each letter spoke for the first of two countries (letters + 1)."""
        *by_networks, by_runs, _ = self._atlas.calibration.weights
        spoken = by_runs * self._evidence.runs_by_letter(name, codes)
        spoken -= np.tensordot(by_networks, costs, axes=1)
        bits: DoubleArray = (spoken[0] - spoken[1]) / log(2)
        return bits

    def _verdict(self, nats_per_letter: float, likeliest: float) -> Verdict:
        if nats_per_letter > self._atlas.unlikely:
            return Verdict.NO_IDEA
        if likeliest >= SURE:
            return Verdict.SURE
        return Verdict.LIKELY if likeliest >= LIKELY else Verdict.UNSURE
