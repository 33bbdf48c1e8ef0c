"""The card of `/countries`."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator


class CountriesCard(Card):
    """How many countries there are, lists to choose one from, and buttons."""

    def __init__(
        self,
        _: Translator,
        number: int,
        lists: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        title = _.plural("{number} country", "{number} countries", number)
        note = _("Choose a country to get names from there.")
        super().__init__(
            f"## 🌍 {title}\n{note}",
            *(ui.ActionRow[Any](item) for item in lists),
            buttons=buttons,
        )
