"""Dealing the best of sampled names into the cards of a block."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from model.domain.filters import Initials
from model.domain.generation import NameRequest, Rejection
from model.domain.spelling import fold

_MAX_ROUNDS_IN_VAIN = 4
"""Rounds without a full hand of names, after which a card gets fewer than requested."""
_MAX_POOLED = 100
"""Five times what a round deals: more would hardly ever be dealt."""
_MAX_SIMILAR = 2
"""Names of a card that may share their first, or last, `_AFFIX` letters."""
_AFFIX = 3
_ALIKE_ENDING, _ALIKE_INITIAL = 0.1, 0.06
"""Rating points that a name loses for each e-fold of names dealt in its block that end, or begin,
like it: else some endings that are rated well would come again and again."""


class Entry(NamedTuple):
    """A name that may be dealt, in lower case, with its nats and what it is chosen by."""

    name: str
    nats: float
    score: float


Hand = list[Entry]
"""Names of a card."""


@dataclass(slots=True)
class Deck:
    """What has been dealt so far of one request and block.

    Attributes:
        rng: the block's source of randomness.
        excluded: folded names that are not to be dealt.
        hands: a card is one hand, or several if it is large.
        dealt: the folded names of all of them, each between spaces.
        pool: good names that were not dealt yet, by folded name.
        rounds_in_vain: rounds in a row that did not fill a hand.
        rejected: reasons why sampled names were not acceptable.
    """

    rng: np.random.Generator
    excluded: frozenset[str] = frozenset()
    hands: list[Hand] = field(default_factory=list)
    dealt: str = " "
    pool: dict[str, Entry] = field(default_factory=dict)
    rounds_in_vain: int = 0
    rejected: Counter[Rejection] = field(default_factory=Counter)

    @property
    def is_exhausted(self) -> bool:
        """Whether another round would hardly find another name."""
        return self.rounds_in_vain >= _MAX_ROUNDS_IN_VAIN

    def add(self, hand: Hand) -> None:
        """Add a hand, which leaves the pool."""
        self.hands.append(hand)
        for folded in (fold(entry.name) for entry in hand):
            self.dealt += f"{folded} "
            self.pool.pop(folded, None)

    def has(self, folded: str) -> bool:
        """Return whether a folded name was dealt, or will be, or is excluded."""
        return folded in self.pool or folded in self.excluded or f" {folded} " in self.dealt

    def ordered(self) -> Hand:
        """Return the pool's names, the best first.

        Of two that are as good, the one with the rarer ending and initial is better.
        """
        return sorted(
            self.pool.values(), key=lambda entry: self._likeness(fold(entry.name)) - entry.score
        )

    def keep(self, entries: Iterable[Entry]) -> None:
        """Add names to the pool."""
        self.pool |= {fold(entry.name): entry for entry in entries}

    def trim(self) -> None:
        """Keep only the best names of the pool."""
        best, self.pool = self.ordered()[:_MAX_POOLED], {}
        self.keep(best)

    def _likeness(self, folded: str) -> float:
        """Return the rating points that a name loses for being like those that were dealt."""
        endings = self.dealt.count(f"{folded[-_AFFIX:]} ")
        initials = self.dealt.count(f" {folded[:1]}")
        return _ALIKE_ENDING * math.log1p(endings) + _ALIKE_INITIAL * math.log1p(initials)


def between(name: str, request: NameRequest) -> str:
    """Return what of a name is between the first and the last letters that were asked for."""
    return name[len(request.starts_with) : len(name) - len(request.filters.ends_with)]


def deal_hands(best: Hand, request: NameRequest, max_similar: int = _MAX_SIMILAR) -> Iterator[Hand]:
    """Yield hands until all names are in one, each of the first names left that go together.

    Args:
        best: names, the best first.
        request: the most names of a hand, and what else they have in common.
        max_similar: names of a hand that may begin, or end, alike.
    """
    left = [*best]
    while left:
        hand: Hand = []
        passed_over = []
        starts, ends = Counter[str](), Counter[str]()
        for entry in left:
            free = between(entry.name, request)
            start, end = free[:_AFFIX], free[-_AFFIX:]
            is_similar = max(starts[start], ends[end]) >= max_similar
            is_full = len(hand) == request.count
            if is_full or is_similar or not _go_together(hand, entry, request.filters.initials):
                passed_over.append(entry)
            else:
                hand.append(entry)
                starts[start] += 1
                ends[end] += 1
        left = passed_over
        yield hand


def _go_together(hand: Hand, entry: Entry, initials: Initials | None) -> bool:
    """Return whether a name's first letter suits those of a hand."""
    if initials is None:
        return True
    others, initial = {fold(other.name)[:1] for other in hand}, fold(entry.name)[:1]
    return (not others or initial in others) if initials is Initials.SAME else initial not in others
