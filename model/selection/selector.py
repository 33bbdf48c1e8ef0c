"""Chooses the names of a card: many are sampled, rated, and the best are dealt out to seeds.

A seed is a block and a card of that block. For each request, names
are sampled in rounds from the block's own random generator; in each round the best are dealt into
cards, none of them twice in a block. So a request and a seed give the same names whenever they are
asked for, consecutive seeds of a block share no name, and one round serves several cards.
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import cast

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.condition import Condition
from model.domain.filters import Initials
from model.domain.generation import (
    GenerationResult,
    NameRequest,
    Rejection,
    Style,
    Suggestion,
)
from model.domain.spelling import capitalise, fold, lower
from model.inference.name_generator import NameGenerator
from model.selection.blend_ranker import BlendRanker
from model.selection.blends import compute_blend_features, compute_shares
from model.selection.country_names import CountryLists
from model.selection.everyday_words import EverydayWords
from model.selection.features import Candidates, compute_features
from model.selection.filtered import FilteredSampler
from model.selection.nearest import NearestNames
from model.selection.ranker import NameRanker
from model.selection.taste import STRENGTH, Traits, join_traits, score_by_taste

_ROUND_SIZE = 512
"""Names sampled in a round."""
_MIN_SHARE = 0.3
"""A blended name sounds like each country by this part of the country's weight, or more."""
_SHARE_PENALTY = 1.5
"""Rating points for a share that differs from the country's weight by 1."""
_DEALT_PER_ROUND = 15
"""Names dealt in a round, of some 200 that are acceptable."""
_LOOKED_THROUGH = 40
"""Of a round's names the best, among which cards with few similar names are looked for."""
_MAX_ROUNDS_IN_VAIN = 4
"""Rounds without a full hand of names, after which a card gets fewer than requested."""
_MAX_DECKS = 128
_MAX_COUNTRIES = 24
"""Countries whose names stay indexed, at some 0.3 MB each."""
_MAX_CONDITIONS = 3
"""Conditions of starred names for which a card like them is sampled."""
_MAX_SIMILAR = 2
"""Names of a card that may share their first, or last, `_AFFIX` letters."""
_AFFIX = 3


@dataclass(frozen=True, slots=True)
class SelectionPolicy:
    """How a style samples and chooses.

    Attributes:
        inverse_temperature: the s in p^s / Σ p^s, by which candidates are sampled.
        unusual: rating points per nat a letter: positive favours the unusual, negative the usual.
        noise: scale in rating points of the Gumbel noise by which good names are chosen at random.
    """

    inverse_temperature: float
    unusual: float = 0.0
    noise: float = 0.06


POLICIES = {
    Style.PLAIN: SelectionPolicy(1.2),
    Style.CLASSIC: SelectionPolicy(1.7, unusual=-0.3),
    Style.BOLD: SelectionPolicy(1.0, unusual=0.1),
}


@dataclass(frozen=True, slots=True)
class _Hand:
    """Names of a card, kept small, since a block has many cards.

    Attributes:
        names: in lower case, joined by spaces, which no name has.
        nats: theirs.
    """

    names: str
    nats: FloatArray

    @classmethod
    def of(cls, entries: Sequence[tuple[str, float]]) -> "_Hand":
        """Keep names with their nats."""
        return cls(
            " ".join(name for name, _ in entries),
            np.array([nats for _, nats in entries], np.float32),
        )

    def entries(self) -> Iterator[tuple[str, float]]:
        """Yield the names with their nats."""
        return zip(self.names.split(), self.nats.tolist(), strict=True)


@dataclass(slots=True)
class _Deck:
    """What has been dealt so far of one request and block.

    Attributes:
        rng: the block's source of randomness.
        hands: a card is one hand, or several if it is large.
        dealt: the folded names of all of them, each between spaces.
        leftover: acceptable names with their nats that did not fill a hand yet.
        rounds_in_vain: rounds in a row that did not fill a hand.
        rejected: reasons why sampled names were not acceptable.
    """

    rng: np.random.Generator
    hands: list[_Hand] = field(default_factory=list)
    dealt: str = " "
    leftover: list[tuple[str, float]] = field(default_factory=list)
    rounds_in_vain: int = 0
    rejected: Counter[Rejection] = field(default_factory=Counter)

    @property
    def is_exhausted(self) -> bool:
        """Whether another round would hardly find another name."""
        return self.rounds_in_vain >= _MAX_ROUNDS_IN_VAIN

    def add(self, hand: Sequence[tuple[str, float]]) -> None:
        """Add a hand."""
        self.hands.append(_Hand.of(hand))
        self.exclude(name for name, _ in hand)

    def exclude(self, names: Iterable[str]) -> None:
        """Count names as dealt."""
        self.dealt += "".join(f"{fold(name)} " for name in names)

    def has_dealt(self, folded: str) -> bool:
        """Return whether a folded name was dealt."""
        return f" {folded} " in self.dealt


