"""Messages that are redrawn when the stars on them have changed."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import discord
from discord import ComponentType, Message, ui

from bot.runtime.log import error_summary

EditMessage = Callable[..., Awaitable[object]]
"""One of discord.py's methods that edit a message, with the new layout as `view`."""
RawComponent = dict[str, Any]
ANNOUNCEMENT = "🎉"
"""How a line begins that says what has just happened on a message."""

NO_MENTIONS = discord.AllowedMentions.none()
"""Passed to every edit, since discord.py leaves out the client's own default there."""

_log = logging.getLogger(__name__)


class LiveButton(Protocol):
    """A kind of `PersistentButton` whose message can be redrawn."""

    @classmethod
    def payload_of(cls, custom_id: str) -> str | None:
        """Return the payload in a custom id; None if it is of another kind."""

    @classmethod
    async def redraw(
        cls, interaction: discord.Interaction[Any], layout: "MessageLayout"
    ) -> ui.LayoutView:
        """Return the message that the button is on as it should look now."""


@dataclass(slots=True)
class _PendingEdits:
    """The edits of one message since the last time that Discord had confirmed all of them.

    Attributes:
        pending: how many are not confirmed yet.
        sent: the layouts, any of which Discord may have applied last.
    """

    pending: int = 0
    sent: list[ui.LayoutView] = field(default_factory=list)


class MessageUpdater:
    """Edits messages so that they end up current, however many members press at once.

    Discord may apply concurrent edits in any order. So the edit that is confirmed last redraws the
    message once more, and edits it again if any concurrent edit sent something else. An edit that
    was alone needs no such check, unless other processes may be editing the message, too.
    """

    def __init__(
        self, live_buttons: Sequence[type[LiveButton]], *, has_peers: bool = False
    ) -> None:
        """Register the buttons.

        Args:
            live_buttons: the first of them that a message has redraws it.
            has_peers: whether other processes answer presses on the same messages.
        """
        self._live_buttons = live_buttons
        self._has_peers = has_peers
        self._pending_edits: dict[int, _PendingEdits] = {}

    async def respond(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press by redrawing its message, for everyone."""
        if interaction.message is not None:
            respond, edit = interaction.response.edit_message, interaction.edit_original_response
            await self._edit(interaction, interaction.message, respond, edit)

    async def refresh(
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
            await self._edit(interaction, message, message.edit, message.edit)
        except discord.HTTPException as error:
            _log.info("A message is not redrawn until the next press: %s", error_summary(error))

    async def _edit(
        self,
        interaction: discord.Interaction[Any],
        message: discord.Message,
        edit_first: EditMessage,
        edit_again: EditMessage,
    ) -> None:
        edits = self._pending_edits.setdefault(message.id, _PendingEdits())
        edits.pending += 1
        try:
            view = await self._redraw(interaction, message)
            edits.sent.append(view)
            await edit_first(view=view, allowed_mentions=NO_MENTIONS)
            while edits.pending == 1 and (self._has_peers or len(edits.sent) > 1):
                view = await self._redraw(interaction, message)
                current = _components(view)
                if edits.pending > 1 or all(_components(sent) == current for sent in edits.sent):
                    break
                edits.sent = [view]
                await edit_again(view=view, allowed_mentions=NO_MENTIONS)
        finally:
            edits.pending -= 1
            if not edits.pending:
                self._pending_edits.pop(message.id, None)

    async def _redraw(
        self, interaction: discord.Interaction[Any], message: discord.Message
    ) -> ui.LayoutView:
        layout = MessageLayout(message)
        custom_ids = [button.get("custom_id", "") for button in layout.buttons()]
        for live_button in self._live_buttons:
            if any(live_button.payload_of(custom_id) is not None for custom_id in custom_ids):
                return await live_button.redraw(interaction, layout)
        return layout


def _components(view: ui.LayoutView) -> list[RawComponent]:
    components: list[RawComponent] = view.to_components()  # type: ignore[no-untyped-call] # discord.py's
    return components


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
