"""Which groups a process hears of, where several share a bot's groups."""

from collections.abc import Collection
from dataclasses import dataclass

_TIME_BITS = 22
"""Bits of an id below its time, by which Discord assigns groups to shards."""


@dataclass(frozen=True, slots=True)
class OwnShards:
    """Shards of whose groups a process knows all that the bot is in.

    Attributes:
        numbers: of the shards.
        count: of all shards.
    """

    numbers: Collection[int]
    count: int

    def have(self, guild: int) -> bool:
        """Return whether a group belongs to one of the shards."""
        return (guild >> _TIME_BITS) % self.count in self.numbers


ALL_SHARDS = OwnShards(range(1), 1)
"""What a process knows that is the only one."""
