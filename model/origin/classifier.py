"""Where a name sounds from: countries ranked by calibrated probability.

A ranking is about a spelling, never about a person who bears it.
"""

from collections.abc import Sequence
from math import log
from typing import Self

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.countries import find_country
from model.domain.errors import InputError, gettext_noop
from model.domain.ranking import (
    LIKELY_PROBABILITY,
    SURE_PROBABILITY,
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
from model.origin.reversed_scorer import Scorer, joint_fingerprint, load_scorers


class WeightsMismatchError(ValueError):
    """The origin parameters were fitted to other weights."""


class OriginClassifier:
    """Ranks countries for names; immutable, and so thread-safe."""

    def __init__(self, scorers: tuple[NameGenerator, Scorer], parameters: OriginParameters) -> None:
        """Combine networks, the shipped one first, with the parameters fitted to them.

        Raises:
            WeightsMismatchError: the parameters were fitted to other weights.
        """
        if parameters.fingerprint != joint_fingerprint(scorers):
            why = (
                "The origin parameters belong to other weights: python -m model.training.fit_origin"
            )
            raise WeightsMismatchError(why)
        self._generator = scorers[0]
        self._parameters = parameters
        self._features = OriginFeatures(
            scorers,
            parameters.ngram_classifier,
            parameters.neighbour_classifier(self._generator.known),
        )
        self._list_sizes = dict(zip(parameters.countries, parameters.list_sizes, strict=True))

    @classmethod
    def load(cls, generator: NameGenerator | None = None) -> Self:
        """Load the stored parameters and networks; `generator` saves loading the shipped one.

        Raises:
            FileNotFoundError: a file is missing.
            WeightsMismatchError: the parameters were fitted to other weights.
        """
        return cls(load_scorers(generator or NameGenerator.load()), OriginParameters.load())

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of all countries that it ranks, sorted."""
        return self._generator.countries

    def rank(
        self, name: str, among: Sequence[str] | None = None, by: RankBy = RankBy.PROBABILITY
    ) -> Ranking:
        """Rank countries for one name.

        Args:
            name: in either case.
            among: two or more countries by code, name or alias; None for all.
            by: the sort key.

        Raises:
            UnknownCountryError: a country is unknown.
            UnknownLettersError: the name has letters that no name in the data has; the error offers
                a romanised spelling where there is one.
            LengthError: the name is too short or too long.
            InputError: there are fewer than two countries to choose from.
        """
        codes = self._codes(among)
        validate_name(name, self._generator.alphabet)
        letter_nll = self._features.letter_nll(name, codes)
        nll = letter_nll[0].sum(axis=1)
        features = np.concatenate([-letter_nll.sum(axis=2), self._features.auxiliary(name, codes)])
        probabilities = self._probabilities(features[:, None], codes)[0]
        scores = [
            CountryScore(code, float(nats), float(probability))
            for code, nats, probability in zip(codes, nll, probabilities, strict=True)
        ]
        # Nats break ties, for instance between probabilities that underflow to 0.
        scores.sort(key=lambda score: (-score.probability, score.nats))
        if by is RankBy.NATS:
            scores.sort(key=lambda score: score.nats)
        first, second = (codes.index(score.country) for score in scores[:2])
        bits = self._attributions(
            name, (codes[first], codes[second]), letter_nll[:, [first, second]]
        )
        letters = self._generator.normalise_case(name, codes[first]) + STOP
        return Ranking(
            normalise(name),
            self._parameters.countries_listing(name, self._generator.known),
            self._verdict(float(nll.min()) / len(letters), float(probabilities.max())),
            tuple(scores),
            tuple(
                LetterAttribution(letter, bit)
                for letter, bit in zip(letters, bits.tolist(), strict=True)
            ),
        )

    def assess(self, names: Sequence[str]) -> tuple[Sequence[Verdict], DoubleArray]:
        """Return what `rank` says of many names among all countries, in a fraction of the time.

        These are the verdicts, and the probabilities in the order of `countries` (names,
        countries). Errors are those of `rank`.
        """
        for name in names:
            validate_name(name, self._generator.alphabet)
        features = self._features.compute(names, self.countries)
        probabilities = self._probabilities(features, self.countries)
        likeliest = [self.countries[column] for column in probabilities.argmax(axis=1)]
        lengths = [
            len(self._generator.normalise_case(name, country) + STOP)
            for name, country in zip(names, likeliest, strict=True)
        ]
        nats_per_letter = -features[0].max(axis=1) / lengths
        verdicts = map(self._verdict, nats_per_letter.tolist(), probabilities.max(axis=1).tolist())
        return list(verdicts), probabilities

    def probabilities(
        self, names: Sequence[str], among: Sequence[str] | None = None
    ) -> DoubleArray:
        """Return the probability of each country for each name (names, countries); rows sum to 1.

        The countries are in the order of `among`, or of `countries`. Errors are those of `rank`.
        """
        codes = self._codes(among)
        if not names:
            return np.zeros((0, len(codes)))
        for name in names:
            validate_name(name, self._generator.alphabet)
        return self._probabilities(self._features.compute(names, codes), codes)

    def _codes(self, among: Sequence[str] | None) -> tuple[str, ...]:
        if among is None:
            return self.countries
        codes = tuple(dict.fromkeys(find_country(text).code for text in among))
        if len(codes) < 2:  # noqa: PLR2004 - it takes two to rank
            raise InputError(
                gettext_noop("Give me at least two different countries to choose from.")
            )
        return codes

    def _probabilities(self, features: DoubleArray, codes: Sequence[str]) -> DoubleArray:
        list_sizes = np.array([self._list_sizes[code] for code in codes])
        return self._parameters.calibration.probabilities(features, list_sizes)

    def _attributions(
        self, name: str, codes: tuple[str, str], letter_nll: DoubleArray
    ) -> DoubleArray:
        """Return each letter's evidence for the first of two countries, in bits (letters + 1)."""
        *network_weights, ngram_weight, _ = self._parameters.calibration.weights
        logits = ngram_weight * self._features.ngram_logits_by_letter(name, codes)
        logits -= np.tensordot(network_weights, letter_nll, axes=1)
        bits: DoubleArray = (logits[0] - logits[1]) / log(2)
        return bits

    def _verdict(self, nats_per_letter: float, top_probability: float) -> Verdict:
        if nats_per_letter > self._parameters.nll_threshold:
            return Verdict.NO_IDEA
        if top_probability >= SURE_PROBABILITY:
            return Verdict.SURE
        return Verdict.LIKELY if top_probability >= LIKELY_PROBABILITY else Verdict.UNSURE
