"""A member's favourites, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.cards.top5 import own_stars_hint
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
    """A page of names in the member's own order, each with its buttons, and buttons below."""

    def __init__(
        self,
        _: Translator,
        page: Page,
        entries: Sequence[tuple[NameRow, Sequence[ui.Item[Any]]]],
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        items: list[ui.Item[Any]] = []
        for rank, (name_row, row_buttons) in enumerate(entries, page.first):
            items += [name_row.to_item(f"**{rank}.** "), ui.ActionRow(*row_buttons)]
        title = _.plural("Your {number} favourite", "Your {number} favourites", page.total)
        position = _("Page {page} of {pages}.", page=page.number, pages=page.num_pages)
        super().__init__(
            f"## ⭐ {title}",
            ui.Separator(),
            *items,
            ui.Separator(),
            f"-# {position} {_note(_)}" if page.num_pages > 1 else f"-# {_note(_)}",
            buttons=buttons,
        )


class NoFavouritesCard(Card):
    """How to get favourites."""

    def __init__(self, _: Translator) -> None:
        super().__init__(own_stars_hint(_), f"-# {_note(_)}")


def _note(_: Translator) -> str:
    return _("Only you see this. Each server keeps favourites of its own.")
