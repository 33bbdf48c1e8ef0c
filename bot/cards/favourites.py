"""A member's favourites, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.cards.top5 import own_stars_hint
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list.

    Attributes:
        number: of the page, from 1.
        num_pages: of the list.
        first: rank of the first name on the page, from 1.
        total: names in the list.
    """

    number: int
    num_pages: int
    first: int
    total: int


class FavouritesCard(Card):
    """A page of names in the member's own order, of which one is chosen, and buttons for it."""

    def __init__(  # noqa: PLR0913 - one for each part of the card
        self,
        _: Translator,
        page: Page,
        name_rows: Sequence[NameRow],
        selector: ui.Item[Any],
        chosen_buttons: Sequence[ui.Item[Any]],
        page_buttons: Sequence[ui.Item[Any]],
        *,
        list_buttons: Sequence[ui.Item[Any]],
        removed: str = "",
    ) -> None:
        """Lay it out; `removed` is the name that a button restores, if one does."""
        title = _("Your favourites ({number})", number=page.total)
        position = _("Page {page} of {pages}.", page=page.number, pages=page.num_pages)
        super().__init__(
            f"### ⭐ {title}",
            ui.Separator(),
            *(row.to_item(f"{rank}. ") for rank, row in enumerate(name_rows, page.first)),
            ui.Separator(),
            f"-# {position} {_note(_)}" if page.num_pages > 1 else f"-# {_note(_)}",
            _("Choose a name, then move or remove it:"),
            ui.ActionRow[Any](selector),
            ui.ActionRow[Any](*chosen_buttons),
            *_removed(_, removed),
            *([ui.ActionRow[Any](*page_buttons)] if page_buttons else []),
            buttons=list_buttons,
        )


class NoFavouritesCard(Card):
    """How to get favourites."""

    def __init__(
        self, _: Translator, buttons: Sequence[ui.Item[Any]] = (), *, removed: str = ""
    ) -> None:
        """Lay it out; `removed` is the name that a button restores, if one does."""
        note = f"-# {_note(_)}"
        super().__init__(own_stars_hint(_), note, *_removed(_, removed), buttons=buttons)


def _removed(_: Translator, name: str) -> list[str]:
    return [_("Removed: **{name}**", name=escape_markdown(name))] if name else []


def _note(_: Translator) -> str:
    return _("You have separate favourites in each server.")
