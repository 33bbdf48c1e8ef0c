"""What leads from the names of a card to all that is known of each.

What it does is in `origin/`, whose card leads to names in turn; here it is known by its kind.
"""

from collections.abc import Sequence
from typing import Any

from discord import SelectOption, ui

from bot.features.hear import are_said
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction

ORIGIN_KIND, ORIGINS_KIND = "origin", "origins"


def origin_button(_: Translator, name: str, label: str = "") -> ui.Button[Any]:
    """Return the button that leads from a name to its card."""
    return ui.Button(custom_id=f"{ORIGIN_KIND}:{name}", label=label or _("Origin"), emoji="🧭")


def names_list(
    interaction: NomenInteraction, _: Translator, names: Sequence[str], codes: Sequence[str]
) -> ui.Item[Any]:
    """Return what leads from names of some countries to their cards: a button for one, or a list.

    The list says whether all of them can be heard there.
    """
    if len(names) == 1:
        return origin_button(_, names[0])
    placeholder = (
        _("Hear a name, see its origin")
        if are_said(interaction, codes)
        else _("Choose a name to see its origin")
    )
    options = [SelectOption(label=name, value=name) for name in names]
    return ui.Select(custom_id=f"{ORIGINS_KIND}:", options=options, placeholder=placeholder)
