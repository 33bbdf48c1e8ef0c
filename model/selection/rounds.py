"""Rounds: many names are sampled and rated, and those that will not do are left out."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from model.domain.arrays import BoolArray, DoubleArray
from model.domain.condition import BlendMethod, Condition
from model.domain.generation import NameRequest, Rejection, RequestedKind, Style
from model.domain.spelling import count_vowel_groups, fold, lower
from model.inference.name_generator import Candidates, NameGenerator
from model.selection.country_names import CountryNames
from model.selection.deck import Deck, Entry
from model.selection.everyday_words import EverydayWords
from model.selection.filtered import FilteredSampler
from model.selection.good_names import NamesOfGroup
from model.selection.rater import NameRater
from model.selection.spelling_check import SpellingCheck
from model.selection.taste import Traits

_ROUND_SIZE = 1024
"""Names sampled in a round."""
_LATER = -10.0
"""Rating points of the good names with which the decks of another style begin."""
_LEFT_TO_PLAIN, _OF_STYLES = 20, 100
"""The best good names, with which plain decks alone begin, and those after them, of which other
styles have a part."""
_NOISE_OF_GOOD_NAMES = 0.2
"""Scale in rating points of the Gumbel noise by which decks differ in the order of good names."""
_HOME, _AT_HOME = 0.5, 1.0
"""How likely a good name that is at home in its country sounds from there, and rating points for
that: of names that are as good, those that `/origin` places elsewhere come later."""
_LOOKED_THROUGH = 60
"""Of a round's names the best, among which cards with few similar names are looked for."""
_MAX_LEANINGS = 5_000
"""Names whose leaning is remembered: those left for a taste are rated for each of its cards."""
_SHORT, _LEAST_WORTH = 5, 1.45
"""Letters of a short name, and the rating points below which it is but a piece of one."""
_CHECKED_TOGETHER = 40
"""Names that are checked at a time for where they sound from."""


@dataclass(frozen=True, slots=True)
class SelectionPolicy:
    """How a style samples and chooses.

    Attributes:
        inverse_temperature: the s in p^s / Σ p^s, by which candidates are sampled.
        of_balanced_blends: the same for blends by the method `balanced`, which suits choosing best.
        unusual: rating points per nat a letter: positive favours the unusual, negative the usual.
        age_points: rating points per step by which a name sounds more old-fashioned (1 to 5).
        noise: scale in rating points of the Gumbel noise by which good names are chosen at random.
    """

    inverse_temperature: float
    of_balanced_blends: float
    unusual: float = 0.0
    age_points: float = 0.0
    noise: float = 0.06


POLICIES = {
    Style.PLAIN: SelectionPolicy(1.2, 1.5),
    Style.CLASSIC: SelectionPolicy(1.7, 2.1, unusual=-0.3, age_points=0.3),
}


@dataclass(frozen=True, slots=True)
class Round:
    """Names sampled for a request, with their scores (names)."""

    request: NameRequest
    candidates: Candidates
    scores: DoubleArray


