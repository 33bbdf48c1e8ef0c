"""The latest messages that show groups' boards, to redraw them when a name is hidden."""

from collections import deque

from bot.interactions.recent import Recent

MAX_GUILDS = 1000
"""Guilds remembered; the least recent are forgotten first."""
MAX_MESSAGES = 3
"""Messages remembered for each."""


class LiveBoards:
    """Channels and ids of messages, in memory alone.

    Those of before a restart, or of another process, are redrawn as soon as a button on them is
    pressed.
    """

    def __init__(self, *, max_guilds: int = MAX_GUILDS, max_messages: int = MAX_MESSAGES) -> None:
        self._max_messages = max_messages
        self._messages: Recent[int, deque[tuple[int, int]]] = Recent(max_guilds)

    def add(self, guild: int, channel: int, message: int) -> None:
        """Remember a message as the guild's latest."""
        messages = self._messages.get(guild, deque(maxlen=self._max_messages))
        if (channel, message) in messages:
            messages.remove((channel, message))
        messages.append((channel, message))
        self._messages.keep(guild, messages)

    def latest(self, guild: int) -> tuple[tuple[int, int], ...]:
        """Return channel and id of the guild's remembered messages, the latest last."""
        return tuple(self._messages.get(guild, ()))
