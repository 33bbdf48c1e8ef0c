"""The latest messages that show groups' boards, to redraw them when a name is hidden."""

from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

MAX_GUILDS = 1000
"""Guilds remembered; the least recent are forgotten first."""
MAX_MESSAGES = 3
"""Messages remembered for each."""


class ShownBoard(NamedTuple):
    """A message that shows a guild's board, by their ids."""

    guild: int
    channel: int
    message: int


class BoardExchange(Protocol):
    """Tells processes that share a bot's groups of each other's boards."""

    def announce(self, boards: Collection[ShownBoard]) -> None:
        """Tell the others, soon, of messages that show groups' boards."""

    def listen(self, listener: Callable[[ShownBoard], object]) -> None:
        """Have boards that are shown passed on to a listener."""


class LiveBoards:
    """Channels and ids of messages, in memory alone: those of before a restart are not known.

    They are redrawn all the same as soon as a button on them is pressed.
    """

    def __init__(
        self,
        exchange: BoardExchange | None = None,
        *,
        max_guilds: int = MAX_GUILDS,
        max_messages: int = MAX_MESSAGES,
    ) -> None:
        self._exchange = exchange
        if exchange is not None:
            exchange.listen(self._remember)
        self._max_guilds = max_guilds
        self._max_messages = max_messages
        self._messages: OrderedDict[int, deque[tuple[int, int]]] = OrderedDict()

    def add(self, guild: int, channel: int, message: int) -> None:
        """Remember a message as the guild's latest, here and in other processes."""
        board = ShownBoard(guild, channel, message)
        self._remember(board)
        if self._exchange is not None:
            self._exchange.announce([board])

    def hand_over(self, is_handed_over: Callable[[int], bool]) -> None:
        """Tell other processes of the boards of guilds that they will have."""
        if self._exchange is not None:
            self._exchange.announce(
                [
                    ShownBoard(guild, *shown)
                    for guild, messages in self._messages.items()
                    if is_handed_over(guild)
                    for shown in messages
                ]
            )

    def _remember(self, board: ShownBoard) -> None:
        guild, channel, message = board
        messages = self._messages.setdefault(guild, deque(maxlen=self._max_messages))
        if (channel, message) in messages:
            messages.remove((channel, message))
        messages.append((channel, message))
        self._messages.move_to_end(guild)
        if len(self._messages) > self._max_guilds:
            self._messages.popitem(last=False)

    def latest(self, guild: int) -> tuple[tuple[int, int], ...]:
        """Return channel and id of the guild's remembered messages, the latest last."""
        return tuple(self._messages.get(guild, ()))