class RoundSampler:
    """Samples rounds of names, and says which of them may be shown."""

    def __init__(
        self,
        generator: NameGenerator,
        rater: NameRater,
        country_names: Callable[[str], CountryNames],
        words: EverydayWords,
        spelling: SpellingCheck,
    ) -> None:
        """Take the network, what rates its names, and what they are checked against."""
        self._generator, self._rater = generator, rater
        self._filtered = FilteredSampler(generator)
        self._country_names, self._words, self._spelling = country_names, words, spelling
        self._leanings: dict[tuple[str, Condition], float] = {}
        self._pairs: dict[str, frozenset[str]] = {}
        self._short_ends: dict[str, frozenset[str]] = {}

    def good_names(self, request: NameRequest, deck: Deck) -> list[Entry]:
        """Return the names that readers have found good, as far as they suit a request and a deck.

        There are some of countries, and of blends in equal shares; they are checked already.

        Raises:
            UnknownLettersError: letters asked for are unknown.
            InputError: no new name could begin, or end, with those asked for.
        """
        self._filtered.require_readable(request)
        if request.kind is not RequestedKind.NEW:
            return []
        self._filtered.require_likely(request)
        codes, weights = zip(*request.condition.countries, strict=True)
        if len({*weights}) > 1:
            return []
        good = self._rater.good.of(codes)
        if not good.names:
            return []
        scores = good.worth + self._filtered.points(good.names, request, good.leanings)
        scores += _AT_HOME * np.minimum(good.homes / _HOME, 1)
        allowed = [self._filtered.allows(name, request) for name in good.names]
        scores[~np.array(allowed, np.bool_)] = -math.inf
        scores += _LATER * ~are_of_style(scores, good, request)
        scores += _policy(request).unusual * good.nll_per_letter
        scores += deck.rng.gumbel(0, _NOISE_OF_GOOD_NAMES, len(scores))
        return [
            Entry(name, score)
            for name, score in zip(good.names, scores.tolist(), strict=True)
            if score > -math.inf and not deck.has(fold(name))
        ]

    def sample(self, request: NameRequest, deck: Deck) -> Round:
        """Sample a round by a deck's source of randomness, and count there what is rejected.

        Raises:
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: letters asked for are unknown.
        """
        as_sampled = _as_sampled(request, _policy(request))
        candidates = self._filtered.sample_new(as_sampled, _ROUND_SIZE, deck.rng, deck.rejected)
        if not candidates.names:
            return Round(request, candidates, np.zeros(0))
        return self._rate(request, candidates, deck)

    def good_of_each(self, request: NameRequest, deck: Deck) -> Round:
        """Return the good names of each country of a blend as a round: some suit the others, too.

        Raises the errors of `sample`.
        """
        blend = request.condition.with_known_gender
        good = (name for code, _ in blend.countries for name in self._rater.good.of([code]).names)
        names = dict.fromkeys(name for name in good if self._filtered.allows(name, request))
        if not names:
            return Round(request, Candidates([], [], np.zeros((0, 1), np.float32)), np.zeros(0))
        return self._rate(request, self._generator.score([*names], blend), deck)

    def _rate(self, request: NameRequest, candidates: Candidates, deck: Deck) -> Round:
        policy, only_new = _policy(request), request.kind is RequestedKind.NEW
        condition = request.condition.with_known_gender
        scores = self._rater.rate(
            candidates, condition, only_new=only_new, age_points=policy.age_points
        )
        scores += policy.unusual * candidates.nll_per_letter
        scores += self._filtered.score(candidates, request)
        scores += deck.rng.gumbel(0, policy.noise, len(scores))
        return Round(request, candidates, scores)

    def best_of(self, part: Round, deck: Deck, most: int | None = _LOOKED_THROUGH) -> list[Entry]:
        """Return the best names of a round that fit a deck, the best first; None for all."""
        scores = dict(zip(part.candidates.names, part.scores.tolist(), strict=True))
        acceptable = islice(self._acceptable(part, deck), most)
        return [Entry(name, scores[name]) for name in acceptable]

    def common_pairs(self, condition: Condition) -> frozenset[str]:
        """Return the two letters side by side that are common in a country of a condition."""
        codes = [code for code, _ in condition.countries]
        for code in codes:
            if code not in self._pairs:
                self._pairs[code] = self._country_names(code).common_pairs()
        return frozenset().union(*(self._pairs[code] for code in codes))

    def traits(self, names: Sequence[str], condition: Condition) -> Traits:
        """Return what is known of names that were invented, or sampled, for a condition."""
        code = condition.dominant_country
        spelled = [lower(name, code) for name in names]
        unknown = [name for name in spelled if (name, condition) not in self._leanings]
        if unknown:
            found = self._filtered.leanings(unknown, condition).tolist()
            self._leanings |= {
                (name, condition): by for name, by in zip(unknown, found, strict=True)
            }
        leanings = np.array([self._leanings[name, condition] for name in spelled])
        while len(self._leanings) > _MAX_LEANINGS:
            del self._leanings[next(iter(self._leanings))]
        return Traits([fold(name) for name in spelled], leanings, [code] * len(spelled))

    def _acceptable(self, part: Round, deck: Deck) -> Iterator[str]:
        """Yield the names that fit, the best first.

        What takes long to check is checked in this order, as far as names are needed.
        """
        request, names, scores = part.request, part.candidates.names, part.scores
        codes = [code for code, _ in request.condition.countries]
        letters = frozenset().union(*(self._country_names(code).letters for code in codes))
        rows = (
            row
            for row in np.argsort(-scores, kind="stable").tolist()
            if scores[row] > -math.inf and letters.issuperset(request.unasked(names[row]))
        )
        while some := [*islice(rows, _CHECKED_TOGETHER)]:
            are_from = self._are_from([names[row] for row in some], request)
            for row, is_from in zip(some, are_from.tolist(), strict=True):
                if self._generator.blocklist.blocks(names[row]):
                    deck.rejected[Rejection.BLOCKED] += 1
                elif deck.has(fold(names[row])) or not self._fits(names[row], codes):
                    continue
                elif self._is_piece(names[row], scores[row], request):
                    deck.rejected[Rejection.UNWRITABLE] += 1
                elif is_from:
                    yield names[row]
                else:
                    deck.rejected[Rejection.FOREIGN] += 1

    def _is_piece(self, name: str, score: float, request: NameRequest) -> bool:
        """Return whether a new name is but a piece of one, cut to the length asked for.

        It is short, and either worth little (Kols) or ends as no short name of its countries does,
        though nobody asked for that end (Kaitl).
        """
        if request.kind is not RequestedKind.NEW or len(name) > _SHORT:
            return False
        ends = self._ends_of_short_names(request.condition)
        return score < _LEAST_WORTH or not (request.ends_with or fold(name)[-2:] in ends)

    def _ends_of_short_names(self, condition: Condition) -> frozenset[str]:
        """Return the last two letters of short names of a condition's countries."""
        codes = [code for code, _ in condition.countries]
        for code in codes:
            if code not in self._short_ends:
                self._short_ends[code] = self._country_names(code).ends_of_short_names(_SHORT)
        return frozenset().union(*(self._short_ends[code] for code in codes))

    def may_be_shown(self, name: str, codes: Sequence[str]) -> bool:
        """Return whether a lower-case name may be shown for some countries, wherever it is from."""
        return not self._generator.blocklist.blocks(name) and self._fits(name, codes)

    def _fits(self, name: str, codes: Sequence[str]) -> bool:
        """Return whether a name has a vowel, and is no double of any kind and no everyday word."""
        folded = fold(name)
        half = len(folded) // 2
        return (
            count_vowel_groups(folded) > 0
            and folded[:half] != folded[half:]
            and not self._joins_known_names(name, codes)
            and not any(self._words.language_of_word(folded, code) for code in codes)
        )

    def _are_from(self, names: Sequence[str], request: NameRequest) -> BoolArray:
        """Return whether new names sound from the countries that they are for (names).

        Names that exist are from where they are used; letters that were asked for may be any
        country's.
        """
        if request.kind is not RequestedKind.NEW or request.starts_with or request.ends_with:
            return np.ones(len(names), np.bool_)
        codes = [code for code, _ in request.condition.countries]
        return self._spelling.sound_from(names, codes)

    def _joins_known_names(self, name: str, codes: Sequence[str]) -> bool:
        """Return whether both parts of a hyphenated name are known, as those of Hans-Gertrud."""
        parts = [*map(fold, name.split("-"))]
        return (
            len(parts) > 1
            and not any(self._country_names(code).are_hyphenated for code in codes)
            and bool(self._generator.known.contain(parts).all())
        )


