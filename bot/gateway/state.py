"""What is kept of what the gateway says: which servers the bot is in, and nothing about them.

A response needs the interaction alone: it brings its channel, its member and the permissions.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from discord.state import AutoShardedConnectionState

_NEEDED_EVENTS = frozenset(
    {"READY", "RESUMED", "GUILD_CREATE", "GUILD_DELETE", "INTERACTION_CREATE"}
)
_NEEDED_OF_A_GUILD = ("id", "unavailable")
_CHANNEL_DEFAULTS = {
    "name": "",
    "position": 0,
    "bitrate": 0,
    "user_limit": 0,
    "parent_id": "0",
    "owner_id": "0",
    "message_count": 0,
    "member_count": 0,
    "thread_metadata": {"archived": False, "auto_archive_duration": 0, "archive_timestamp": None},
}
"""What discord.py requires of a channel or thread, and an interaction may leave out."""

Parser = Callable[[Any], None]

_log = logging.getLogger(__name__)


class MinimalConnectionState(AutoShardedConnectionState[Any]):
    """discord.py's state, without the servers' channels, roles, threads and members.

    With them, a server takes tens to hundreds of kB, for ever.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as discord.py has it
        super().__init__(**options)
        self.parsers = {
            event: partial(_parse, event, parser)
            for event, parser in self.parsers.items()
            if event in _NEEDED_EVENTS
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

    def parse_guild_delete(self, data: Any) -> None:  # noqa: ANN401 - JSON
        """Hear that the bot was removed from a server, also from one that no session has listed."""
        if not data.get("unavailable"):
            self._add_guild(self._get_or_create_unavailable_guild(int(data["id"])))
        super().parse_guild_delete(data)

    def parse_interaction_create(self, data: Any) -> None:  # noqa: ANN401 - JSON
        """Dispatch an interaction, in a channel that is not known but from here."""
        if data.get("channel") is not None:
            data["channel"] = _CHANNEL_DEFAULTS | data["channel"]
        super().parse_interaction_create(data)


def _parse(event: str, parser: Parser, data: Any) -> None:  # noqa: ANN401 - JSON
    """Parse an event; one that cannot be read is lost alone, where discord.py would end the bot."""
    try:
        parser(data)
    except Exception:  # noqa: BLE001 - whatever it is, the next event can be read
        _log.exception("An event of the gateway cannot be read: %s", event)
