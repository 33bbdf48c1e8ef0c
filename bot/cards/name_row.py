"""A name on a card, with a button beside it, and the label of a star button."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.labels import bearing_label, flag, kind_label
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.generation import RequestedKind, Suggestion


def star_label(members: int, text: str = "", *, is_own: bool = False) -> str:
    """Return a star button's label: how many members starred the name, or else an optional text.

    Args:
        members: 0 also where the number is unknown.
        text: for a name that nobody has starred.
        is_own: whether one of the stars is that of the only member who sees the card.
    """
    if is_own:
        return f"⭐ {members or ''}".rstrip()
    return f"★ {members}" if members else f"☆ {text}".rstrip()


def with_count(label: str, members: int, *, is_own: bool = False) -> str:
    """Return a star button's label with another count; without stars, with the text it has."""
    return star_label(members, label.partition("☆")[2].strip(), is_own=is_own)


def count_on(label: str) -> int:
    """Return how many stars a star button's label shows."""
    number = label.rpartition(" ")[2]
    return int(number) if number.isdecimal() else 0


def third_star_line(_: Translator, name: str) -> str:
    """Return the line that celebrates a name's third star."""
    return _("🎉 **{name}** just got its third star here!", name=escape_markdown(name))


def kind_note(_: Translator, kind: RequestedKind, number: int) -> str:
    """Return what is said once of all names on a card: how many there are, and of which kind."""
    match kind:
        case RequestedKind.NEW:
            return _.plural(
                "{number} new name. As far as I know, nobody has it yet.",
                "{number} new names. As far as I know, nobody has them yet.",
                number,
            )
        case RequestedKind.RARE:
            return _.plural(
                "{number} rare name: a real one that few people have.",
                "{number} rare names: real ones that few people have.",
                number,
            )
        case RequestedKind.ANY:
            new = _("new: as far as I know, nobody has it")
            rare = _("rare: a real name, but few people have it")
            return f"{new} · {rare}"


def differences(_: Translator, suggestion: Suggestion, asked: RequestedKind) -> Iterator[str]:
    """Yield what a name's row says of it: its kind if they differ, its bearers, what it is like.

    The known name that it is like has the flag of its country, if that is none of those asked for.
    """
    if asked is RequestedKind.ANY:
        yield kind_label(_, suggestion.kind)
    if suggestion.bearing is not None:
        yield bearing_label(_, suggestion.bearing)
    if suggestion.is_new and suggestion.resembles_nearest:
        abroad = "" if suggestion.abroad is None else f"{flag(suggestion.abroad)}\u00a0"
        yield _("close to {name}", name=f"{abroad}{escape_markdown(suggestion.nearest)}")


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name on a card.

    Attributes:
        name: as written.
        details: a small line below it, in Discord's markdown, or empty.
        button: beside it, if any.
    """

    name: str
    details: str
    button: ui.Item[Any] | None = None

    def to_item(self, prefix: str = "") -> ui.Item[Any]:
        """Lay it out, with a prefix before the name."""
        details = f"\n-# {self.details}" if self.details else ""
        text = f"## {prefix}{escape_markdown(self.name)}{details}"
        if self.button is None:
            return ui.TextDisplay(text)
        return ui.Section(text, accessory=self.button)
