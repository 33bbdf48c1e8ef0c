"""The button that leads from a name's origin to names of a country.

What it does is in `generation.py`, whose cards lead to origins in turn; here it is known by its
kind alone.
"""

from typing import Any

from discord import ui

from bot.cards.labels import flag
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.persistent_button import make_button
from model.domain.condition import Condition
from model.domain.generation import NameRequest

NAMES_KIND = "wish"
"""Kind of the buttons that generate names."""


def names_button(_: Translator, code: str) -> ui.Button[Any]:
    """Create a button for names of a country."""
    payload = custom_ids.encode_request(NameRequest(Condition.for_country(code)))
    label = _("Names: {country}", country=_.country_name(code))
    return make_button(f"{NAMES_KIND}:{payload}", label=label, emoji=flag(code))
