"""The cards of `/favourites duel`: a question, and its end."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.cards.top5 import Top5Card
from bot.i18n.translator import Translator


class DuelCard(Card):
    """Two names to choose from."""

    def __init__(
        self,
        _: Translator,
        name_rows: Sequence[NameRow],
        number: int,
        most: int,
        buttons: Sequence[ui.Item[Any]],
        *,
        is_anew: bool = False,
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            name_rows: the two names.
            number: of the question, from 1.
            most: how many questions there are at most.
            buttons: one for each name, and others.
            is_anew: whether earlier answers no longer count.
        """
        title = _("This or that?")
        anew = [_("Your favourites have changed, so this starts over.")] if is_anew else []
        position = _("Question {number} of {most} at most.", number=number, most=most)
        note = _("Only you can see this. Your list changes when your top five is settled.")
        super().__init__(
            f"## ⚖️ {title}",
            *anew,
            ui.Separator(),
            *(row.to_item() for row in name_rows),
            ui.Separator(),
            f"-# {position} {note}",
            buttons=buttons,
        )


class DuelResultCard(Top5Card):
    """The settled order."""

    def __init__(
        self,
        _: Translator,
        name_rows: Sequence[NameRow],
        questions: int,
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        title = _("Your top five")
        note = _.plural(
            "Settled by {number} question; your favourites now begin with it. Only you can see "
            "this.",
            "Settled by {number} questions; your favourites now begin with it. Only you can see "
            "this.",
            questions,
        )
        super().__init__(f"⚖️ {title}", name_rows, note, buttons)
