"""The connections to Discord's gateway: which are up, since when others are not, how often it was.

A line counts as up from READY or RESUMED, which is when Discord says that events will come, and as
down from when its socket closed. Where a network falls silent without closing anything, discord.py
finds out by the heartbeats that stay unanswered, some 60 to 100 seconds later.
"""

import time
from collections.abc import Callable

GRACE = 30.0
"""Seconds that a line may be down; taking one up again takes a few."""


class GatewayConnections:
    """The lines of one bot, by the numbers of their shards.

    Attributes:
        resumes: how often a session was taken up where it had been cut off.
        reconnects: how often one was begun anew.
    """

    def __init__(
        self, *, grace: float = GRACE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.resumes = 0
        self.reconnects = 0
        self._grace = grace
        self._clock = clock
        self._down_since: dict[int, float | None] = {}

    def connected(self, shard: int) -> None:
        """Note that a line has begun a session."""
        self.reconnects += shard in self._down_since
        self._down_since[shard] = None

    def resumed(self, shard: int) -> None:
        """Note that a line has taken its session up again."""
        self.resumes += 1
        self._down_since[shard] = None

    def disconnected(self, shard: int) -> None:
        """Note that a line is down; how often that is said does not matter."""
        if self._down_since.get(shard, 0.0) is None:
            self._down_since[shard] = self._clock()

    def are_alive(self, expected: int | None) -> bool:
        """Tell whether all lines have been up and none has been down for longer than the grace.

        Args:
            expected: how many there should be; None while that is not known.
        """
        now = self._clock()
        return (
            expected is not None
            and len(self._down_since) >= expected
            and all(
                since is None or now - since <= self._grace for since in self._down_since.values()
            )
        )
