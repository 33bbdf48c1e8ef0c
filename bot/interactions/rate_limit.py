"""How often the bot may be used: more than a person needs, less than a script would take."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

MAX_OWNERS = 10_000
"""Members, or groups, remembered per bucket; the least recent are forgotten first."""

_TOLERANCE = 1e-6
"""Seconds of waiting that rounding errors can cause; below it a request is admitted."""


class Bucket(Enum):
    """What requests cost; each bucket has a limit of its own."""

    INFERENCE = auto()
    """The network or the database works, and often everyone sees the answer."""
    PLOT = auto()
    """A process of its own plots or speaks."""
    BUTTON = auto()
    """Starring and ordering: buttons that people press in quick succession."""
    PERSONAL_DATA = auto()
    """All that is stored about a member is read or deleted."""
    INVITATION = auto()
    """A member invites another to a match, whom that may bother."""
    POLL = auto()
    """A group votes."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Requests that may be made at once, and the seconds in which as many are regained."""

    requests: int
    seconds: float


RATE_LIMITS: Mapping[Bucket, RateLimit] = {
    Bucket.INFERENCE: RateLimit(10, 20.0),
    Bucket.PLOT: RateLimit(5, 60.0),
    Bucket.BUTTON: RateLimit(30, 20.0),
    Bucket.PERSONAL_DATA: RateLimit(10, 60.0),
    Bucket.INVITATION: RateLimit(5, 3600.0),
    Bucket.POLL: RateLimit(1, 3600.0),
}


class RateLimiter:
    """Limits requests per bucket by the generic cell rate algorithm (ITU-T I.371).

    Requests have an owner, a member or a group. It stores one number per owner and bucket, the
    theoretical arrival time: when the whole burst is available again. The entry is dropped soon
    after. A refused request costs nothing.
    """

    def __init__(
        self,
        limits: Mapping[Bucket, RateLimit] = RATE_LIMITS,
        *,
        max_owners: int = MAX_OWNERS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with the whole burst available to everyone.

        Args:
            limits: by bucket; a bucket without one is unlimited, so `{}` disables all limits.
            max_owners: how many to remember per bucket.
            clock: returns monotonic seconds.
        """
        self._limits = limits
        self._max_owners = max_owners
        self._clock = clock
        self._arrival_times: dict[Bucket, OrderedDict[int, float]] = {
            bucket: OrderedDict() for bucket in limits
        }

    def __len__(self) -> int:
        """Return how many entries are stored, over all buckets."""
        return sum(map(len, self._arrival_times.values()))

    def acquire(self, bucket: Bucket, owner: int) -> float:
        """Count an owner's request, unless it comes too soon.

        Returns:
            0 if the request is admitted, otherwise the seconds to wait.
        """
        limit, wait = self._limits.get(bucket), self.wait(bucket, owner)
        if limit is None or wait:
            return wait
        now, arrival_times = self._clock(), self._arrival_times[bucket]
        arrival_time = max(arrival_times.get(owner, now), now) + limit.seconds / limit.requests
        arrival_times[owner] = arrival_time
        arrival_times.move_to_end(owner)
        if len(arrival_times) > self._max_owners:
            arrival_times.popitem(last=False)
        return 0.0

    def wait(self, bucket: Bucket, owner: int) -> float:
        """Return what `acquire` would, without counting a request."""
        limit = self._limits.get(bucket)
        if limit is None:
            return 0.0
        now = self._clock()
        self._forget_expired(now)
        whole_in = max(0.0, self._arrival_times[bucket].get(owner, now) - now)
        wait = whole_in + limit.seconds / limit.requests - limit.seconds
        return wait if wait > _TOLERANCE else 0.0

    def give_back(self, bucket: Bucket, owner: int) -> None:
        """Count a request less, since it came to nothing."""
        limit = self._limits.get(bucket)
        if limit is not None and owner in self._arrival_times[bucket]:
            self._arrival_times[bucket][owner] -= limit.seconds / limit.requests

    def _forget_expired(self, now: float) -> None:
        """Forget all whose whole burst is available again.

        Entries are ordered by the last request, so an expired one may stand behind one that is not,
        but only for the limit's seconds: by then the first has expired too.
        """
        for arrival_times in self._arrival_times.values():
            while arrival_times and next(iter(arrival_times.values())) <= now:
                arrival_times.popitem(last=False)
