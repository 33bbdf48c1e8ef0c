"""The card of names like the starred ones."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow, kind_note
from bot.cards.names import option_labels
from bot.i18n.translator import Translator
from model.domain.generation import NameRequest


class MoreCard(Card):
    """New names, each with its star button, and how many stars they were learnt from."""

    def __init__(  # noqa: PLR0913 - one for each part of the card
        self,
        _: Translator,
        name_rows: Sequence[NameRow],
        wishes: NameRequest,
        num_stars: int,
        buttons: Sequence[ui.Item[Any]],
        *,
        copy: ui.Item[Any],
        origins: ui.Item[Any],
        is_own: bool,
    ) -> None:
        """Lay it out; `wishes` are what the names are like besides."""
        title = (
            _("More like your favourites") if is_own else _("More like this server’s favourites")
        )
        note = _.plural(
            "Based on {number} starred name. I look at the stars afresh each time, so "
            "every one helps.",
            "Based on {number} starred names. I look at the stars afresh each time, so "
            "every one helps.",
            num_stars,
        )
        lines = [f"### ✨ {title}"]
        if labels := [*option_labels(_, wishes)]:
            lines.append(f"-# {' · '.join(labels)}")
        lines.append(f"-# {kind_note(_, wishes.kind, len(name_rows))}")
        super().__init__(
            ui.Section("\n".join(lines), accessory=copy),
            *(row.to_item() for row in name_rows),
            f"-# {note}",
            ui.ActionRow(origins),
            buttons=buttons,
        )
