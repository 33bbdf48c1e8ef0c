"""The card of names like the starred ones."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.i18n.translator import Translator


class MoreCard(Card):
    """New names, each with its star button, and how many stars they were learnt from."""

    def __init__(
        self,
        _: Translator,
        name_rows: Sequence[NameRow],
        num_stars: int,
        buttons: Sequence[ui.Item[Any]],
        *,
        is_own: bool,
    ) -> None:
        title = _("More like yours") if is_own else _("More like this server’s")
        note = _.plural(
            "Learnt from {number} starred name just now, and then forgotten. Every star helps.",
            "Learnt from {number} starred names just now, and then forgotten. Every star helps.",
            num_stars,
        )
        super().__init__(
            f"## ✨ {title}",
            ui.Separator(),
            *(row.to_item() for row in name_rows),
            ui.Separator(),
            f"-# {note}",
            buttons=buttons,
        )
