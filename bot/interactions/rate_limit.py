"""How often one member may ask: more than a person needs, less than a script would take."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

MOST_MEMBERS = 10_000
"""Members remembered for each kind of request; whoever has asked longest ago is forgotten first."""

_GRAIN = 1e-6
"""Seconds that are no wait: sums of floats are off by less, and no clock is so fine."""


class Bucket(Enum):
    """What a request costs."""

    INFERENCE = auto()
    """The network or the database works, and often everyone sees what comes of it."""
    PLOT = auto()
    """A process of its own descends and draws for a second or two."""
    BUTTON = auto()
    """A star is given or taken, or a list is put in order: presses that people make in a row."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How many requests may come at once, and the seconds in which as many come in again."""

    most: int
    seconds: float


RATE_LIMITS: Mapping[Bucket, RateLimit] = {
    Bucket.INFERENCE: RateLimit(10, 20.0),
    Bucket.PLOT: RateLimit(5, 60.0),
    Bucket.BUTTON: RateLimit(30, 20.0),
}


class RateLimiter:
    """Holds each member to a pace, for each kind of request apart.

    All that is kept of a member is the moment at which their whole allowance is back, and it is
    forgotten soon after that moment (the generic cell rate algorithm, ITU-T I.371). A request that
    was refused costs nothing.
    """

    def __init__(
        self,
        paces: Mapping[Bucket, RateLimit] = RATE_LIMITS,
        *,
        most_members: int = MOST_MEMBERS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with everyone's whole allowance.

        Args:
            paces: by kind; a kind that has none is never held back, so `{}` lifts all.
            most_members: how many are remembered for each kind.
            clock: gives the seconds since some moment, and never goes back.
        """
        self._paces = paces
        self._most_members = most_members
        self._clock = clock
        self._whole_at: dict[Bucket, OrderedDict[int, float]] = {
            kind: OrderedDict() for kind in paces
        }

    def __len__(self) -> int:
        """How many entries are held, over all kinds."""
        return sum(map(len, self._whole_at.values()))

    def acquire(self, kind: Bucket, member: int) -> float:
        """Count a member's request, unless it comes too soon.

        Returns:
            0 where it may go on, and else the seconds after which it may.
        """
        pace = self._paces.get(kind)
        if pace is None:
            return 0.0
        now, whole_at = self._clock(), self._whole_at[kind]
        _forget(whole_at, now)
        then = max(whole_at.get(member, now), now) + pace.seconds / pace.most
        early = then - now - pace.seconds
        if early > _GRAIN:
            return early
        whole_at[member] = then
        whole_at.move_to_end(member)
        if len(whole_at) > self._most_members:
            whole_at.popitem(last=False)
        return 0.0


def _forget(whole_at: OrderedDict[int, float], now: float) -> None:
    # The first has asked longest ago. One whose allowance is back may stand behind it, but not for
    # longer than a pace's seconds, after which the first one's is back too.
    while whole_at and next(iter(whole_at.values())) <= now:
        whole_at.popitem(last=False)


COMPLETION = " completion"
"""What follows a command's name where its member is still typing."""

_KINDS: Mapping[str, Bucket | None] = {
    "/clipdemo": Bucket.PLOT,
    # Whoever wants to know what this is, or to be forgotten, is never put off.
    "/help": None,
    "/privacy": None,
    "button export": None,
    "button delete": None,
    "button delete-all": None,
    "button keep": None,
    "button star": Bucket.BUTTON,
    "button unstar": Bucket.BUTTON,
    "button own": Bucket.BUTTON,
    "button unknown": Bucket.BUTTON,
}


def kind_of(command: str) -> Bucket | None:
    """What a request counts for, by the command or button that it is for; None is never held back.

    Args:
        command: as the doorway is told it: `/name`, `/name completion`, or `button star`.
    """
    return None if command.endswith(COMPLETION) else _KINDS.get(command, Bucket.INFERENCE)
