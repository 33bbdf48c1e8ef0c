"""The menu of commands: in the visitor's language, and in the order of the bot's own list."""

from typing import Any

from bot.features import COMMANDS
from bot.i18n.translator import Translator

_ORDER = {
    # Commands for those who manage a server come last: visitors come for names.
    command.name: (command.default_permissions is not None, place)
    for place, command in enumerate(COMMANDS)
}


def translate_menu(menu: dict[str, Any], translator: Translator) -> dict[str, Any]:
    """Translate what Discord does, descriptions, options and choices, and put the menu in order.

    What a choice is called in English stays with it, since people copy commands from one another.
    """
    entries = sorted(menu.get("entries", ()), key=lambda entry: _ORDER[entry["path"][0]])
    return {**menu, "entries": [_translate_entry(entry, translator) for entry in entries]}


def _translate_entry(entry: dict[str, Any], translator: Translator) -> dict[str, Any]:
    options = [_translate_option(option, translator) for option in entry["options"]]
    return {**entry, "description": translator(entry["description"]), "options": options}


def _translate_option(option: dict[str, Any], translator: Translator) -> dict[str, Any]:
    choices = [
        {**choice, "name": translator(choice["name"]), "english": choice["name"]}
        for choice in option["choices"]
    ]
    return {
        **option,
        "label": translator.option_name(option["name"]),
        "description": translator(option["description"]),
        "choices": choices,
    }
