"""A card as Discord has it."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ComponentType, Message, ui

Part = dict[str, Any]


class SentCard(ui.LayoutView):
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
