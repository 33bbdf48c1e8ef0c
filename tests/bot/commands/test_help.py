"""`/help` as a member sees it, and its examples typed as they are shown."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from discord import app_commands
from simcord import InteractionResult, ResponseMessage

from bot.commands import COMMANDS, MENUS
from bot.commands.help import help_card
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from tests.bot.stage import Stage, components_of, ephemeral_message, public_message, text_of

TRANSLATION_EXPANSION = 1.3
"""Factor by which another language may be longer than English."""


def typeable_commands(
    commands: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group, ...] = COMMANDS,
) -> Iterator[app_commands.Command[Any, ..., Any]]:
    """Yield commands, and subcommands in place of their group."""
    for command in commands:
        if isinstance(command, app_commands.Group):
            yield from typeable_commands(tuple(command.commands))
        else:
            yield command


def is_for_managers(command: app_commands.Command[Any, ..., Any]) -> bool:
    """Return whether Discord shows a command only to those with some permission."""
    return (command.root_parent or command).default_permissions is not None


TYPEABLE_COMMANDS = [command for command in typeable_commands() if not is_for_managers(command)]
each_language = pytest.mark.parametrize("language", languages())


async def help_card_of(stage: Stage) -> ResponseMessage:
    return ephemeral_message(await stage.ada.slash(stage.channel, "help"))


async def type_command(stage: Stage, typed: str) -> InteractionResult:
    """Type a line, such as `/blend first: Iran second: Italy`."""
    found = re.fullmatch(r"/([a-z0-9]+(?: [a-z]+)?)((?: [a-z_]+: [^:]+)*)", typed)
    assert found is not None, typed
    options: dict[str, Any] = dict(re.findall(r"([a-z_]+): ([^:]+)(?= [a-z_]+:|$)", found[2]))
    numbers = {key: float(value) for key, value in options.items() if value.isdigit()}
    return await stage.ada.slash(stage.channel, found[1], **options | numbers)


async def test_card_has_every_command_once_in_four_groups(stage: Stage) -> None:
    text = text_of(await help_card_of(stage))
    groups = re.findall(r"^\*\*[^*]+\*\*\n(?:`/.+\n?)+", text, re.MULTILINE)
    assert len(groups) == 4
    listed = re.findall(r"^`/([a-z0-9 ]+)`", text, re.MULTILINE)
    assert sorted(listed) == sorted(command.qualified_name for command in TYPEABLE_COMMANDS)


@each_language
def test_every_command_has_a_line_of_a_phone(language: str) -> None:
    assert max(map(len, lines_in(language))) <= 36


def lines_in(language: str) -> list[str]:
    """Return the lines of commands in a language."""
    return [line for line in help_text(language).splitlines() if line.startswith("`/")]


def help_text(language: str) -> str:
    """Return all text of the card in a language."""
    parts = components_of(help_card(translator_for_language(language)))
    return "\n".join(part["content"] for part in parts if "content" in part)


async def test_every_example_works_as_typed(stage: Stage) -> None:
    examples = re.findall(r"`(/[^`]+: [^`]+)`", text_of(await help_card_of(stage)))
    assert len(examples) == 5
    for example in examples:
        assert not public_message(await type_command(stage, example)).ephemeral


@each_language
def test_example_countries_are_found_in_each_language(language: str) -> None:
    _ = translator_for_language(language)
    country = _.option_name("country")
    (typed,) = re.findall(rf"`/name {country}: ([^`]+)`", help_text(language))
    assert _.gazetteer.find(typed).code == "NL"


async def test_card_ends_with_the_commands_of_those_who_manage_a_server(stage: Stage) -> None:
    *_, last = text_of(await help_card_of(stage)).splitlines()
    assert last.startswith("-# ")
    commands = {f"/{command.qualified_name}" for command in typeable_commands()}
    listed = {f"/{command.qualified_name}" for command in TYPEABLE_COMMANDS}
    assert set(re.findall("`(.*?)`", last)) == commands - listed


@each_language
def test_card_names_the_menu_of_a_message_as_it_is_in_each_language(language: str) -> None:
    (menu,) = MENUS
    assert f"**{translator_for_language(language)(menu.name)}**" in help_text(language)


async def test_card_explains_stars_and_limits(stage: Stage) -> None:
    text = text_of(await help_card_of(stage))
    assert "The first five of your favourites are your own top five" in text
    assert f"first names from {len(countries())} countries" in text
    assert "never the people who have them" in text
    assert "only read Latin letters" in text


@each_language
async def test_card_is_within_discord_limits(language: str) -> None:
    _ = translator_for_language(language)
    components = components_of(help_card(_))
    assert len(components) <= 40
    assert TRANSLATION_EXPANSION * sum(len(part.get("content", "")) for part in components) <= 4000
