"""The card of names like the starred ones."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.cards.names import option_labels
from bot.i18n.translator import Translator
from model.domain.generation import NameRequest


class MoreCard(Card):
    """New names, each with its star button, and how many stars they were learnt from."""

    def __init__(
        self,
        _: Translator,
        name_rows: Sequence[NameRow],
        wishes: NameRequest | None,
        num_stars: int,
        buttons: Sequence[ui.Item[Any]],
        *,
        is_own: bool,
    ) -> None:
        """Lay it out; `wishes` are what the names are like besides, if anything was asked for."""
        title = _("More like yours") if is_own else _("More like this server’s")
        note = _.plural(
            "Learnt from {number} starred name, for this card alone. Every star helps.",
            "Learnt from {number} starred names, for this card alone. Every star helps.",
            num_stars,
        )
        lines = [note]
        if wishes is not None:
            lines.insert(0, " · ".join(option_labels(_, wishes)))
        super().__init__(
            f"## ✨ {title}",
            ui.Separator(),
            *(row.to_item() for row in name_rows),
            ui.Separator(),
            "\n".join(f"-# {line}" for line in lines),
            buttons=buttons,
        )
