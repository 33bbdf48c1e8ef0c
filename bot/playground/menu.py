"""The menu of commands in the playground's language: SimCord's page shows it in English only."""

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.i18n.translator import Translator

if TYPE_CHECKING:
    from simcord import Preview


def serve_translated_menu(page: "Preview", translator: Translator) -> None:
    """Have a page that has not started serve its menu of commands in a language."""
    server = page._server  # noqa: SLF001 - there is no public way to the menu
    serve_menu = server._commands  # noqa: SLF001 - the same

    async def serve(request: web.Request) -> web.Response:
        response: web.Response = await serve_menu(request)
        menu = json.loads(response.text or "{}")
        response.text = json.dumps(translate_menu(menu, translator), ensure_ascii=False)
        return response

    server._commands = serve  # type: ignore[method-assign] # noqa: SLF001 - the same


def translate_menu(menu: dict[str, Any], translator: Translator) -> dict[str, Any]:
    """Translate what Discord does: descriptions, options and choices, never commands' names."""
    return {
        **menu,
        "entries": [_translate_entry(entry, translator) for entry in menu.get("entries", ())],
    }


def _translate_entry(entry: dict[str, Any], translator: Translator) -> dict[str, Any]:
    options = [_translate_option(option, translator) for option in entry["options"]]
    return {**entry, "description": translator(entry["description"]), "options": options}


def _translate_option(option: dict[str, Any], translator: Translator) -> dict[str, Any]:
    choices = [{**choice, "name": translator(choice["name"])} for choice in option["choices"]]
    return {
        **option,
        "label": translator.option_name(option["name"]),
        "description": translator(option["description"]),
        "choices": choices,
    }
