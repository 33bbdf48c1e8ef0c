"""A name on a card, and the label of the star button beside it."""

from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.labels import bearing_label, flag
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.generation import Suggestion


def star_label(members: int, text: str = "") -> str:
    """Return a star button's label: how many members starred the name, or else an optional text.

    0 members is also what is shown where the number is unknown.
    """
    return f"★ {members}" if members else f"☆ {text}".rstrip()


def with_count(label: str, members: int) -> str:
    """Return a star button's label with another count; without stars, with the text it has."""
    return star_label(members, label.partition("☆")[2].strip())


def count_on(label: str) -> int:
    """Return how many stars a star button's label shows."""
    return int(label.partition("★ ")[2] or 0)


def third_star_line(_: Translator, name: str) -> str:
    """Return the line that celebrates a name's third star."""
    return _("🎉 **{name}** just got its third star here!", name=escape_markdown(name))


def kind_and_resemblance(_: Translator, suggestion: Suggestion) -> str:
    """Return whether a name is new, rare or known, and the known name that a new one is close to.

    The name of another country than those asked for has its flag.
    """
    label = f"· {bearing_label(_, suggestion.kind, suggestion.bearing)}"
    if not suggestion.is_new or not suggestion.resembles_nearest:
        return label
    abroad = "" if suggestion.abroad is None else f"{flag(suggestion.abroad)}\u00a0"
    nearest = f"{abroad}{escape_markdown(suggestion.nearest)}"
    resemblance = _("close to {name}", name=nearest)
    return f"{label} · {resemblance}"


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
