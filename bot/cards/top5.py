"""The card of a top five: a group's, a member's own, or one that a member shares."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator

MEDALS = ("🥇", "🥈", "🥉", "4️⃣", "5️⃣")


class Top5Card(Card):
    """A title, up to five names with medals or else a hint, a note, and buttons."""

    def __init__(  # noqa: PLR0913 - one for each part of the card
        self,
        title: str,
        name_rows: Sequence[NameRow],
        note: str,
        buttons: Sequence[ui.Item[Any]],
        *,
        hint: str = "",
        news: str = "",
        announcement: str = "",
    ) -> None:
        """Lay it out.

        Args:
            title: of the card.
            name_rows: the names, the best first.
            note: the small print.
            buttons: below it.
            hint: what stands there if there are no names.
            news: a line below the title, or nothing.
            announcement: a line above the small print, or nothing.
        """
        rows: list[ui.Item[Any] | str] = [
            row.to_item(f"{medal} ") for medal, row in zip(MEDALS, name_rows, strict=False)
        ]
        super().__init__(
            f"### {title}\n{news}".rstrip(),
            ui.Separator(),
            *(rows or [hint]),
            ui.Separator(),
            f"{announcement}\n-# {note}".lstrip(),
            buttons=buttons,
        )


def weekly_news(_: Translator, new: Sequence[str]) -> str:
    """Return the line for the first top five of a week, with the names that are new in it."""
    news = _("✨ First top five of the week!")
    if not new:
        return news
    names = ", ".join(f"**{escape_markdown(name)}**" for name in new)
    since = _("New since last week: {names}", names=names)
    return f"{news} {since}"


def no_stars_hint(_: Translator) -> str:
    """Explain how to star names, where nobody has starred any yet."""
    return _(
        "Nobody has starred a name here yet, so you can be the first. Try `/name {option}: "
        "{country}` and press ☆ next to a name, or add your own with `/favourites add`.",
        option=_.option_name("country"),
        country=_.country_name("NL"),
    )


def own_stars_hint(_: Translator) -> str:
    """Explain the same to a member whose own list is empty; others may have starred names."""
    return _(
        "You haven’t starred any names here yet. Try `/name {option}: {country}` and press ☆ "
        "next to a name, or add your own with `/favourites add`.",
        option=_.option_name("country"),
        country=_.country_name("NL"),
    )
