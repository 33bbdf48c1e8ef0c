"""What a client that does not have all shards needs of whoever supplies it with them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Session:
    """A gateway session that can be resumed, by any process.

    Attributes:
        id: Discord's id of it.
        sequence: the number of the last event that was received.
        gateway: the address at which it is resumed.
    """

    id: str
    sequence: int
    gateway: str


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How sessions may be begun.

    Attributes:
        total: how many in a day.
        remaining: how many until the count begins anew.
        reset_after: seconds until it does.
        concurrency: how many in five seconds.
    """

    total: int
    remaining: int
    reset_after: float
    concurrency: int


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What Discord says of a bot's connections: the number of shards, and the limits."""

    shards: int
    limits: SessionLimits


class ShardHost(Protocol):
    """The client, as the supply sees it."""

    async def recommend(self) -> Recommendation:
        """Ask Discord for its recommendation; raises as discord.py does."""

    async def session_limits(self) -> SessionLimits | None:
        """Ask Discord for the limits; None if it does not answer."""

    def sessions(self) -> Mapping[int, Session | None]:
        """Return the shards that the client has, with their sessions if they can be resumed."""

    def take_shard(self, number: int, session: Session | None) -> None:
        """Begin to connect a shard, and keep it connected."""

    async def give_up_shards(self, numbers: Collection[int]) -> Mapping[int, Session | None]:
        """Stop receiving events of shards, and return the sessions, for others to resume."""


class ShardSupply(Protocol):
    """Supplies one client with shards, among other processes' clients."""

    async def join(self, host: ShardHost, application: int) -> int:
        """Join those who serve an application, and return the number of all shards.

        Raises:
            StoreError: they serve another, or another number of shards than this process should.
        """

    async def run(self, host: ShardHost) -> None:
        """Take shards and give them up until the client leaves, or this is cancelled."""

    async def leave(self, host: ShardHost) -> None:
        """Hand all shards over to the others, and take no more."""

    async def wait_until_certain(self) -> None:
        """Return when it is certain that nobody else has the client's shards."""

    async def take_turn(self, host: ShardHost, shard: int) -> None:
        """Return when a shard may identify within the next seconds."""

    async def identify(self, shard: int) -> None:
        """Return when a shard may identify now, which it then does at once."""
