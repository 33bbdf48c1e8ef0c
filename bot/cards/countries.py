"""The card of `/countries`."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.labels import country_label
from bot.cards.layout import Card
from bot.i18n.translator import Translator


class CountriesCard(Card):
    """All countries in one paragraph, lists to choose one from, and buttons."""

    def __init__(
        self,
        _: Translator,
        codes: Sequence[str],
        lists: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        title = _.plural("{number} country", "{number} countries", len(codes))
        note = _("Choose a country to get names from there.")
        labels = (country_label(_, code) for code in codes)
        super().__init__(
            f"## 🌍 {title}",
            "\u00a0· ".join(labels),  # so that no line begins with a dot
            f"-# {note}",
            *(ui.ActionRow[Any](item) for item in lists),
            buttons=buttons,
        )
