"""The layout that all cards share."""

from typing import Any

from discord import ui

ACCENT = 0xE0A13A
"""Colour of the bar along a card."""


class Card(ui.LayoutView):
    """A message laid out in one container, for which the bot stores nothing.

    discord.py keeps every view that still listens when it is sent, forever. So a card is stopped
    at once, and only persistent buttons work on it.
    """

    def __init__(self, *items: ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Container(*items, accent_colour=ACCENT))
        self.stop()
