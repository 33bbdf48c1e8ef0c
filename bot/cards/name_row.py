"""A name on a card, and the label of the star button beside it."""

import re
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.labels import bearing_label, flag
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.generation import Suggestion

_COUNT_PATTERN = re.compile(r"☆|★ \d+")


def star_label(members: int, text: str = "") -> str:
    """Return a star button's label: how many members starred the name, and an optional text.

    0 members is also what is shown where the number is unknown.
    """
    count = f"★ {members}" if members else "☆"
    return f"{count} {text}" if text else count


def with_count(label: str, members: int) -> str:
    """Return a star button's label with another count, and the same text."""
    return star_label(members, _COUNT_PATTERN.sub("", label, count=1).strip())


def kind_and_resemblance(_: Translator, suggestion: Suggestion) -> str:
    """Return whether a name is new, rare or known, and the known name that a new one is close to.

    The name of another country than those asked for has its flag.
    """
    label = f"· {bearing_label(_, suggestion.kind, suggestion.bearing)}"
    if not suggestion.is_new or not suggestion.resembles_nearest:
        return label
    abroad = "" if suggestion.abroad is None else f"{flag(suggestion.abroad)}\u00a0"
    return f"{label} · ≈ {abroad}{escape_markdown(suggestion.nearest)}"


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name on a card.

    Attributes:
        name: as written.
        details: a small line below it, in Discord's markdown, or empty.
        star_button: the button beside it, if any.
        aside: what stands behind it, in Discord's markdown, or empty.
    """

    name: str
    details: str
    star_button: ui.Item[Any] | None = None
    aside: str = ""

    def to_item(self, prefix: str = "") -> ui.Item[Any]:
        """Lay it out, with a prefix before the name."""
        aside = f" {self.aside}" if self.aside else ""
        details = f"\n-# {self.details}" if self.details else ""
        text = f"{prefix}**{escape_markdown(self.name)}**{aside}{details}"
        if self.star_button is None:
            return ui.TextDisplay(text)
        return ui.Section(text, accessory=self.star_button)
