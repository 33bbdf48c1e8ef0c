"""Cards that change while people look at them."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ComponentType, Message, ui

from bot.runtime.log import named

Draw = Callable[[discord.Interaction[Any], discord.Message], Awaitable[ui.LayoutView]]
"""Draws a card as it should be now; the interaction tells in which group."""
Send = Callable[..., Awaitable[object]]
"""Discord's way to change a message, with the new layout as `view`."""

NOBODY = discord.AllowedMentions.none()
"""Said each time, since discord.py leaves the bot's own out where a message is changed."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Changes:
    """The changes to one card of which Discord has not yet confirmed all.

    Attributes:
        under_way: how many it has not confirmed.
        drawn: what the card may look like because of them.
    """

    under_way: int = 0
    drawn: list[ui.LayoutView] = field(default_factory=list)


class MessageUpdater:
    """Changes cards so that in the end they show the newest state, however many press at once.

    Discord may take changes in another order than they were drawn in. So whoever's change is the
    last that it confirms looks again: if any of those before was drawn otherwise than the card
    should be now, the card is drawn once more. Where a change was alone there is no need to look.
    """

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._changes: dict[int, _Changes] = {}

    async def answer(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press on a card by drawing it anew, for all to see."""
        if interaction.message is not None:
            first, again = interaction.response.edit_message, interaction.edit_original_response
            await self._change(interaction, interaction.message, first, again)

    async def refresh(self, interaction: discord.Interaction[Any], message_id: int) -> None:
        """Draw another card in the interaction's channel anew, where the bot may look into it."""
        channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
        try:
            message = await channel.fetch_message(message_id)
            await self._change(interaction, message, message.edit, message.edit)
        except discord.HTTPException as error:
            _log.info("A card stays as it is until the next press: %s", named(error))

    async def _change(
        self,
        interaction: discord.Interaction[Any],
        message: discord.Message,
        first: Send,
        again: Send,
    ) -> None:
        changes = self._changes.setdefault(message.id, _Changes())
        changes.under_way += 1
        try:
            view = await self._draw(interaction, message)
            changes.drawn.append(view)
            await first(view=view, allowed_mentions=NOBODY)
            while changes.under_way == 1 and len(changes.drawn) > 1:
                view = await self._draw(interaction, message)
                now = _components(view)
                if changes.under_way > 1 or all(_components(one) == now for one in changes.drawn):
                    break
                changes.drawn = [view]
                await again(view=view, allowed_mentions=NOBODY)
        finally:
            changes.under_way -= 1
            if not changes.under_way:
                self._changes.pop(message.id, None)


def _components(view: ui.LayoutView) -> list[dict[str, Any]]:
    components: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call] # discord.py's
    return components


Part = dict[str, Any]


class MessageLayout(ui.LayoutView):
    """The card that a message is, to be changed a little and sent again.

    Its parts stay what Discord sent of them: to make items of them all, only to make the same parts
    of these again, takes a fifth of all that a star costs.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(timeout=None)
        self._parts: list[Part] = [dict(part.to_dict()) for part in message.components]
        self.stop()  # discord.py would keep it for ever

    def buttons(self) -> Iterator[Part]:
        """Give all buttons, which may be changed."""
        yield from _buttons(self._parts)

    def to_components(self) -> list[Part]:
        """Give the parts for Discord."""
        return self._parts

    def has_components_v2(self) -> bool:
        """Say that it is laid out, as all cards are."""
        return True


def _buttons(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        if part["type"] == ComponentType.button.value:
            yield part
        inside = [*part.get("components", ()), *filter(None, [part.get("accessory")])]
        yield from _buttons(inside)
