"""`/help` as a member sees it, and its examples typed as they are shown."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from discord import app_commands
from simcord import InteractionResult, ResponseMessage

from bot.cards.help import HelpCard
from bot.commands import COMMANDS
from bot.commands.help import example_usage, is_for_managers
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from tests.bot.stage import Stage, components_of, ephemeral_message, text_of

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


TYPEABLE_COMMANDS = [command for command in typeable_commands() if not is_for_managers(command)]
each_command = pytest.mark.parametrize(
    "command", TYPEABLE_COMMANDS, ids=lambda command: command.qualified_name
)
each_language = pytest.mark.parametrize("language", languages())


async def help_card(stage: Stage) -> ResponseMessage:
    return ephemeral_message(await stage.ada.slash(stage.channel, "help"))


async def type_command(stage: Stage, typed: str) -> InteractionResult:
    """Type a line, such as `/blend first: Iran second: Italy`."""
    found = re.fullmatch(r"/([a-z0-9]+(?: [a-z]+)?)((?: [a-z_]+: [^:]+)*)", typed)
    assert found is not None, typed
    options: dict[str, Any] = dict(re.findall(r"([a-z_]+): ([^:]+)(?= [a-z_]+:|$)", found[2]))
    if "with" in options:
        options["with"] = stage.ben
    numbers = {key: float(value) for key, value in options.items() if str(value).isdigit()}
    return await stage.ada.slash(stage.channel, found[1], **options | numbers)


@each_command
async def test_card_lists_every_command_with_description(
    stage: Stage, command: app_commands.Command[Any, ..., Any]
) -> None:
    line = rf"^`/{command.qualified_name}[^`]*` · {re.escape(command.description)}$"
    assert re.search(line, text_of(await help_card(stage)), re.MULTILINE)


@pytest.mark.usefixtures("instant_plot")
@each_command
async def test_every_example_works_as_typed(
    stage: Stage, command: app_commands.Command[Any, ..., Any]
) -> None:
    (typed,) = re.findall(
        rf"^`(/{command.qualified_name}\b[^`]*)`", text_of(await help_card(stage)), re.MULTILINE
    )
    result = await type_command(stage, typed)
    assert result.response is not None
    assert not stage.env.errors


@each_language
@each_command
def test_examples_fill_required_options_in_each_language(
    language: str, command: app_commands.Command[Any, ..., Any]
) -> None:
    _ = translator_for_language(language)
    example = example_usage(_, command)
    assert example.startswith(f"/{command.qualified_name}")
    for option in command.parameters:
        if option.required:
            assert f" {_.option_name(option.display_name)}: " in example


@each_language
def test_example_country_is_found_in_each_language(language: str) -> None:
    _ = translator_for_language(language)
    (name,) = [command for command in TYPEABLE_COMMANDS if command.name == "name"]
    country = example_usage(_, name).partition(": ")[2]
    assert _.gazetteer.find(country).code == "NL"


async def test_card_ends_with_the_commands_of_those_who_manage_a_server(stage: Stage) -> None:
    *_, last = text_of(await help_card(stage)).splitlines()
    assert last.startswith("-# ")
    commands = {f"/{command.qualified_name}" for command in typeable_commands()}
    listed = {f"/{command.qualified_name}" for command in TYPEABLE_COMMANDS}
    assert set(re.findall("`(.*?)`", last)) == commands - listed


async def test_card_explains_stars_and_limits(stage: Stage) -> None:
    text = text_of(await help_card(stage))
    assert "the first five of them are your own top five" in text
    assert f"first names in {len(countries())} countries" in text
    assert "never the people who bear it" in text
    assert "Latin letters only" in text


@each_language
async def test_card_is_within_discord_limits(language: str) -> None:
    _ = translator_for_language(language)
    lines = [(example_usage(_, command), _(command.description)) for command in TYPEABLE_COMMANDS]
    components = components_of(HelpCard(_, lines, len(countries())))
    assert len(components) <= 40
    assert TRANSLATION_EXPANSION * sum(len(part.get("content", "")) for part in components) <= 4000
