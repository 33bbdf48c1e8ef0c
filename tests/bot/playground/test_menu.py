"""The menu of commands on the playground's page."""

from typing import Any

import pytest

from bot.i18n.translator import Translator
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


@pytest.mark.parametrize("language", ["nl"])
def test_descriptions_options_and_choices_are_translated(translator: Translator) -> None:
    (entry,) = translate_menu(MENU, translator)["entries"]
    (option,) = entry["options"]
    assert entry["description"].startswith("Verzin voornamen")
    assert option["label"] == "stijl"
    assert option["description"] == translator(STYLE["description"])
    assert option["choices"] == [{"name": "gewoon: net als echte namen", "value": "plain"}]


@pytest.mark.parametrize("language", ["nl"])
def test_what_is_sent_back_stays_as_it_is(translator: Translator) -> None:
    translated = translate_menu(MENU, translator)
    (entry,) = translated["entries"]
    assert translated["state"] == "available"
    assert entry["invocation"] == "name"
    assert entry["options"][0]["name"] == "style"


def test_menu_stays_as_it_is_in_english(translator: Translator) -> None:
    (entry,) = translate_menu(MENU, translator)["entries"]
    assert entry == {**MENU["entries"][0], "options": [{**STYLE, "label": "style"}]}


async def test_names_come_first_and_managers_commands_last(playground: Playground) -> None:
    async with playground() as (_, page):
        visitor = Visitor(page)
        await visitor.open()
        invocations = [entry["invocation"] for entry in await visitor.commands()]
    assert invocations[:4] == ["name", "blend", "mix", "origin"]
    assert invocations[-1].startswith("board ")
    assert len(invocations) == len(set(invocations))
