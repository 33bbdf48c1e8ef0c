"""Chooses the names of a card: a seed is a deck of a request, and a card of that deck.

A deck begins with the good names, those that readers have praised, in an order of its own. When
they are dealt, names are sampled in rounds from the deck's own random generator, rated, and the
best of each round are dealt. No name comes twice in a deck. So the first cards are the best ones, a
request and a seed give the same names whenever they are asked for, and one round serves several
cards.
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import cast

import numpy as np

from model.domain.condition import Condition
from model.domain.generation import (
    GenerationResult,
    NameKind,
    NameRequest,
    RequestedKind,
    Suggestion,
)
from model.domain.spelling import capitalise, fold
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.country_names import CountryNames
from model.selection.deck import Deck, deal_hands
from model.selection.everyday_words import EverydayWords
from model.selection.mixing import NameMixer
from model.selection.nearest import NearestNames
from model.selection.rater import NameRater, Rankers
from model.selection.rounds import Round, RoundSampler
from model.selection.spelling_check import SpellingCheck
from model.selection.taste import STRENGTH, join_traits, score_by_taste

_DEALT_PER_ROUND = 20
"""Names dealt in a round, of some 200 that are acceptable."""
_MAX_DECKS = 200
"""Requests and decks that are remembered."""
_MAX_COUNTRIES = 3
"""Countries whose names stay indexed, at some 0.3 MB each, the longest list at 2 MB."""
_MAX_CONDITIONS = 3
"""Conditions of starred names for which a card like them is sampled."""


class NameSelector:
    """Chooses among the names of a generator. Not thread-safe: it caches what it has dealt.

    Attributes:
        rater: rates names, and tells the shares of blends.
        rounds: samples names, and says which may be shown.
        mixer: mixes two names.
    """

    def __init__(
        self,
        generator: NameGenerator,
        rankers: Rankers,
        lists: CountryLists,
        words: EverydayWords,
    ) -> None:
        country_names = lru_cache(_MAX_COUNTRIES)(partial(CountryNames.load, lists))
        self.rater = NameRater(generator, rankers, country_names)
        self._generator = generator
        spelling = SpellingCheck(lists.parameters)
        self.rounds = RoundSampler(generator, self.rater, country_names, words, spelling)
        self.mixer = NameMixer(generator, self.rater, self.rounds)
        self._nearest = NearestNames(lists)
        self._decks: OrderedDict[tuple[NameRequest, int], Deck] = OrderedDict()

    @classmethod
    def load(cls, generator: NameGenerator) -> "NameSelector":
        """Load the shipped rankers, ratings and lists.

        Raises:
            FileNotFoundError: a file is missing.
        """
        lists = CountryLists.load(generator.known)
        return cls(generator, Rankers.load(), lists, EverydayWords.load())

    def suggest(self, request: NameRequest, seed: int) -> GenerationResult:
        """Choose names for a request.

        Returns:
            As many as requested, or fewer if no more were found. If a deck has no more names at
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
        number, card = divmod(seed, request.cards_per_deck)
        one_hand = replace(request, count=min(request.count, _DEALT_PER_ROUND))
        deck = self._deck(one_hand, number)
        hands = math.ceil(request.count / one_hand.count)
        while len(deck.hands) < (card + 1) * hands and not deck.is_exhausted:
            if not deck.deal(one_hand):
                self._begin_round(one_hand, deck)
                yield
        dealt = deck.hands[card * hands : (card + 1) * hands]
        if not dealt and deck.hands:
            dealt = [deck.hands[card % len(deck.hands)]]
        names = [entry.name for hand in dealt for entry in hand][: request.count]
        return GenerationResult(tuple(self._suggestions(request, names)), Counter(deck.rejected))

    def suggest_to_taste(
        self,
        stars: Sequence[tuple[str, Condition]],
        count: int,
        seed: int,
        kind: RequestedKind = RequestedKind.NEW,
    ) -> Generator[None, None, tuple[tuple[Suggestion, Condition], ...]]:
        """Choose names like those that somebody has starred, each with what it is invented for.

        Nothing is remembered. Yields after each round, so that others may come in between.

        Args:
            stars: names with what they were invented for; at least one.
            count: how many names.
            seed: of the random generator.
            kind: whether the names are new, rare, or of any kind.

        Raises:
            KeyError: the network was not trained on one of the countries.
        """
        starred = frozenset(fold(name) for name, _ in stars)
        deck = Deck(np.random.default_rng(seed), starred)
        rounds = []
        for condition in _sample_conditions(stars, deck.rng):
            request = NameRequest(condition, count, kind=kind)
            rounds.append(self.rounds.sample(request, deck))
            yield
        rounds = self._add_taste(rounds, stars)
        yield
        requests: dict[str, NameRequest] = {}
        for part in rounds:
            best = self.rounds.best_of(part, deck)
            deck.keep(best)
            requests |= {entry.name: part.request for entry in best}
        hand = next(deal_hands(deck.ordered(), rounds[0].request), [])
        return tuple(
            (suggestion, requests[entry.name].condition)
            for entry in hand
            for suggestion in self._suggestions(requests[entry.name], [entry.name])
        )

    def _add_taste(
        self, rounds: Sequence[Round], stars: Sequence[tuple[str, Condition]]
    ) -> list[Round]:
        """Return rounds whose scores also say how near the names are to the starred ones."""
        names_by_condition: dict[Condition, list[str]] = {}
        for name, condition in stars:
            names_by_condition.setdefault(condition.with_known_gender, []).append(name)
        starred = [
            self.rounds.traits(names, condition) for condition, names in names_by_condition.items()
        ]
        pool = [
            self.rounds.traits(part.candidates.names, part.request.condition) for part in rounds
        ]
        tastes = score_by_taste(join_traits(starred), join_traits(pool))
        ends = np.cumsum([len(part.scores) for part in rounds])[:-1]
        return [
            replace(part, scores=part.scores + STRENGTH * taste)
            for part, taste in zip(rounds, np.split(tastes, ends), strict=True)
        ]

    def _deck(self, request: NameRequest, number: int) -> Deck:
        key = request, number
        deck = self._decks.pop(key, None) or Deck(np.random.default_rng(number))
        self._decks[key] = deck
        if len(self._decks) > _MAX_DECKS:
            self._decks.popitem(last=False)
        return deck

    def _begin_round(self, request: NameRequest, deck: Deck) -> None:
        """Let names join a deck: first the good ones, then the best of a round of samples."""
        if not deck.rounds:
            good = self.rounds.good_names(request, deck)
            # Names that should be like another, or neutral, are good if they are, which samples may
            # be more.
            is_neutral = request.condition.gender == "N"
            deck.join(good, ripe=0 if request.filters.like or is_neutral else len(good))
            if len(request.condition.countries) > 1 and request.kind is RequestedKind.NEW:
                of_each = self.rounds.good_of_each(request, deck)
                deck.keep(self.rounds.best_of(of_each, deck))
            return
        deck.join(self.rounds.best_of(self.rounds.sample(request, deck), deck), _DEALT_PER_ROUND)
        deck.rounds_in_vain += 1
        if deck.is_exhausted:
            deck.deal_rest(request)
        deck.trim()

    def _suggestions(self, request: NameRequest, names: Sequence[str]) -> Iterator[Suggestion]:
        country = request.condition.dominant_country
        codes = [code for code, _ in request.condition.countries]
        written = [capitalise(name, country) for name in names]
        nearest = self._nearest.find(written, codes)
        for name, near in zip(written, nearest, strict=True):
            new = Suggestion(name, NameKind.NEW, near.name, near.distance, near.abroad)
            yield self._generator.with_existence(new, request.condition)


def _sample_conditions(
    stars: Sequence[tuple[str, Condition]], rng: np.random.Generator
) -> Sequence[Condition]:
    """Draw some of the stars' conditions, the commoner the likelier, none of them twice."""
    counts = Counter(condition.with_known_gender for _, condition in stars)
    conditions, weights = [*counts], np.array([*counts.values()])
    keys = np.log(weights) + rng.gumbel(size=len(weights))
    return [conditions[row] for row in np.argsort(-keys, kind="stable")[:_MAX_CONDITIONS]]
