"""Which groups a process hears of, where several share a bot's groups."""

from collections.abc import Collection
from dataclasses import dataclass


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
        """Return whether a group is on one of them."""
        return (guild >> 22) % self.count in self.numbers


ALL_SHARDS = OwnShards(range(1), 1)
"""What a process knows that is the only one."""
