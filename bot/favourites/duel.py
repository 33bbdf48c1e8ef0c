"""A duel: which of two names, until the best few of a list are certain.

A tournament: names that lost to none yet meet, first those that are known to be better than the
fewest, until one is left. It is the best; those that lost to it alone are next in question. So the
best five of n names take at most as many questions as a tree of matches (`max_questions`), which is
never more than twice n.

A duel is its answers: whoever knows the names and them knows what to ask next.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from bot.favourites.models import TOP_SIZE

_DIGEST_BYTES = 6


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
    """What is known after some answers.

    Attributes:
        best: the best names, as far as they are certain, the best first.
        question: the two names to choose from next; None when the best are certain.
        asked: questions answered so far.
    """

    best: tuple[str, ...]
    question: tuple[str, str] | None
    asked: int


def hold_duel(names: Sequence[str], answers: Sequence[bool], size: int = TOP_SIZE) -> Duel | None:
    """Return what some answers say of distinct folded names; None if they are too many.

    Args:
        names: in any order.
        answers: whether the first of the two was chosen, question by question.
        size: how many of the best to find.
    """
    contenders = [_Contender(name) for name in sorted(names, key=_shuffled)]
    best: list[str] = []
    asked = 0
    while contenders and len(best) < size:
        while len(contenders) > 1:
            contenders.sort(key=lambda contender: contender.best_of)
            first, second, *others = contenders
            if asked == len(answers):
                return Duel(tuple(best), (first.name, second.name), asked)
            winner, loser = (first, second) if answers[asked] else (second, first)
            asked += 1
            winner.beat(loser)
            contenders = [*others, winner]
        (champion,) = contenders
        best.append(champion.name)
        contenders = champion.beaten
    return Duel(tuple(best), None, asked) if asked == len(answers) else None


def max_questions(num_names: int, size: int = TOP_SIZE) -> int:
    """Return the most questions that a duel of some names asks (Kislitsyn's bound)."""
    size = min(size, num_names)
    replays = range(num_names + 2 - size, num_names + 1)
    return num_names - size + sum((left - 1).bit_length() for left in replays)


def digest_of(names: Sequence[str]) -> str:
    """Return a short text that differs for other folded names, but not for another order."""
    return _digest("\n".join(sorted(names)))


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


def _shuffled(name: str) -> str:
    """Return a key that sorts names in an order of their own, in which like does not meet like."""
    return _digest(name)


def _digest(text: str) -> str:
    return _to_text(blake2b(text.encode(), digest_size=_DIGEST_BYTES).digest())


def _to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
