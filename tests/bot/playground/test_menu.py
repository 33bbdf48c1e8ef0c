"""The menu of commands on the playground's page."""

from typing import Any

from bot.i18n.translator import translator_for_language
from bot.playground.menu import translate_menu
from tests.bot.playground.channel import Visitor
from tests.bot.playground.conftest import Playground

STYLE: dict[str, Any] = {
    "name": "style",
    "description": "How daring the names are, from classic to bold (plain if you leave it out)",
    "choices": [{"name": "plain: just like real names", "value": "plain"}],
}
MENU: dict[str, Any] = {
    "state": "available",
    "entries": [
        {
            "invocation": "name",
            "path": ["name"],
            "description": "Invent first names that sound like they’re from a country you choose.",
            "options": [STYLE],
        }
    ],
}


def test_descriptions_options_and_choices_are_translated_and_the_rest_stays_as_it_is() -> None:
    _ = translator_for_language("nl")
    menu = translate_menu(MENU, _)
    (entry,) = menu["entries"]
    (option,) = entry["options"]
    assert entry["description"].startswith("Verzin voornamen")
    english = STYLE["choices"][0]["name"]
    choices = [{"name": "gewoon: net als echte namen", "english": english, "value": "plain"}]
    words = {"label": "stijl", "description": _(STYLE["description"]), "choices": choices}
    assert option == {**STYLE, **words}
    described = {"description": entry["description"], "options": [option]}
    assert menu == {**MENU, "entries": [{**MENU["entries"][0], **described}]}


async def test_names_come_first_and_managers_commands_last(playground: Playground) -> None:
    async with playground() as (_, page):
        visitor = Visitor(page)
        await visitor.open()
        invocations = [entry["invocation"] for entry in await visitor.commands()]
    assert invocations[:4] == ["name", "blend", "mix", "origin"]
    assert invocations[-1] == "board"
    assert len(invocations) == len(set(invocations))