def are_of_style(scores: DoubleArray, good: NamesOfGroup, request: NameRequest) -> BoolArray:
    """Return with which good names the decks of a style begin (names).

    Of the hundred after the best twenty, or fifth of fewer names, the more old-fashioned half is
    for classic ones: so another style begins with other names.

    Args:
        scores: what each name is worth; minus infinity if it does not suit the request (names).
        good: the names.
        request: of a style.
    """
    suits = scores > -math.inf
    ranks = np.argsort(np.argsort(-scores, kind="stable"))
    first = min(_LEFT_TO_PLAIN, suits.sum() / 5)
    rest = suits & (ranks >= first) & (ranks < first + _OF_STYLES)
    is_old = rest & (good.ages >= np.median(good.ages[rest])) if rest.any() else rest
    is_classic = request.inverse_temperature > Style.PLAIN.inverse_temperature
    return is_old if is_classic and is_old.any() else suits


def _policy(request: NameRequest) -> SelectionPolicy:
    style = Style.with_inverse_temperature(request.inverse_temperature)
    asked = request.inverse_temperature
    return POLICIES[style] if style else SelectionPolicy(asked, asked)


def _as_sampled(request: NameRequest, policy: SelectionPolicy) -> NameRequest:
    condition, inverse_temperature = request.condition, policy.inverse_temperature
    if len(condition.countries) > 1:
        condition = replace(condition, method=condition.method or BlendMethod.BALANCED)
        if condition.method is BlendMethod.BALANCED:
            inverse_temperature = policy.of_balanced_blends
    return replace(request, condition=condition, inverse_temperature=inverse_temperature)
