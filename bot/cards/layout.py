"""The layout that all cards share."""

from collections.abc import Sequence
from typing import Any

from discord import ui

ACCENT = 0xE0A13A
"""Colour of the bar along a card. Buttons beside it are grey; only those that delete or end
something are red."""


class Card(ui.LayoutView):
    """A message laid out in one container, for which the bot stores nothing.

    discord.py keeps every view that still listens when it is sent, forever. So a card is stopped
    at once, and only persistent buttons work on it.
    """

    def __init__(self, *items: ui.Item[Any] | str, buttons: Sequence[ui.Item[Any]] = ()) -> None:
        """Lay out items, of which strings are texts, and a row of buttons below, if any."""
        super().__init__(timeout=None)
        row: Sequence[ui.Item[Any]] = [ui.ActionRow(*buttons)] if buttons else []
        texts = (ui.TextDisplay(item) if isinstance(item, str) else item for item in items)
        self.add_item(ui.Container(*texts, *row, accent_colour=ACCENT))
        self.stop()
