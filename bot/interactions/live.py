"""Messages that are redrawn when the stars on them have changed."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, Protocol

import discord
from discord import ComponentType, Message, ui

from bot.interactions.recent import Locks, Recent
from bot.runtime.log import error_summary

RawComponent = dict[str, Any]
ANNOUNCEMENT = "🎉"
"""How a line begins that says what has just happened on a message."""
MAX_GROUPS, MAX_BOARDS = 1000, 3
"""Groups whose latest boards are remembered, and how many of each."""

NO_MENTIONS = discord.AllowedMentions.none()
"""Passed to every edit, since discord.py leaves out the client's own default there."""

_log = logging.getLogger(__name__)


class LiveItem(Protocol):
    """A kind of item whose message can be redrawn."""

    @classmethod
    def text_in(cls, custom_id: str) -> str | None:
        """Return the payload in a custom id; None if it is of another kind."""

    @classmethod
    async def redraw(
        cls, interaction: discord.Interaction[Any], layout: "MessageLayout"
    ) -> ui.LayoutView:
        """Return the message that the item is on as it should look now."""


class LiveMessages:
    """Edits messages so that they end up current, however many members press at once.

    Each message has one lock, so that this process edits it once at a time, each time with what is
    stored then. Whoever waits behind others leaves it to the last of them. Where other processes
    may edit it as well, it is looked at once more after each edit.
    """

    def __init__(self, items: Sequence[type[LiveItem]], *, has_peers: bool = False) -> None:
        """Register the items.

        Args:
            items: the first of them that a message has redraws it.
            has_peers: whether other processes answer presses on the same messages.
        """
        self._items, self._has_peers = items, has_peers
        self._locks = Locks()
        self._waiting: dict[int, int] = {}
        self._boards: Recent[int, deque[tuple[int, int]]] = Recent(MAX_GROUPS)

    async def redraw_pressed(self, interaction: discord.Interaction[Any], line: str = "") -> None:
        """Redraw the message of a press that was deferred, with a line of news if there is one."""
        if interaction.message is not None:
            edit = interaction.edit_original_response
            await self._edit(interaction, interaction.message, edit, line)

    async def redraw(
        self, interaction: discord.Interaction[Any], message_id: int, channel_id: int | None = None
    ) -> None:
        """Redraw another message, if the bot has access to it.

        Args:
            interaction: whose group's stars are shown.
            message_id: the message.
            channel_id: its channel; None for the interaction's.
        """
        channel = interaction.client.get_partial_messageable(
            channel_id or interaction.channel_id or 0
        )
        try:
            message = await channel.fetch_message(message_id)
            await self._edit(interaction, message, message.edit)
        except discord.HTTPException as error:
            _log.info("A message is not redrawn until the next press: %s", error_summary(error))

    def remember_board(self, guild: int, channel: int, message: int) -> None:
        """Remember a message as a group's latest board, until this process ends."""
        boards = self._boards.get(guild, deque(maxlen=MAX_BOARDS))
        if (channel, message) in boards:
            boards.remove((channel, message))
        boards.append((channel, message))
        self._boards.keep(guild, boards)

    async def redraw_boards(self, interaction: discord.Interaction[Any], guild: int) -> None:
        """Redraw the latest boards of a group, as far as the bot has access to them."""
        for channel, message in tuple(self._boards.get(guild, ())):
            await self.redraw(interaction, message, channel)

    async def _edit(
        self,
        interaction: discord.Interaction[Any],
        message: Message,
        edit: Callable[..., Awaitable[object]],
        line: str = "",
    ) -> None:
        self._waiting[message.id] = self._waiting.get(message.id, 0) + 1
        try:
            async with self._locks.of(message.id):
                is_last = self._waiting[message.id] == 1
                for _ in range(_LOOKS if self._has_peers else 1):
                    if not (is_last or line):
                        return
                    view = await self._current(interaction, message, line)
                    await edit(view=view, allowed_mentions=NO_MENTIONS)
                    if self._has_peers and _same(
                        view, await self._current(interaction, message, line)
                    ):
                        return
        finally:
            self._waiting[message.id] -= 1
            if not self._waiting[message.id]:
                del self._waiting[message.id]

    async def _current(
        self, interaction: discord.Interaction[Any], message: Message, line: str
    ) -> ui.LayoutView:
        layout = MessageLayout(message)
        if line:
            layout.announce(line)
        custom_ids = [button.get("custom_id", "") for button in layout.buttons()]
        for item in self._items:
            if any(item.text_in(custom_id) is not None for custom_id in custom_ids):
                return await item.redraw(interaction, layout)
        return layout


_LOOKS = 3
"""Edits at most, where other processes keep editing the same message."""


def _same(one: ui.LayoutView, other: ui.LayoutView) -> bool:
    components = [view.to_components() for view in (one, other)]  # type: ignore[no-untyped-call] # discord.py's
    return bool(components[0] == components[1])


class MessageLayout(ui.LayoutView):
    """The layout of a message that was sent, to change a few buttons and send it again.

    Attributes:
        is_private: whether one member alone sees it.

    It keeps the components as Discord sent them: converting them to discord.py's items and back
    would take a fifth of all the time that a star takes.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(timeout=None)
        self.is_private = message.flags.ephemeral
        self._components: list[RawComponent] = [
            dict(component.to_dict()) for component in message.components
        ]

    def buttons(self) -> Iterator[RawComponent]:
        """Yield all buttons; they may be changed in place."""
        yield from _buttons(self._components)

    def announcement(self) -> str:
        """Return the line that was announced on the message, or nothing."""
        lines = self._announcing_text().get("content", "").splitlines()
        return next((line for line in lines if line.startswith(ANNOUNCEMENT)), "")

    def announce(self, line: str) -> None:
        """Put a line above the small print, or else at the end, in place of an earlier one.

        It joins the last text, or the title if there is no other, since a full message has room for
        no more.

        Args:
            line: a text that begins with `ANNOUNCEMENT`.
        """
        text = self._announcing_text()
        lines = [old for old in text["content"].splitlines() if not old.startswith(ANNOUNCEMENT)]
        places = [place for place, old in enumerate(lines) if old.startswith("-#")]
        lines.insert(places[0] if places else len(lines), line)
        text["content"] = "\n".join(lines)

    def _announcing_text(self) -> RawComponent:
        """Return the last text beside which there is no button, or else the first that has one."""
        parts = [part for outer in self._components for part in outer.get("components", ())]
        texts = [part for part in parts if part["type"] == ComponentType.text_display.value]
        titles = (part for part in parts if part["type"] == ComponentType.section.value)
        beside = (text for part in titles for text in part["components"])
        return texts[-1] if texts else next(beside, {"content": ""})

    def to_components(self) -> list[RawComponent]:
        """Return the components for Discord."""
        return self._components

    def has_components_v2(self) -> bool:
        """Return True: all cards are laid out with components."""
        return True


def _buttons(components: Sequence[RawComponent]) -> Iterator[RawComponent]:
    for component in components:
        if component["type"] == ComponentType.button.value:
            yield component
        accessory = component.get("accessory")
        yield from _buttons(component.get("components", ()))
        yield from _buttons([accessory] if accessory else [])
