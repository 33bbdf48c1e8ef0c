"""A member's favourites, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import Entry
from bot.cards.top5 import how_to_begin
from bot.i18n.translator import Translator


@dataclass(frozen=True, slots=True)
class Page:
    """Where one is in a list, counted from 1: page, pages, the first name on it, and all names."""

    number: int
    pages: int
    first: int
    total: int


class FavouritesCard(Card):
    """Names in their member's own order, each with its buttons, and buttons for all of them."""

    def __init__(
        self,
        _: Translator,
        page: Page,
        entries: Sequence[tuple[Entry, Sequence[ui.Item[Any]]]],
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        parts: list[ui.Item[Any]] = []
        for place, (entry, own_buttons) in enumerate(entries, page.first):
            parts += [entry.part(f"**{place}.** "), ui.ActionRow(*own_buttons)]
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        title = _.plural("Your {number} favourite", "Your {number} favourites", page.total)
        where = _("Page {page} of {pages}.", page=page.number, pages=page.pages)
        super().__init__(
            ui.TextDisplay(f"## ⭐ {title}"),
            ui.Separator(),
            *parts,
            ui.Separator(),
            ui.TextDisplay(f"-# {where} {_note(_)}" if page.pages > 1 else f"-# {_note(_)}"),
            row,
        )


class NoFavouritesCard(Card):
    """How to come by favourites."""

    def __init__(self, _: Translator) -> None:
        super().__init__(ui.TextDisplay(how_to_begin(_)), ui.TextDisplay(f"-# {_note(_)}"))


def _note(_: Translator) -> str:
    return _("Only you see this. Each server keeps favourites of its own.")
