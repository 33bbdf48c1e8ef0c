"""Where a name is from: countries ranked by calibrated probability.

A name that people bear is ranked by its use, then its spelling; any other by its spelling alone. A
ranking is about a name, never about a person who bears it.
"""

from collections.abc import Iterator, Sequence
from itertools import compress
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
    CountryUse,
    LetterAttribution,
    RankBy,
    Ranking,
    Reason,
    ReasonKind,
    Verdict,
)
from model.domain.spelling import STOP
from model.domain.validation import validate_name
from model.inference.bearers import Bearers, BearersFile, UseKind
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.origin.features import SPELLING_KINDS, OriginFeatures
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import Scorer, joint_fingerprint, load_scorers
from model.origin.sharing import find_sharing, order_equals
from model.origin.use import USE_KINDS, UseFeatures, UseModel, is_spelled_otherwise

_COUNTRIES_OF_USE = 3
"""First countries of a ranking for which it says who bears the name."""
_MILLION = 1_000_000
_LEAST_PROBABILITY = 1e-300
"""Likelier times than that no number tells."""
MOST_NATS_PER_LETTER = 4.6
"""What is above is no name: a test samples the lists, and none of their names has more."""


class WeightsMismatchError(ValueError):
    """The origin parameters were fitted to other weights."""