@dataclass(frozen=True, slots=True)
class _Round:
    """Names sampled for a request, with their scores (names)."""

    request: NameRequest
    candidates: Candidates
    scores: DoubleArray


class NameSelector:
    """Chooses among the names of a generator. Not thread-safe: it caches what it has dealt."""

    def __init__(
        self,
        generator: NameGenerator,
        ranker: NameRanker,
        blend_ranker: BlendRanker,
        lists: CountryLists,
        words: EverydayWords,
    ) -> None:
        self._generator = generator
        self._filtered = FilteredSampler(generator)
        self._ranker, self._blend_ranker = ranker, blend_ranker
        self._words = words
        self._nearest = NearestNames(lists)
        self._country_names = lru_cache(_MAX_COUNTRIES)(lists.country_names)
        self._decks: OrderedDict[tuple[NameRequest, int], _Deck] = OrderedDict()

    @classmethod
    def load(cls, generator: NameGenerator) -> "NameSelector":
        """Load the shipped rankers and lists.

        Raises:
            FileNotFoundError: a file is missing.
        """
        lists = CountryLists.load(generator.known, generator.countries)
        rankers = NameRanker.load(), BlendRanker.load()
        return cls(generator, *rankers, lists, EverydayWords.load())

    def suggest(self, request: NameRequest, seed: int) -> GenerationResult:
        """Choose names for a request.

        Returns:
            As many as requested, or fewer if no more were found. If a block has no more names at
            all, its first cards come again.

        Raises:
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: `starts_with` has letters outside the alphabet.
        """
        steps = self.suggest_in_steps(request, seed)
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                return cast("GenerationResult", stop.value)

    def suggest_in_steps(
        self, request: NameRequest, seed: int
    ) -> Generator[None, None, GenerationResult]:
        """Do what `suggest` does, and yield after each round, so that others may come in between.

        Raises the errors of `suggest`.
        """
        hand = min(request.count, _DEALT_PER_ROUND)
        hands = math.ceil(request.count / hand)
        block, card = divmod(seed, request.cards_per_block)
        deck = self._deck(replace(request, count=hand), block)
        while len(deck.hands) < (card + 1) * hands and not deck.is_exhausted:
            self._deal_round(replace(request, count=hand), deck)
            yield
        dealt = deck.hands[card * hands : (card + 1) * hands]
        if not dealt and deck.hands:
            dealt = [deck.hands[card % len(deck.hands)]]
        names = [entry for hand in dealt for entry in hand.entries()][: request.count]
        suggestions = tuple(self._suggestions(request, names))
        return GenerationResult(suggestions, Counter(deck.rejected))

    def suggest_to_taste(
        self, stars: Sequence[tuple[str, Condition]], count: int, seed: int
    ) -> Generator[None, None, tuple[tuple[Suggestion, Condition], ...]]:
        """Choose names like those that somebody has starred, each with what it is invented for.

        Nothing is remembered. Yields after each round, so that others may come in between.

        Args:
            stars: names with what they were invented for; at least one.
            count: how many names.
            seed: of the random generator.

        Raises:
            KeyError: the network was not trained on one of the countries.
        """
        deck = _Deck(np.random.default_rng(seed))
        deck.exclude(name for name, _ in stars)
        rounds = []
        for condition in _sample_conditions(stars, deck.rng):
            request = NameRequest(condition, count)
            rounds.append(_Round(request, *self._sample_round(request, deck)))
            yield
        rounds = self._add_taste(rounds, stars)
        yield
        best = self._best_of(rounds, deck)
        hands = _deal([(name, nats) for name, nats, _ in best], rounds[0].request, 1)
        requests = {name: request for name, _, request in best}
        return tuple(
            (suggestion, requests[name].condition)
            for name, nats in next(hands, [])
            for suggestion in self._suggestions(requests[name], [(name, nats)])
        )

    def _add_taste(
        self, rounds: Sequence[_Round], stars: Sequence[tuple[str, Condition]]
    ) -> list[_Round]:
        """Return rounds whose scores also say how near the names are to the starred ones."""
        names_by_condition: dict[Condition, list[str]] = {}
        for name, condition in stars:
            names_by_condition.setdefault(condition.with_known_gender, []).append(name)
        starred = [
            self._traits(names, condition) for condition, names in names_by_condition.items()
        ]
        pool = [self._traits(part.candidates.names, part.request.condition) for part in rounds]
        tastes = score_by_taste(join_traits(starred), join_traits(pool))
        ends = np.cumsum([len(part.scores) for part in rounds])[:-1]
        return [
            replace(part, scores=part.scores + STRENGTH * taste)
            for part, taste in zip(rounds, np.split(tastes, ends), strict=True)
        ]

    def _best_of(
        self, rounds: Sequence[_Round], deck: _Deck
    ) -> list[tuple[str, float, NameRequest]]:
        """Return the names of all rounds with their nats and requests, each once, best first."""
        best: dict[str, tuple[float, float, NameRequest]] = {}
        for part in rounds:
            scores = dict(zip(part.candidates.names, part.scores.tolist(), strict=True))
            accepted = self._acceptable(part.candidates, part.scores, part.request, deck)
            for name, nats in islice(accepted, _LOOKED_THROUGH):
                entry = (scores[name], nats, part.request)
                best[name] = max(best.get(name, entry), entry, key=itemgetter(0))
        ordered = sorted(best, key=lambda name: -best[name][0])
        return [(name, *best[name][1:]) for name in ordered]

    def _traits(self, names: Sequence[str], condition: Condition) -> Traits:
        code = condition.dominant_country
        spelled = [lower(name, code) for name in names]
        leanings = self._filtered.leanings(spelled, condition) if spelled else np.zeros(0)
        return Traits([fold(name) for name in spelled], leanings, [code] * len(spelled))

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

    def _nll_under(self, names: Sequence[str], condition: Condition) -> DoubleArray:
        alone = [Condition.for_country(code, condition.gender) for code, _ in condition.countries]
        # By one country's rules, as they are sampled: Turkish I and i are other letters than ours.
        spelled = [lower(name, condition.dominant_country) for name in names]
        pairs = [(name, country) for country in alone for name in spelled]
        return self._generator.nll(pairs).reshape(len(alone), len(names))

    def _deck(self, request: NameRequest, block: int) -> _Deck:
        key = request, block
        deck = self._decks.pop(key, None) or _Deck(np.random.default_rng(block))
        self._decks[key] = deck
        if len(self._decks) > _MAX_DECKS:
            self._decks.popitem(last=False)
        return deck

    def _deal_round(self, request: NameRequest, deck: _Deck) -> None:
        """Sample a round, and deal its best names."""
        new = islice(self._best_names(request, deck), _LOOKED_THROUGH)
        best = [*deck.leftover, *new]
        deck.leftover = []
        hands = _deal(best, request, _DEALT_PER_ROUND // request.count)
        full = [hand for hand in hands if len(hand) == request.count]
        deck.rounds_in_vain = 0 if full else deck.rounds_in_vain + 1
        for hand in full:
            deck.add(hand)
        if not full:
            deck.leftover = best
        if deck.is_exhausted and best:
            deck.add(best[: request.count])

    def _best_names(self, request: NameRequest, deck: _Deck) -> Iterator[tuple[str, float]]:
        """Sample a round, and yield the names that fit with their nats, the best first.

        What takes long to check is checked in this order, as far as names are needed.
        """
        candidates, scores = self._sample_round(request, deck)
        yield from self._acceptable(candidates, scores, request, deck)

    def _sample_round(self, request: NameRequest, deck: _Deck) -> tuple[Candidates, DoubleArray]:
        """Sample a round; return its names with their scores (names)."""
        policy, condition = _policy(request), request.condition.with_known_gender
        sampled = replace(request, inverse_temperature=policy.inverse_temperature)
        names, folded, letter_nll = self._filtered.sample_new(
            sampled, _ROUND_SIZE, deck.rng, deck.rejected
        )
        candidates = Candidates(names, folded, letter_nll)
        if not names:
            return candidates, np.zeros(0)
        scores = self._rate(candidates, condition)
        scores += policy.unusual * letter_nll.sum(axis=1) / [len(name) + 1 for name in names]
        scores += self._filtered.score(candidates, request)
        scores += deck.rng.gumbel(0, policy.noise, len(names))
        return candidates, scores

    def _acceptable(
        self, candidates: Candidates, scores: DoubleArray, request: NameRequest, deck: _Deck
    ) -> Iterator[tuple[str, float]]:
        """Yield the names that fit with their nats, the best first."""
        names = candidates.names
        nats = candidates.letter_nll.sum(axis=1)
        codes = [code for code, _ in request.condition.countries]
        letters = frozenset().union(*(self._country_names(code).letters for code in codes))
        for row in np.argsort(-scores, kind="stable").tolist():
            if scores[row] == -math.inf or not letters.issuperset(_unasked(names[row], request)):
                continue
            if self._generator.blocklist.blocks(names[row]):
                deck.rejected[Rejection.BLOCKED] += 1
            elif self._fits(names[row], codes, deck):
                yield names[row], float(nats[row])

    def _rate(self, candidates: Candidates, condition: Condition) -> DoubleArray:
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

    def _rate_under_country(self, candidates: Candidates, code: str) -> DoubleArray:
        features = compute_features(candidates, self._country_names(code))
        return self._ranker.rate(candidates.names, features, code)

    def _fits(self, name: str, codes: Sequence[str], deck: _Deck) -> bool:
        """Return whether a name is new here, no double of any kind and no everyday word."""
        folded = fold(name)
        half = len(folded) // 2
        return (
            not deck.has_dealt(folded)
            and all(folded != fold(other) for other, _ in deck.leftover)
            and folded[:half] != folded[half:]
            and not self._joins_known_names(name, codes)
            and not any(self._words.language_of_word(folded, code) for code in codes)
        )

    def _joins_known_names(self, name: str, codes: Sequence[str]) -> bool:
        """Return whether both parts of a hyphenated name are known, as those of Hans-Gertrud."""
        parts = [*map(fold, name.split("-"))]
        return (
            len(parts) > 1
            and not any(self._country_names(code).are_hyphenated for code in codes)
            and bool(self._generator.known.folded.contains(parts).all())
        )

    def _suggestions(
        self, request: NameRequest, names: Sequence[tuple[str, float]]
    ) -> Iterator[Suggestion]:
        country = request.condition.dominant_country
        written = [capitalise(name, country) for name, _ in names]
        found = self._nearest.find(written, [code for code, _ in request.condition.countries])
        for name, (_, nats), near in zip(written, names, found, strict=True):
            novel = near.distance > 0
            yield Suggestion(name, nats, novel, near.name, near.distance, near.abroad)


def _sample_conditions(
    stars: Sequence[tuple[str, Condition]], rng: np.random.Generator
) -> Sequence[Condition]:
    """Draw some of the stars' conditions, the commoner the likelier, none of them twice."""
    counts = Counter(condition.with_known_gender for _, condition in stars)
    conditions, weights = [*counts], np.array([*counts.values()])
    keys = np.log(weights) + rng.gumbel(size=len(weights))
    return [conditions[row] for row in np.argsort(-keys, kind="stable")[:_MAX_CONDITIONS]]


def _policy(request: NameRequest) -> SelectionPolicy:
    style = Style.with_inverse_temperature(request.inverse_temperature)
    return POLICIES[style] if style else SelectionPolicy(request.inverse_temperature)


def _unasked(name: str, request: NameRequest) -> str:
    """Return the letters of a lower-case name that were not asked for."""
    filters = request.filters
    rest = _between(name, request)
    return rest.replace(filters.contains.lower(), "") if filters.contains else rest


def _between(name: str, request: NameRequest) -> str:
    """Return what of a name is between the first and the last letters that were asked for."""
    return name[len(request.starts_with) : len(name) - len(request.filters.ends_with)]


def _deal(
    best: Sequence[tuple[str, float]], request: NameRequest, hands: int
) -> Iterator[list[tuple[str, float]]]:
    """Yield hands of some names each, the best first, in which few names are similar."""
    count, initials = request.count, request.filters.initials
    remaining = list(best)
    for _ in range(hands):
        hand: list[tuple[str, float]] = []
        passed_over = []
        starts, ends = Counter[str](), Counter[str]()
        for entry in remaining:
            free = _between(entry[0], request)
            start, end = free[:_AFFIX], free[-_AFFIX:]
            similar = max(starts[start], ends[end]) >= _MAX_SIMILAR
            if similar or len(hand) == count or not _go_together(hand, entry, initials):
                passed_over.append(entry)
            else:
                hand.append(entry)
                starts[start] += 1
                ends[end] += 1
        remaining = passed_over
        if hand:
            yield hand


def _go_together(
    hand: Sequence[tuple[str, float]], entry: tuple[str, float], initials: Initials | None
) -> bool:
    """Return whether a name's first letter suits those of a hand."""
    others = {fold(name)[:1] for name, _ in hand}
    match initials:
        case Initials.SAME:
            return not others or fold(entry[0])[:1] in others
        case Initials.DIFFERENT:
            return fold(entry[0])[:1] not in others
        case None:
            return True
