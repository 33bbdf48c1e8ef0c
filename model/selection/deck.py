"""Dealing the best of sampled names into the cards of a block."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from model.domain.arrays import FloatArray
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


@dataclass(frozen=True, slots=True)
class Hand:
    """Names of a card, kept small, since a block has many cards.

    Attributes:
        names: in lower case, joined by spaces, which no name has.
        nats: theirs.
    """

    names: str
    nats: FloatArray

    @classmethod
    def of(cls, entries: Sequence[tuple[str, float]]) -> "Hand":
        """Keep names with their nats."""
        return cls(
            " ".join(name for name, _ in entries),
            np.array([nats for _, nats in entries], np.float32),
        )

    def entries(self) -> Iterator[tuple[str, float]]:
        """Yield the names with their nats."""
        return zip(self.names.split(), self.nats.tolist(), strict=True)


class Pooled(NamedTuple):
    """A name that may be dealt, in lower case, with its nats and what it is chosen by."""

    name: str
    nats: float
    score: float


@dataclass(slots=True)
class Deck:
    """What has been dealt so far of one request and block.

    Attributes:
        rng: the block's source of randomness.
        hands: a card is one hand, or several if it is large.
        dealt: the folded names of all of them, each between spaces.
        pool: the best names that were not dealt yet, by folded name.
        rounds: how many were sampled.
        rounds_in_vain: rounds in a row that did not fill a hand.
        rejected: reasons why sampled names were not acceptable.
    """

    rng: np.random.Generator
    hands: list[Hand] = field(default_factory=list)
    dealt: str = " "
    pool: dict[str, Pooled] = field(default_factory=dict)
    rounds: int = 0
    rounds_in_vain: int = 0
    rejected: Counter[Rejection] = field(default_factory=Counter)

    @property
    def is_exhausted(self) -> bool:
        """Whether another round would hardly find another name."""
        return self.rounds_in_vain >= _MAX_ROUNDS_IN_VAIN

    def add(self, hand: Sequence[tuple[str, float]]) -> None:
        """Add a hand, which leaves the pool."""
        self.hands.append(Hand.of(hand))
        self.exclude(name for name, _ in hand)
        for name, _ in hand:
            self.pool.pop(fold(name), None)

    def exclude(self, names: Iterable[str]) -> None:
        """Count names as dealt."""
        self.dealt += "".join(f"{fold(name)} " for name in names)

    def has(self, folded: str) -> bool:
        """Return whether a folded name was dealt, or will be."""
        return folded in self.pool or f" {folded} " in self.dealt

    def ordered(self) -> list[tuple[str, float]]:
        """Return the pool's names with their nats, the best first."""
        return [(entry.name, entry.nats) for entry in self.pool.values()]

    def keep(self, names: Iterable[Pooled]) -> None:
        """Add names to the pool, in which only the best stay."""
        ordered = sorted([*self.pool.values(), *names], key=lambda name: -name.score)
        self.pool = {fold(name.name): name for name in ordered[:_MAX_POOLED]}


def between(name: str, request: NameRequest) -> str:
    """Return what of a name is between the first and the last letters that were asked for."""
    return name[len(request.starts_with) : len(name) - len(request.filters.ends_with)]


def deal_hands(
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
            free = between(entry[0], request)
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
