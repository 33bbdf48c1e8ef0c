"""Chooses the names of a card: many are sampled, rated, and the best are dealt out to seeds.

A seed is a block (its high bits) and a card of that block (its low bits). For each request, names
are sampled in rounds from the block's own random generator; in each round the best are dealt into
cards, none of them twice in a block. So a request and a seed give the same names whenever they are
asked for, consecutive seeds of a block share no name, and one round serves several cards.
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

import numpy as np

from model.domain.generation import (
    CARDS_PER_BLOCK,
    GenerationResult,
    NameRequest,
    Rejection,
    Style,
    Suggestion,
)
from model.domain.spelling import capitalise, fold
from model.inference.name_generator import NameGenerator
from model.selection.country_names import CountryLists, CountryNames
from model.selection.everyday_words import EverydayWords
from model.selection.features import Candidates, compute_features
from model.selection.ranker import NameRanker

_ROUND_SIZE = 1024
"""Names sampled in a round."""
_DEALT_PER_ROUND = 30
"""Names dealt in a round, of some 400 that are acceptable."""
_MAX_ROUNDS_IN_VAIN = 2
"""Rounds without a single name for a card, before it gets fewer than requested."""
_MAX_DECKS = 64
_MAX_COUNTRIES = 8
"""Countries whose names stay indexed, at about a megabyte each."""
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
    noise: float = 0.12


POLICIES = {
    Style.PLAIN: SelectionPolicy(1.1),
    Style.CLASSIC: SelectionPolicy(1.6, unusual=-0.3),
    Style.BOLD: SelectionPolicy(0.85, unusual=0.5),
}


@dataclass(slots=True)
class _Deck:
    """What has been dealt so far of one request and block.

    Attributes:
        rng: the block's source of randomness.
        hands: lower-case names with their nats; a card is one hand, or several if it is large.
        dealt: all their folded names.
        rejected: reasons why sampled names were not acceptable.
    """

    rng: np.random.Generator
    hands: list[list[tuple[str, float]]] = field(default_factory=list)
    dealt: set[str] = field(default_factory=set)
    rejected: Counter[Rejection] = field(default_factory=Counter)


class NameSelector:
    """Chooses among the names of a generator. Not thread-safe: it caches what it has dealt."""

    def __init__(
        self,
        generator: NameGenerator,
        ranker: NameRanker,
        lists: CountryLists,
        words: EverydayWords,
    ) -> None:
        self._generator = generator
        self._ranker = ranker
        self._words = words
        self._country_names = lru_cache(_MAX_COUNTRIES)(lists.country_names)
        self._decks: OrderedDict[tuple[NameRequest, int], _Deck] = OrderedDict()

    @classmethod
    def load(cls, generator: NameGenerator) -> "NameSelector":
        """Load the shipped ranker and lists.

        Raises:
            FileNotFoundError: a file is missing.
        """
        lists = CountryLists.load(generator.known, generator.countries)
        return cls(generator, NameRanker.load(), lists, EverydayWords.load())

    def suggest(self, request: NameRequest, seed: int) -> GenerationResult:
        """Choose names for a request for one country.

        Returns:
            As many as requested, or fewer if no more were found.

        Raises:
            KeyError: the network was not trained on the country.
            UnknownLettersError: `starts_with` has letters outside the alphabet.
        """
        hand = min(request.count, _DEALT_PER_ROUND)
        hands = math.ceil(request.count / hand)
        block, card = divmod(seed, CARDS_PER_BLOCK)
        deck = self._deck(replace(request, count=hand), block)
        rounds_in_vain = 0
        while len(deck.hands) < (card + 1) * hands and rounds_in_vain < _MAX_ROUNDS_IN_VAIN:
            hands_before = len(deck.hands)
            self._deal_round(replace(request, count=hand), deck)
            rounds_in_vain += len(deck.hands) == hands_before
        dealt = deck.hands[card * hands : (card + 1) * hands]
        names = list(chain.from_iterable(dealt))[: request.count]
        suggestions = tuple(self._suggestions(request, names))
        return GenerationResult(suggestions, Counter(deck.rejected))

    def _deck(self, request: NameRequest, block: int) -> _Deck:
        key = request, block
        deck = self._decks.pop(key, None) or _Deck(np.random.default_rng(block))
        self._decks[key] = deck
        if len(self._decks) > _MAX_DECKS:
            self._decks.popitem(last=False)
        return deck

    def _deal_round(self, request: NameRequest, deck: _Deck) -> None:
        """Sample a round, and deal its best names."""
        policy = _policy(request)
        sampled = replace(request, inverse_temperature=policy.inverse_temperature)
        names, letter_nll = self._generator.sample_acceptable(
            sampled, _ROUND_SIZE, deck.rng, deck.rejected
        )
        country = self._country_names(request.condition.dominant_country)
        rows = [row for row, name in enumerate(names) if self._fits(name, request, country, deck)]
        candidates = Candidates([names[row] for row in rows], letter_nll[rows])
        noise = deck.rng.gumbel(scale=policy.noise, size=len(rows))
        if not rows:
            return
        nats = candidates.letter_nll.sum(axis=1)
        usual = nats / (np.count_nonzero(candidates.letter_nll, axis=1) + 1)
        scores = self._ranker.rate(compute_features(candidates, country))
        order = np.argsort(-(scores + policy.unusual * usual + noise), kind="stable")
        best = [(candidates.names[row], float(nats[row])) for row in order.tolist()]
        for hand in _deal(best, request.count, _DEALT_PER_ROUND // request.count):
            deck.hands.append(hand)
            deck.dealt.update(fold(name) for name, _ in hand)

    def _fits(self, name: str, request: NameRequest, country: CountryNames, deck: _Deck) -> bool:
        """Return whether a name is new here, of the country's letters, and no everyday word."""
        folded = fold(name)
        typed = len(request.starts_with)
        half = len(folded) // 2
        return (
            folded not in deck.dealt
            and folded[:half] != folded[half:]
            and country.letters.issuperset(name[typed:])
            and self._words.language_of_word(folded, request.condition.dominant_country) is None
        )

    def _suggestions(
        self, request: NameRequest, names: Sequence[tuple[str, float]]
    ) -> Iterator[Suggestion]:
        country = request.condition.dominant_country
        written = [capitalise(name, country) for name, _ in names]
        nearest = self._generator.known.nearest(written)
        for name, (_, nats), (near, distance) in zip(written, names, nearest, strict=True):
            yield Suggestion(name, nats, novel=distance > 0, nearest=near, distance=distance)


def _policy(request: NameRequest) -> SelectionPolicy:
    style = Style.with_inverse_temperature(request.inverse_temperature)
    return POLICIES[style] if style else SelectionPolicy(request.inverse_temperature)


def _deal(
    best: Sequence[tuple[str, float]], count: int, hands: int
) -> Iterator[list[tuple[str, float]]]:
    """Yield hands of some names each, the best first, in which few names are similar."""
    remaining = list(best)
    for _ in range(hands):
        hand: list[tuple[str, float]] = []
        passed_over = []
        starts, ends = Counter[str](), Counter[str]()
        for entry in remaining:
            start, end = entry[0][:_AFFIX], entry[0][-_AFFIX:]
            similar = max(starts[start], ends[end]) >= _MAX_SIMILAR
            if similar or len(hand) == count:
                passed_over.append(entry)
            else:
                hand.append(entry)
                starts[start] += 1
                ends[end] += 1
        remaining = passed_over
        if hand:
            yield hand
