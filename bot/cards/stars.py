"""Names on cards, and how often they were starred."""

from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.words.typed import plain


def star_label(members: int) -> str:
    """What a star button says of the members who have starred its name; 0 if that is not known."""
    return f"★ {members}" if members else "☆"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name on a card.

    Attributes:
        name: as people write it.
        about: a quiet line about it, as Discord's markdown.
        star: the button beside it, if any.
    """

    name: str
    about: str
    star: ui.Item[Any] | None = None

    def part(self, mark: str = "") -> ui.Item[Any]:
        """Lay it out; a mark may stand before the name."""
        text = f"{mark}**{plain(self.name)}**\n-# {self.about}"
        if self.star is None:
            return ui.TextDisplay(text)
        return ui.Section(text, accessory=self.star)
