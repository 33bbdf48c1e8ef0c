"""Dealing the best of a request's names into the cards of a deck."""

import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from model.domain.generation import NameRequest, Rejection
from model.domain.spelling import fold

_MAX_ROUNDS_IN_VAIN = 4
"""Rounds without a full hand of names, after which a card gets fewer than requested."""
_MAX_POOLED = 100
"""Five times what a round deals: more would hardly ever be dealt."""
_SIMILAR = {3: 2, 4: 1}
"""Names of a card that may share so many of their first, or last, letters."""
_AFFIX = 3
_ALIKE_ENDING, _ALIKE_INITIAL = 0.3, 0.15
"""Rating points that a name loses for each e-fold of names dealt in its deck that end, or begin,
like it: else some endings that are rated well would come again and again."""


class Entry(NamedTuple):
    """A name that may be dealt, in lower case, with what it is chosen by."""

    name: str
    score: float


Hand = list[Entry]
"""Names of a card."""


@dataclass(slots=True)
class Deck:
    """What has been dealt so far of one request and deck.

    Attributes:
        rng: the deck's source of randomness.
        excluded: folded names that are not to be dealt.
        hands: a card is one hand, or several if it is large.
        dealt: the folded names of all of them.
        pool: good names that were not dealt yet, by folded name.
        ripe: how many of the pool may be dealt before others join it.
        rounds: how many times names joined the pool.
        rounds_in_vain: rounds in a row that did not fill a hand.
        rejected: reasons why sampled names were not acceptable.
        common_pairs: letters side by side that several names of a card may have; None for all.
    """

    rng: np.random.Generator
    excluded: Container[str] = frozenset()
    common_pairs: frozenset[str] | None = None
    hands: list[Hand] = field(default_factory=list)
    dealt: set[str] = field(default_factory=set)
    pool: dict[str, Entry] = field(default_factory=dict)
    ripe: int = 0
    rounds: int = 0
    rounds_in_vain: int = 0
    rejected: Counter[Rejection] = field(default_factory=Counter)
    _endings: Counter[str] = field(default_factory=Counter)
    _initials: Counter[str] = field(default_factory=Counter)

    @property
    def is_exhausted(self) -> bool:
        """Whether another round would hardly find another name."""
        return self.rounds_in_vain >= _MAX_ROUNDS_IN_VAIN

    def join(self, entries: Iterable[Entry], ripe: int) -> None:
        """Add a round's names to the pool, of which so many may then be dealt."""
        self.keep(entries)
        self.ripe = ripe
        self.rounds += 1

    def deal(self, request: NameRequest) -> bool:
        """Deal the pool's best hand, if that is full and enough of the pool is ripe."""
        if self.ripe < request.count or len(self.pool) < request.count:
            return False
        hands = deal_hands(self.ordered(), request, common_pairs=self.common_pairs)
        full = next((hand for hand in hands if len(hand) == request.count), None)
        if full is None:
            return False
        self.add(full)
        self.ripe -= len(full)
        self.rounds_in_vain = 0
        return True

    def deal_rest(self, request: NameRequest) -> None:
        """Deal all of the pool, into hands that need not be full, nor of names that differ."""
        while self.pool:
            hands = deal_hands(self.ordered(), request, similar={})
            self.add(max(hands, key=len))

    def add(self, hand: Hand) -> None:
        """Add a hand, which leaves the pool."""
        self.hands.append(hand)
        for folded in (fold(entry.name) for entry in hand):
            self.dealt.add(folded)
            self._endings[folded[-_AFFIX:]] += 1
            self._initials[folded[:1]] += 1
            self.pool.pop(folded, None)

    def has(self, folded: str) -> bool:
        """Return whether a folded name was dealt, or will be, or is excluded."""
        return folded in self.pool or folded in self.excluded or folded in self.dealt

    def leave_out(self, shown: Container[str]) -> None:
        """Deal none of some folded names from now on."""
        self.excluded = shown
        gone = [folded for folded in self.pool if folded in shown]
        for folded in gone:
            del self.pool[folded]
        self.ripe = max(0, self.ripe - len(gone))

    def ordered(self) -> Hand:
        """Return the pool's names, the best first.

        Of two that are as good, the one with the rarer ending and initial is better.
        """
        losses = {
            folded: self._likeness(folded) - entry.score for folded, entry in self.pool.items()
        }
        return [self.pool[folded] for folded in sorted(losses, key=losses.__getitem__)]

    def keep(self, entries: Iterable[Entry]) -> None:
        """Add names to the pool."""
        self.pool |= {fold(entry.name): entry for entry in entries}

    def trim(self) -> None:
        """Keep only the best names of the pool."""
        best, self.pool = self.ordered()[:_MAX_POOLED], {}
        self.keep(best)

    def _likeness(self, folded: str) -> float:
        """Return the rating points that a name loses for being like those that were dealt."""
        endings, initials = self._endings[folded[-_AFFIX:]], self._initials[folded[:1]]
        return _ALIKE_ENDING * math.log1p(endings) + _ALIKE_INITIAL * math.log1p(initials)


def between(name: str, request: NameRequest) -> str:
    """Return what of a name is between the first and the last letters that were asked for."""
    return name[len(request.starts_with) : len(name) - len(request.ends_with)]


def deal_hands(
    best: Hand,
    request: NameRequest,
    similar: Mapping[int, int] = _SIMILAR,
    common_pairs: frozenset[str] | None = None,
) -> Iterator[Hand]:
    """Yield hands until all names are in one, each of the first names left that go together.

    Args:
        best: names, the best first.
        request: the most names of a hand, and what else they have in common.
        similar: names of a hand that may share so many of their first, or last, letters.
        common_pairs: letters side by side that any names of a hand may share; None for all.
    """
    left = [*best]
    while left:
        hand: Hand = []
        passed_over = []
        affixes = Counter[tuple[str, str]]()
        for at, entry in enumerate(left):
            if len(hand) == request.count:
                passed_over += left[at:]
                break
            free = between(entry.name, request)
            own = {
                affix: most
                for letters, most in similar.items()
                for affix in (("first", free[:letters]), ("last", free[-letters:]))
            }
            if common_pairs is not None:
                pairs = {*map("".join, pairwise(fold(free)))} - common_pairs
                own |= {("pair", pair): 1 for pair in pairs}
            is_similar = any(affixes[affix] >= most for affix, most in own.items())
            if is_similar:
                passed_over.append(entry)
            else:
                hand.append(entry)
                affixes.update(own.keys())
        left = passed_over
        yield hand
