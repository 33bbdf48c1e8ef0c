"""Names on cards, and how often they were starred."""

import re
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.i18n.escaping import escape_markdown

_COUNT = re.compile(r"☆|★ \d+")


def star_label(members: int, said: str = "") -> str:
    """What a star button says of the members who have starred its name; 0 if that is not known.

    It may say something more, which `counted` keeps.
    """
    count = f"★ {members}" if members else "☆"
    return f"{count} {said}" if said else count


def counted(label: str, members: int) -> str:
    """A star button's label with another count."""
    return star_label(members, _COUNT.sub("", label, count=1).strip())


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
        text = f"{mark}**{escape_markdown(self.name)}**\n-# {self.about}"
        if self.star is None:
            return ui.TextDisplay(text)
        return ui.Section(text, accessory=self.star)