class OriginClassifier:
    """Ranks countries for names; immutable, and so thread-safe."""

    def __init__(
        self,
        scorers: tuple[NameGenerator, Scorer],
        parameters: OriginParameters,
        bearers: BearersFile,
        use: UseModel,
    ) -> None:
        """Combine networks, the shipped one first, with the parameters fitted to them.

        Args:
            scorers: the networks.
            parameters: of the spelling.
            bearers: who bears names.
            use: the weights of that.

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
        self._lists = CountryLists(self._generator.known, parameters)
        self._features = OriginFeatures(scorers, self._lists)
        self._list_sizes = dict(zip(parameters.countries, parameters.list_sizes, strict=True))
        self._bearers, self._use = bearers, use
        self._use_features = UseFeatures(parameters.countries, bearers.totals)
        self._totals = {(use.country, use.kind): use.bearers for use in bearers.totals}

    @classmethod
    def load(cls, generator: NameGenerator | None = None) -> Self:
        """Load the stored parameters and networks; `generator` saves loading the shipped one.

        Raises:
            FileNotFoundError: a file is missing.
            WeightsMismatchError: the parameters were fitted to other weights.
        """
        generator = generator or NameGenerator.load()
        bearers = generator.existence.bearers
        return cls(load_scorers(generator), OriginParameters.load(), bearers, UseModel.load())

    @property
    def alphabet(self) -> str:
        """The letters that it knows; it reads others without their diacritics."""
        return self._generator.alphabet

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
        name = validate_name(name, self._generator.alphabet)
        letter_nll = self._features.letter_nll(name, codes)
        nll = letter_nll[0].sum(axis=1)
        features = np.concatenate([-letter_nll.sum(axis=2), self._features.auxiliary(name, codes)])
        probabilities = self._probabilities(features[:, None], codes)[0]
        evidence = self._parameters.calibration.evidence(features, self._sizes(codes))
        kinds = SPELLING_KINDS
        known_in = tuple(sorted(self._lists.listing(name)))
        bearers = self._bearers.find(name)
        is_known = bearers is not None or bool(known_in)
        spelled_otherwise: set[str] = set()
        if is_known:
            if among is not None:  # the order of a few is that among all
                probabilities = self.probabilities([name])[0]
            use = self.use_features(name, probabilities, bearers)
            spelled_otherwise = {*compress(self.countries, is_spelled_otherwise(use))}
            evidence, kinds = self._use.evidence(use)[:, self._columns(codes)], USE_KINDS
            probabilities = self._by_use(use, bearers)[self._columns(codes)]
            probabilities /= probabilities.sum()
        scores = [
            CountryScore(code, float(nats), float(probability))
            for code, nats, probability in zip(codes, nll, probabilities, strict=True)
        ]
        # Nats break ties, for instance between probabilities that underflow to 0.
        scores.sort(key=lambda score: (-score.probability, score.nats))
        if by is RankBy.NATS:
            scores.sort(key=lambda score: score.nats)
        ranked = [score.country for score in scores]
        homes = [code for code in ranked if code == ranked[0] or code not in spelled_otherwise]
        shared = () if bearers is None else find_sharing(bearers, homes, self._totals)
        first, second = pair = [*map(codes.index, ranked[:2])]
        bits = self._attributions(
            name, (codes[first], codes[second]), letter_nll[:, [first, second]]
        )
        letters = self._generator.normalise_case(name, codes[first]) + STOP
        return Ranking(
            name,
            known_in,
            self._verdict(
                0.0 if is_known else float(nll.min()) / len(letters), float(probabilities.max())
            ),
            tuple(scores),
            tuple(
                LetterAttribution(letter, bit)
                for letter, bit in zip(letters, bits.tolist(), strict=True)
            ),
            tuple(self._uses(bearers, shared or ranked)),
            self._generator.read_as(name),
            shared,
            _reasons(kinds, evidence[:, pair], probabilities[pair]),
        )

    def _by_use(self, features: DoubleArray, bearers: Bearers | None) -> DoubleArray:
        """Return the probabilities of all countries for a known name (countries)."""
        probabilities = self._use.probabilities(features)
        if bearers is not None:
            ranked = [self.countries[column] for column in np.argsort(-probabilities)]
            ordered = self._columns(order_equals(bearers, ranked, self._totals))
            probabilities[ordered] = np.sort(probabilities)[::-1]
        return probabilities

    def use_features(
        self, name: str, spelling: DoubleArray, bearers: Bearers | None
    ) -> DoubleArray:
        """Return the features of a known name (countries, `USE_FEATURES`).

        Args:
            name: as validated.
            spelling: the probabilities of all countries by its spelling (countries).
            bearers: who bears the name.
        """
        listed = np.zeros(len(self.countries))
        listed[self._columns(self._lists.listing(name))] = 1
        return self._use_features.compute(name, bearers, spelling, listed)

    def assess(self, names: Sequence[str]) -> tuple[Sequence[Verdict], DoubleArray]:
        """Assess many names among all countries by their spelling alone.

        Returns the verdicts, and the probabilities in the order of `countries` (names, countries),
        as `rank` has them for names that nobody bears, in a fraction of the time. Errors are those
        of `rank`.
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
        """Return the probabilities of countries by the spelling alone (names, countries).

        Rows sum to 1. The countries are in the order of `among`, or of `countries`. Errors are
        those of `rank`.
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
        return self._parameters.calibration.probabilities(features, self._sizes(codes))

    def _sizes(self, codes: Sequence[str]) -> DoubleArray:
        return np.array([self._list_sizes[code] for code in codes])

    def _attributions(
        self, name: str, codes: tuple[str, str], letter_nll: DoubleArray
    ) -> DoubleArray:
        """Return each letter's evidence for the first of two countries, in bits (letters + 1)."""
        *network_weights, ngram_weight, _ = self._parameters.calibration.weights
        logits = ngram_weight * self._features.ngram_logits_by_letter(name, codes)
        logits -= np.tensordot(network_weights, letter_nll, axes=1)
        bits: DoubleArray = (logits[0] - logits[1]) / log(2)
        return bits

    def _columns(self, codes: Sequence[str]) -> list[int]:
        return [self.countries.index(code) for code in codes]

    def _uses(self, bearers: Bearers | None, codes: Sequence[str]) -> Iterator[CountryUse]:
        """Yield who bears a name in the first of some countries."""
        if bearers is None:
            return
        for code in codes[:_COUNTRIES_OF_USE]:
            counts = {kind: bearers.in_country(code, kind) for kind in UseKind}
            registered, people = counts[UseKind.REGISTER], counts[UseKind.PEOPLE]
            yield CountryUse(
                code,
                registered,
                _MILLION * registered / self._totals.get((code, UseKind.REGISTER), 1),
                people,
                _MILLION * people / self._totals.get((code, UseKind.PEOPLE), 1),
                counts[UseKind.TRADITION] > 0,
                (code, UseKind.REGISTER) in self._totals,
            )

    def _verdict(self, nats_per_letter: float, top_probability: float) -> Verdict:
        if nats_per_letter > MOST_NATS_PER_LETTER:
            return Verdict.NO_NAME
        if nats_per_letter > self._parameters.nll_threshold:
            return Verdict.NO_IDEA
        if top_probability >= SURE_PROBABILITY:
            return Verdict.SURE
        return Verdict.LIKELY if top_probability >= LIKELY_PROBABILITY else Verdict.UNSURE


def _reasons(
    kinds: Sequence[ReasonKind], evidence: DoubleArray, probabilities: DoubleArray
) -> tuple[Reason, ...]:
    """Return what makes the first of two countries likelier, what says most first.

    Args:
        kinds: of the evidence.
        evidence: before calibration (kinds, 2).
        probabilities: of the two.
    """
    of_first = evidence[:, 0] - evidence[:, 1]
    nats = float(np.diff(-np.log(probabilities.clip(_LEAST_PROBABILITY)))[0])
    if not nats * of_first.sum() > 0:
        return ()
    sums: dict[ReasonKind, float] = {}
    for kind, value in zip(kinds, (nats / of_first.sum() * of_first).tolist(), strict=True):
        sums[kind] = sums.get(kind, 0.0) + value
    reasons = [Reason(kind, value) for kind, value in sums.items()]
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.nats)))
