"""Chooses the names of a card, from a deck of its request.

A deck begins with the good names, those that readers have praised, in an order of its own. When
they are dealt, names are sampled in rounds from the deck's own random generator, rated, and the
best of each round are dealt. No name comes twice in a deck, and one round serves several cards.

There are two kinds. A seed is a deck, and a card of it: it gives the same names to everybody. Of an
owner's own decks none deals what the owner has been shown, whatever was asked for then.
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice

import numpy as np

from model.domain.arrays import BoolArray
from model.domain.condition import Condition, RequestedGender
from model.domain.generation import (
    GenerationResult,
    NameKind,
    NameRequest,
    RequestedKind,
    Suggestion,
)
from model.domain.spelling import capitalise, fold
from model.domain.steps import Steps, finish
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
_CONSIDERED = 300
"""Names of a deck that are rated by a taste, the best."""
_GENDERED = 0.7
"""Share of women, or men, among the names with an end from which on it marks their gender."""

Order = tuple[int, int]
"""An owner's number, and how many cards they have been shown: by it their names are drawn."""


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
        self._decks: OrderedDict[tuple[NameRequest, int, bool], Deck] = OrderedDict()

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

    def suggest_unseen(
        self, request: NameRequest, order: Order, shown: Container[str]
    ) -> Steps[GenerationResult]:
        """Choose names that an owner has not been shown, in an order of their own.

        Yields after each round, so that others may come in between.

        Args:
            request: for 20 names at most.
            order: whose names they are.
            shown: folded names that are not to come.

        Returns:
            As many as requested, or fewer if no more were found.

        Raises the errors of `suggest`.
        """
        deck = self._own_deck(request, order, shown)
        while not (is_dealt := deck.deal(request)) and not deck.is_exhausted:
            self._begin_round(request, deck)
            yield
        if not is_dealt:
            deck.add(deck.ordered()[: request.count])
        suggestions = self._suggestions(request, [entry.name for entry in deck.hands[-1]])
        return GenerationResult(tuple(suggestions), Counter(deck.rejected))

    def suggest_to_taste(
        self,
        stars: Sequence[tuple[str, Condition]],
        shares: Sequence[NameRequest],
        order: Order,
        shown: Container[str],
    ) -> Steps[Sequence[tuple[Suggestion, NameRequest]]]:
        """Choose, of an owner's decks, the names nearest to those that somebody has starred.

        Yields after each round and each condition, so that others may come in between.

        Args:
            stars: names with what they were invented for; at least one.
            shares: what the card is made of, each with how many names it brings; at least one.
            order: whose names they are.
            shown: folded names that are not to come.

        Returns:
            Names, each with the request that it answers, the nearest first.

        Raises the errors of `suggest`.
        """
        starred = {fold(name) for name, _ in stars}
        decks = [self._own_deck(share, order, shown) for share in shares]
        pools: list[dict[str, Entry]] = []
        for deck, share in zip(decks, shares, strict=True):
            while len(deck.pool.keys() - starred) < share.count and not deck.is_exhausted:
                self._begin_round(share, deck)
                yield
            best = {fold(entry.name): entry for entry in deck.ordered()}
            pools.append(dict(islice(_without(best, starred), _CONSIDERED)))
        rated = yield from rate_by_taste(self.rounds, stars, shares, pools)
        yield
        names = []
        for at, entry in deal_shares(rated, shares):
            decks[at].add([entry])
            (suggestion,) = self._suggestions(shares[at], [entry.name])
            names.append((suggestion, shares[at]))
        return names

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
        if deck.is_exhausted:
            deck.deal_rest(one_hand)
        dealt = deck.hands[card * hands : (card + 1) * hands]
        if not dealt and deck.hands:
            dealt = [deck.hands[card % len(deck.hands)]]
        return deck, [entry for hand in dealt for entry in hand][: request.count]

    def _deck(self, request: NameRequest, number: int) -> Deck:
        """Return a deck that is dealt to everybody."""
        return self._remembered((request, number, False), lambda: self._new_deck(request, number))

    def _own_deck(self, request: NameRequest, order: Order, shown: Container[str]) -> Deck:
        """Return a deck of an owner's own, without what they have been shown."""
        deck = self._remembered((request, order[0], True), lambda: self._new_deck(request, order))
        deck.leave_out(shown)
        return deck

    def _remembered(self, key: tuple[NameRequest, int, bool], create: Callable[[], Deck]) -> Deck:
        deck = self._decks.pop(key, None) or create()
        self._decks[key] = deck
        if len(self._decks) > _MAX_DECKS:
            self._decks.popitem(last=False)
        return deck

    def _new_deck(self, request: NameRequest, seed: int | Order) -> Deck:
        """Return a deck, on whose cards no rare letters come twice unless letters were asked for.

        Else most names of a card might be of one region (Aitzara, Aralitz and Aitzane for Spain).
        """
        is_free = not (request.starts_with or request.ends_with)
        pairs = self.rounds.common_pairs(request.condition) if is_free else None
        return Deck(np.random.default_rng(seed), common_pairs=pairs)

    def _begin_round(self, request: NameRequest, deck: Deck) -> None:
        """Let names join a deck: first the good ones, then the best of a round of samples."""
        if not deck.rounds:
            good = self.rounds.good_names(request, deck)
            # Neutral names are good if they are neutral, which samples may be more.
            is_neutral = request.condition.gender == "N"
            deck.join(good, ripe=0 if is_neutral else len(good))
            if len(request.condition.countries) > 1 and request.kind is RequestedKind.NEW:
                of_each = self.rounds.good_of_each(request, deck)
                deck.keep(self.rounds.best_of(of_each, deck))
            return
        deck.join(self.rounds.best_of(self.rounds.sample(request, deck), deck), _DEALT_PER_ROUND)
        deck.rounds_in_vain += 1
        deck.trim()

    def _suggestions(self, request: NameRequest, names: Sequence[str]) -> Iterator[Suggestion]:
        condition = request.condition
        codes = [code for code, _ in condition.countries]
        written = [capitalise(name, condition.dominant_country) for name in names]
        nearest = self._nearest.find(written, codes, _suit(condition))
        genders = _genders(written, condition)
        alike = _genders([near.name for near in nearest], condition.with_known_gender)
        for name, near, gender, of_near in zip(written, nearest, genders, alike, strict=True):
            new = Suggestion(
                *(name, NameKind.NEW, near.name, near.distance, near.abroad),
                gender=condition.gender or gender,
                is_nearest_alike=condition.gender in {None, "N", of_near} or of_near == "N",
            )
            yield self._generator.with_existence(new, condition)


def _genders(names: Sequence[str], condition: Condition) -> Iterator[RequestedGender]:
    """Yield whose names they are taken for by their ends."""
    endings, folded = load_gender_endings(), [*map(fold, names)]
    women = sum(
        weight * endings.female_shares(folded, code) for code, weight in condition.countries
    )
    for share in np.asarray(women).tolist():
        yield "F" if share >= _GENDERED else "M" if share <= 1 - _GENDERED else "N"


def _suit(condition: Condition) -> Suit | None:
    """Return what tells which names end like those of the gender asked for, if one was."""
    if condition.gender not in {"F", "M"}:
        return None

    def suit(folded: Sequence[str]) -> BoolArray:
        women = load_gender_endings().female_shares(folded, condition.dominant_country)
        return np.asarray((women > _HALF) == (condition.gender == "F"))

    return suit


def _without(entries: Mapping[str, Entry], starred: Container[str]) -> Iterator[tuple[str, Entry]]:
    return ((folded, entries[folded]) for folded in entries if folded not in starred)
