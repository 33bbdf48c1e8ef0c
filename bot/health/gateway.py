"""The state of the connections to Discord's gateway.

A connection is up from READY or RESUMED, after which Discord sends events, and down from when its
socket closed. Where the network fails silently, discord.py notices by unanswered heartbeats, some
60 to 100 seconds later.
"""

import time
from collections.abc import Callable

DISCONNECT_GRACE = 30.0
"""Seconds that a connection may be down; resuming takes a few."""


class GatewayConnections:
    """One bot's gateway connections, by shard.

    Attributes:
        resumes: the number of sessions resumed.
        reconnects: the number of new sessions, apart from each shard's first.
    """

    def __init__(
        self,
        *,
        disconnect_grace: float = DISCONNECT_GRACE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.resumes = 0
        self.reconnects = 0
        self._grace = disconnect_grace
        self._clock = clock
        self._down_since: dict[int, float | None] = {}

    def connected(self, shard: int) -> None:
        """Record that a shard has a new session."""
        self.reconnects += shard in self._down_since
        self._down_since[shard] = None

    def resumed(self, shard: int) -> None:
        """Record that a shard has resumed its session."""
        self.resumes += 1
        self._down_since[shard] = None

    def disconnected(self, shard: int) -> None:
        """Record that a shard is down; repetitions do not matter."""
        if self._down_since.get(shard, 0.0) is None:
            self._down_since[shard] = self._clock()

    def are_healthy(self, expected: int | None) -> bool:
        """Return whether all shards have been up and none is down for longer than allowed.

        Args:
            expected: the number of shards; None, which is unhealthy, while it is not known.
        """
        now = self._clock()
        return (
            expected is not None
            and len(self._down_since) >= expected
            and all(
                since is None or now - since <= self._grace for since in self._down_since.values()
            )
        )
