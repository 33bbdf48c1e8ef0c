"""Chooses the names of a card: a seed is a deck of a request, and a card of that deck.

A deck begins with the good names, those that readers have praised, in an order of its own. When
they are dealt, names are sampled in rounds from the deck's own random generator, rated, and the
best of each round are dealt. No name comes twice in a deck. So the first cards are the best ones, a
request and a seed give the same names whenever they are asked for, and one round serves several
cards.
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice

import numpy as np

from model.domain.arrays import BoolArray
from model.domain.condition import Condition
from model.domain.filters import NO_FILTERS
from model.domain.generation import (
    GenerationResult,
    NameKind,
    NameRequest,
    RequestedKind,
    Suggestion,
)
from model.domain.spelling import capitalise, fold
from model.domain.steps import Steps, finish
from model.domain.taste import Share, TasteCard
from model.inference.known_names import Suit
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.country_names import CountryNames
from model.selection.deck import Deck, Entry
from model.selection.everyday_words import EverydayWords
from model.selection.filtered import load_gender_endings
from model.selection.mixing import NameMixer
from model.selection.nearest import NearestNames
from model.selection.rater import NameRater, Rankers
from model.selection.rounds import RoundSampler
from model.selection.spelling_check import SpellingCheck
from model.selection.taste_card import deal_shares, rate_by_taste

_DEALT_PER_ROUND = 20
"""Names dealt in a round, of some 200 that are acceptable."""
_HALF = 0.5
_MAX_DECKS = 200
"""Requests and decks that are remembered."""
_MAX_COUNTRIES = 3
"""Countries whose names stay indexed, at some 0.3 MB each, the longest list at 2 MB."""
_MAX_LEFT = 40
"""Names drawn for a card to a taste that are left for later ones, for each name of the card."""


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
        self.mixer = NameMixer(generator, self.rater, self.rounds, lists, country_names)
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
            InputError: no new name could begin, or end, with the letters asked for.
        """
        return finish(self.suggest_in_steps(request, seed))

    def suggest_in_steps(self, request: NameRequest, seed: int) -> Steps[GenerationResult]:
        """Do what `suggest` does, and yield after each round, so that others may come in between.

        Raises the errors of `suggest`.
        """
        deck, names = yield from self._draw(request, seed)
        suggestions = self._suggestions(request, [entry.name for entry in names])
        return GenerationResult(tuple(suggestions), Counter(deck.rejected))

    def suggest_to_taste(
        self, stars: Sequence[tuple[str, Condition]], shares: Sequence[Share], shown: Container[str]
    ) -> Steps[TasteCard]:
        """Choose, of the cards of decks, the names nearest to those that somebody has starred.

        Yields after each round and each condition, so that others may come in between.

        Args:
            stars: names with what they were invented for; at least one.
            shares: what the card is made of; at least one.
            shown: folded names that come only if there are no others.

        Raises the errors of `suggest`.
        """
        starred = {fold(name) for name, _ in stars}
        pools: list[dict[str, Entry]] = []
        for share in shares:
            drawn = [Entry(*each) for each in share.left]
            for seed in share.seeds:
                drawn += (yield from self._draw(share.request, seed))[1]
            by_folded = {fold(entry.name): entry for entry in drawn}
            pools.append({name: by_folded[name] for name in by_folded if name not in starred})
            yield
        fresh = [{name: pool[name] for name in pool if name not in shown} for pool in pools]
        pools = fresh if any(fresh) else pools
        rated = yield from rate_by_taste(self.rounds, stars, shares, pools)
        yield
        dealt = deal_shares(rated, shares)
        names = tuple(
            (suggestion, shares[at].request)
            for at, entry in dealt
            for suggestion in self._suggestions(shares[at].request, [entry.name])
        )
        gone = {fold(entry.name) for _, entry in dealt}
        left = []
        for pool, best, share in zip(pools, rated, shares, strict=True):
            others = (name for name in map(_folded, best) if name not in gone)
            left.append(tuple(pool[name] for name in islice(others, _MAX_LEFT * share.count)))
        return TasteCard(names, tuple(left))

    def _draw(self, request: NameRequest, seed: int) -> Steps[tuple[Deck, Sequence[Entry]]]:
        """Return a card's names, and the deck that they are of."""
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
        return deck, [entry for hand in dealt for entry in hand][: request.count]

    def _deck(self, request: NameRequest, number: int) -> Deck:
        key = request, number
        deck = self._decks.pop(key, None) or self._new_deck(request, number)
        self._decks[key] = deck
        if len(self._decks) > _MAX_DECKS:
            self._decks.popitem(last=False)
        return deck

    def _new_deck(self, request: NameRequest, number: int) -> Deck:
        """Return a deck, on whose cards no rare letters come twice unless letters were asked for.

        Else most names of a card might be of one region (Aitzara, Aralitz and Aitzane for Spain).
        """
        is_free = request.filters == NO_FILTERS and not request.starts_with
        pairs = self.rounds.common_pairs(request.condition) if is_free else None
        return Deck(np.random.default_rng(number), common_pairs=pairs)

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
        nearest = self._nearest.find(written, codes, _suit(request.condition))
        for name, near in zip(written, nearest, strict=True):
            new = Suggestion(name, NameKind.NEW, near.name, near.distance, near.abroad)
            yield self._generator.with_existence(new, request.condition)


def _suit(condition: Condition) -> Suit | None:
    """Return what tells which names end like those of the gender asked for, if one was."""
    if condition.gender not in {"F", "M"}:
        return None

    def suit(folded: Sequence[str]) -> BoolArray:
        women = load_gender_endings().female_shares(folded, condition.dominant_country)
        return np.asarray((women > _HALF) == (condition.gender == "F"))

    return suit


def _folded(entry: Entry) -> str:
    return fold(entry.name)
