"""`/help` as a member sees it, and its examples typed as they are shown."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from discord import app_commands
from simcord import InteractionResult

from bot.features import COMMANDS, MENUS
from bot.features.help import help_card
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from tests.bot.stage import Stage, texts_of


def typeable_commands() -> Iterator[app_commands.Command[Any, ..., Any]]:
    """Yield commands, and subcommands in place of their group."""
    for command in COMMANDS:
        parts = command.walk_commands() if isinstance(command, app_commands.Group) else [command]
        yield from (part for part in parts if isinstance(part, app_commands.Command))


TYPEABLE_COMMANDS = [*typeable_commands()]
each_language = pytest.mark.parametrize("language", languages())


async def type_command(stage: Stage, typed: str) -> InteractionResult:
    """Type a line, such as `/blend first: Iran second: Italy`."""
    found = re.fullmatch(r"/([a-z0-9]+(?: [a-z]+)?)((?: [a-z_]+: [^:]+)*)", typed)
    assert found is not None, typed
    options: dict[str, Any] = dict(re.findall(r"([a-z_]+): ([^:]+)(?= [a-z_]+:|$)", found[2]))
    numbers = {key: float(value) for key, value in options.items() if value.isdigit()}
    return await stage.ada.slash(stage.channel, found[1], **options | numbers)


def text_in(language: str) -> str:
    """Return all text of the card in a language."""
    return "\n".join(texts_of(help_card(translator_for_language(language))))


def commands_in(text: str) -> list[str]:
    return re.findall(r"^`/([a-z0-9 ]+)`", text, re.MULTILINE)


def test_every_command_is_on_the_card_once() -> None:
    assert sorted(commands_in(text_in("en"))) == sorted(
        command.qualified_name for command in TYPEABLE_COMMANDS if command.name != "help"
    )


@each_language
def test_every_command_has_a_line_of_a_phone(language: str) -> None:
    lines = text_in(language).splitlines()
    assert max(len(line) for line in lines if line.startswith("`/")) <= 37


async def test_every_example_works_as_typed(stage: Stage) -> None:
    examples = re.findall(r"`(/[^`]+: [^`]+)`", text_in("en"))
    assert len(examples) == 3
    for example in examples:
        assert not (await type_command(stage, example)).ephemeral


@each_language
def test_example_countries_are_found_in_each_language(language: str) -> None:
    _ = translator_for_language(language)
    country = _.option_name("country")
    (typed,) = re.findall(rf"`/name {country}: ([^`]+)`", text_in(language))
    assert _.gazetteer.find(typed).code == "NL"


@each_language
def test_the_card_names_the_menu_of_a_message_as_it_is_in_each_language(language: str) -> None:
    (menu,) = MENUS
    assert f"**{translator_for_language(language)(menu.name)}**" in text_in(language)


def test_the_card_explains_stars_and_limits() -> None:
    about = text_in("en")
    assert "press ☆ next to a name" in about
    assert f"first names from {len(countries())} countries" in about
    assert "never the people who have them" in about
    assert "only read Latin letters" in about
