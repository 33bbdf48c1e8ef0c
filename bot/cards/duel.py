"""The cards of `/favourites duel`: a question, and its end."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.cards.top5 import MEDALS
from bot.i18n.escaping import escape_markdown
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
            name_rows: the two names, each with the button that chooses it.
            number: of the question, from 1.
            most: how many questions there are at most.
            buttons: others.
            is_anew: whether earlier answers no longer count.
        """
        title = _("This or that?")
        anew = [_("Your favourites have changed, so let’s start over.")] if is_anew else []
        position = _("Question {number} of up to {most}.", number=number, most=most)
        note = _(
            "Choose the name you like better. In the end your five best come first in your "
            "favourites."
        )
        super().__init__(
            f"### ⚖️ {title}",
            *anew,
            ui.Separator(),
            *(row.to_item() for row in name_rows),
            ui.Separator(),
            f"-# {position} {note}",
            buttons=buttons,
        )


class DuelResultCard(Card):
    """The winner, and the settled order."""

    def __init__(
        self,
        _: Translator,
        name_rows: Sequence[NameRow],
        questions: int,
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            name_rows: the best, the winner first.
            questions: answered; 0 if all was settled before.
            buttons: what to do next.
        """
        settled = (
            _.plural(
                "Your number one after {number} question. These names now come first in your "
                "favourites.",
                "Your number one after {number} questions. These names now come first in your "
                "favourites.",
                questions,
            )
            if questions
            else _(
                "Your top five is settled already. Star more names, and I’ll only ask about the "
                "new ones."
            )
        )
        first, *others = name_rows
        ranks = zip(MEDALS[1:], others, strict=False)
        super().__init__(
            f"# 🏆 {escape_markdown(first.name)}\n-# {first.details}\n{settled}",
            ui.Separator(),
            *(row.to_item(f"{medal} ") for medal, row in ranks),
            buttons=buttons,
        )
