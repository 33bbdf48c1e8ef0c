"""Top fives: a group's, a member's, and one that a member shares."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.card import Card
from bot.cards.stars import Entry
from bot.cards.text import plain

MEDALS = ("🥇", "🥈", "🥉", "4️⃣", "5️⃣")
OF_GROUP = "🏆 This server’s top five"
OF_MEMBER = "⭐ Your top five"
HOW_TO_BEGIN = (
    "No name is starred here yet. Ask for some, for example with `/name country: Netherlands`, and "
    "press ☆ beside those that you like. With `/favourites add` you can add one of your own."
)


class TopCard(Card):
    """A title, up to five names with medals, a quiet line, and buttons."""

    def __init__(
        self, title: str, entries: Sequence[Entry], note: str, buttons: Sequence[ui.Item[Any]]
    ) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        parts: list[ui.Item[Any]] = [
            entry.part(f"{medal} ") for medal, entry in zip(MEDALS, entries, strict=False)
        ]
        super().__init__(
            ui.TextDisplay(f"## {title}"),
            ui.Separator(),
            *(parts or [ui.TextDisplay(HOW_TO_BEGIN)]),
            ui.Separator(),
            ui.TextDisplay(f"-# {note}"),
            *([row] if buttons else []),
        )


def shared_by(member: str) -> str:
    """The title over a top five that a member shares."""
    return f"⭐ {plain(member)}’s top five"
