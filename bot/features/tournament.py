"""A duel: which of two names, until the best few of a list are certain.

A tournament finds the best of the names of which nothing is known: those that lost to none yet
meet, first those that are known to be better than the fewest, until one is left. Its place among
those that are settled is found by halves. Those that lost to it alone are next in question, below
it, until all places are taken. So few questions place a few new names, and the best five of n names
of which nothing is known take as many as a tree of matches, which is never more than twice n.

A duel is how it starts and its answers: whoever knows the names and them knows what to ask next.
"""

import base64
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Self, TypeVar

from bot.store.stars import TOP_SIZE, Standing

_DIGEST_BYTES, _DIGEST_LENGTH = 6, 8
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a list, by folded names.

    Attributes:
        settled: names whose order is settled, the best first; `TOP_SIZE` at most.
        behind: names that are behind all of these.
        new: names of which nothing is known.
    """

    settled: tuple[str, ...]
    behind: frozenset[str]
    new: frozenset[str]

    @classmethod
    def anew(cls, names: Sequence[str]) -> Self:
        """Forget what is known of names."""
        return cls((), frozenset(), frozenset(names))

    @classmethod
    def of(cls, standings: Mapping[str, Standing]) -> Self:
        """Return what standings say, by name in the list's order."""
        settled = [name for name in standings if standings[name] is Standing.SETTLED]
        if not settled:
            return cls.anew([*standings])
        new = frozenset(name for name in standings if standings[name] is Standing.NEW)
        return cls._split(settled[:TOP_SIZE], new, standings)

    @classmethod
    def decode(cls, text: str, order: Sequence[str]) -> Self | None:
        """Return what `encode` wrote of the same names; None if it is of others, or was not.

        They may be in another order, but not those that were settled: a duel that has ended leaves
        them in theirs, and before the others that were not new.
        """
        count, mask = text[_DIGEST_LENGTH : _DIGEST_LENGTH + 1], text[_DIGEST_LENGTH + 1 :]
        try:
            are_new = dict(zip(sorted(order), decode_answers(mask), strict=True))
            num_settled = int(count)
        except ValueError:
            return None
        new = frozenset(name for name in order if are_new[name])
        settled = [name for name in order if name not in new][:num_settled]
        start = cls._split(settled, new, order)
        return start if start.encode() == text else None

    def encode(self) -> str:
        """Return a short text that differs for other names, or another order of those settled."""
        names = sorted({*self.settled, *self.behind, *self.new})
        mask = encode_answers([name in self.new for name in names])
        return f"{_digest(' '.join([*self.settled, '|', *names]))}{len(self.settled)}{mask}"

    @classmethod
    def _split(cls, settled: Sequence[str], new: frozenset[str], names: Iterable[str]) -> Self:
        return cls(tuple(settled), frozenset(names) - {*settled} - new, new)


@dataclass(slots=True)
class _Contender:
    """A name, those that lost to it alone, and of how many it is the best, itself among them."""

    name: str
    beaten: list["_Contender"] = field(default_factory=list)
    best_of: int = 1

    def beat(self, other: "_Contender") -> None:
        self.beaten.append(other)
        self.best_of += other.best_of


@dataclass(frozen=True, slots=True)
class Duel:
    """What comes of some answers.

    Attributes:
        best: the best names, the best first; none before the end.
        question: the two names to choose from next; None at the end.
    """

    best: tuple[str, ...]
    question: tuple[str, str] | None


_Answered = Generator[tuple[str, str], bool, _Result]
"""Asks which of two names is better, and is sent whether the first is."""


def hold_duel(start: Start, answers: Sequence[bool], size: int = TOP_SIZE) -> Duel | None:
    """Return what some answers say of names; None if they are too many.

    Args:
        start: the names, and what is known of them.
        answers: whether the first of the two was chosen, question by question.
        size: how many of the best to find.
    """
    duel, left = _settle(start, size), [*reversed(answers)]
    try:
        question = next(duel)
        while left:
            question = duel.send(left.pop())
    except StopIteration as stop:
        return None if left else Duel(stop.value, None)
    return Duel((), question)


def _settle(start: Start, size: int) -> _Answered[tuple[str, ...]]:
    """Find the best names, the best first."""
    best = [*start.settled[:size]]
    names = start.new if len(best) == size else start.new | start.behind
    contenders = [_Contender(name) for name in sorted(names, key=_digest)]
    first = 0
    while contenders and first < size:
        champion = yield from _find_best(contenders)
        is_behind = champion.name in start.behind
        place = len(best) if is_behind else (yield from _find_place(champion.name, best, first))
        best.insert(place, champion.name)
        del best[size:]
        first, contenders = place + 1, champion.beaten
    return tuple(best)


def _find_best(contenders: list[_Contender]) -> _Answered[_Contender]:
    while len(contenders) > 1:
        contenders.sort(key=lambda contender: contender.best_of)
        first, second, *others = contenders
        is_first = yield first.name, second.name
        winner, loser = (first, second) if is_first else (second, first)
        winner.beat(loser)
        contenders = [*others, winner]
    return contenders[0]


def _find_place(name: str, best: Sequence[str], first: int) -> _Answered[int]:
    """Return a name's place among the best, `first` or later."""
    last = len(best)
    while first < last:
        middle = (first + last) // 2
        if (yield name, best[middle]):
            last = middle
        else:
            first = middle + 1
    return first


def max_questions(start: Start, size: int = TOP_SIZE) -> int:
    """Return how many questions a duel asks at most: rarely as many where some are settled.

    A tournament takes as many as Kislitsyn's bound says; then each of its best is to be placed.
    """
    num_settled = min(size, len(start.settled))
    num_names = len(start.new) + (len(start.behind) if num_settled < size else 0)
    num_best = min(size if start.new else size - num_settled, num_names)
    replays = range(num_names + 2 - num_best, num_names + 1)
    tournament = num_names - num_best + sum((left - 1).bit_length() for left in replays)
    placed = range(min(num_best, len(start.new)))
    places = (min(size, num_settled + before) - before for before in placed)
    return tournament + sum(place.bit_length() for place in places)


def encode_answers(answers: Sequence[bool]) -> str:
    """Return answers as text: bits behind a leading 1, in base64url."""
    bits = int("1" + "".join("01"[answer] for answer in answers), 2)
    return _to_text(bits.to_bytes((bits.bit_length() + 7) // 8, "big"))


def decode_answers(text: str) -> tuple[bool, ...]:
    """Return the answers that `encode_answers` wrote.

    Raises:
        ValueError: it never did.
    """
    try:
        bits = int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
    except ValueError as error:
        raise ValueError(text) from error
    answers = tuple(bit == "1" for bit in f"{bits:b}"[1:])
    if encode_answers(answers) != text:
        raise ValueError(text)
    return answers


def _digest(text: str) -> str:
    """Return a short text; by those of names, like does not meet like."""
    return _to_text(blake2b(text.encode(), digest_size=_DIGEST_BYTES).digest())


def _to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
