"""What is kept of what the gateway says: which servers the bot is in, and nothing about them.

A response needs the interaction alone: it brings its channel, its member and the permissions.
"""

from typing import Any

from discord.state import AutoShardedConnectionState

_NEEDED_EVENTS = frozenset(
    {"READY", "RESUMED", "GUILD_CREATE", "GUILD_DELETE", "INTERACTION_CREATE"}
)
_NEEDED_OF_A_GUILD = ("id", "unavailable")


class MinimalConnectionState(AutoShardedConnectionState[Any]):
    """discord.py's state, without the servers' channels, roles, threads and members.

    With them, a server takes tens to hundreds of kB, for ever.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as discord.py has it
        super().__init__(**options)
        self.parsers = {
            event: parser for event, parser in self.parsers.items() if event in _NEEDED_EVENTS
        }

    def parse_ready(self, data: Any) -> None:  # noqa: ANN401 - JSON
        """Begin a session, and let go of servers that removed the bot while there was none.

        READY lists all of the shard's servers, also those that an outage makes unavailable.
        """
        shard, listed = data["shard"][0], {int(guild["id"]) for guild in data["guilds"]}
        for guild in self.guilds:
            if guild.shard_id == shard and guild.id not in listed:
                self.parse_guild_delete({"id": str(guild.id)})
        super().parse_ready(data)

    def parse_guild_create(self, data: Any) -> None:  # noqa: ANN401 - JSON
        """Keep that the bot is in the server."""
        super().parse_guild_create({key: data[key] for key in _NEEDED_OF_A_GUILD if key in data})
