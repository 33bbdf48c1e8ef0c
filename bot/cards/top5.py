"""Top fives: a group's, a member's, and one that a member shares."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import Entry
from bot.i18n.translator import Translator

MEDALS = ("🥇", "🥈", "🥉", "4️⃣", "5️⃣")


class TopCard(Card):
    """A title, up to five names with medals, a quiet line, and buttons."""

    def __init__(
        self,
        _: Translator,
        title: str,
        entries: Sequence[Entry],
        note: str,
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        parts: list[ui.Item[Any]] = [
            entry.part(f"{medal} ") for medal, entry in zip(MEDALS, entries, strict=False)
        ]
        super().__init__(
            ui.TextDisplay(f"## {title}"),
            ui.Separator(),
            *(parts or [ui.TextDisplay(how_to_begin(_))]),
            ui.Separator(),
            ui.TextDisplay(f"-# {note}"),
            *([row] if buttons else []),
        )


def how_to_begin(_: Translator) -> str:
    """What to do where there is no star yet."""
    return _(
        "No name is starred here yet. Ask for some, for example with `/name {option}: {country}`, "
        "and press ☆ beside those that you like. With `/favourites add` you can add one of your "
        "own.",
        option=_.option("country"),
        country=_.country("NL"),
    )
