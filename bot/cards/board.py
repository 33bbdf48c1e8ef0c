"""The card of what those who manage a server have decided about its board."""

from collections.abc import Sequence

from discord import ui

from bot.cards.layout import Card
from bot.i18n.escaping import escape_quote
from bot.i18n.translator import Translator

MAX_LISTED = 60
"""Names of forty letters that fit on a card, their escapes included."""


class HiddenNamesCard(Card):
    """The hidden names, and whether names that members type are taken."""

    def __init__(self, _: Translator, names: Sequence[str], *, takes_typed_names: bool) -> None:
        title = _("Hidden from this server’s top five")
        taken = _(
            "Members can add names of their own choice here. Change that with `/board typed`."
        )
        refused = _("Members can only star names I came up with. Change that with `/board typed`.")
        super().__init__(
            f"## {title}",
            _list_names(_, names) if names else _("No names are hidden here."),
            ui.Separator(),
            f"-# {taken if takes_typed_names else refused}",
        )


def _list_names(_: Translator, names: Sequence[str]) -> str:
    listed = ", ".join(map(escape_quote, names[:MAX_LISTED]))
    more = len(names) - MAX_LISTED
    if more <= 0:
        return listed
    rest = _.plural("and {number} more", "and {number} more", more)
    return f"{listed} {rest}"
