"""What all cards share."""

from typing import Any

from discord import ui

ACCENT = 0xE0A13A
"""The colour of the bar along a card."""


class Card(ui.LayoutView):
    """A message laid out in one container, for which the bot remembers nothing.

    Its buttons must be dynamic ones: discord.py keeps every view that is still listening when it is
    sent, one for each message and for ever, so a card has stopped before it goes out.
    """

    def __init__(self, *parts: ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Container(*parts, accent_colour=ACCENT))
        self.stop()
