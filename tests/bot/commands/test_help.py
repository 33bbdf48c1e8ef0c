"""`/help` as a member reads it, and does what it says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from discord import app_commands
from simcord import InteractionResult, ResponseMessage

from bot.cards.help import HelpCard
from bot.commands import COMMANDS
from bot.commands.help import example_of
from bot.i18n.languages import languages
from bot.i18n.translator import translator_in
from model.domain.countries import countries
from tests.bot.stage import Stage, parts_of, text_of

LONGER = 1.3
"""How much longer than English another language may be."""


def usable(
    commands: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group, ...] = COMMANDS,
) -> Iterator[app_commands.Command[Any, ..., Any]]:
    """All that can be typed: of a group, its subcommands."""
    for command in commands:
        if isinstance(command, app_commands.Group):
            yield from usable(tuple(command.commands))
        else:
            yield command


USABLE = [*usable()]
each_command = pytest.mark.parametrize("command", USABLE, ids=lambda one: one.qualified_name)
each_language = pytest.mark.parametrize("language", languages())


async def card(stage: Stage) -> ResponseMessage:
    result = await stage.ada.slash(stage.channel, "help")
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def type_as_it_stands(stage: Stage, typed: str) -> InteractionResult:
    """Type a line, such as `/blend first: Iran second: Italy`."""
    found = re.fullmatch(r"/([a-z0-9]+(?: [a-z]+)?)((?: [a-z_]+: [^:]+)*)", typed)
    assert found is not None, typed
    options: dict[str, Any] = dict(re.findall(r"([a-z_]+): ([^:]+)(?= [a-z_]+:|$)", found[2]))
    numbers = {key: float(said) for key, said in options.items() if said.isdigit()}
    return await stage.ada.slash(stage.channel, found[1], **options | numbers)


@each_command
async def test_every_command_stands_on_the_card_with_what_it_is_for(
    stage: Stage, command: app_commands.Command[Any, ..., Any]
) -> None:
    line = rf"^`/{command.qualified_name}[^`]*` · {re.escape(command.description)}$"
    assert re.search(line, text_of(await card(stage)), re.MULTILINE)


@each_command
async def test_every_example_can_be_typed_as_it_stands(
    stage: Stage, command: app_commands.Command[Any, ..., Any]
) -> None:
    (typed,) = re.findall(
        rf"^`(/{command.qualified_name}\b[^`]*)`", text_of(await card(stage)), re.MULTILINE
    )
    result = await type_as_it_stands(stage, typed)
    assert result.response is not None
    assert not stage.env.errors


@each_language
@each_command
def test_every_example_fills_in_what_must_be_in_the_readers_language(
    language: str, command: app_commands.Command[Any, ..., Any]
) -> None:
    _ = translator_in(language)
    example = example_of(command, _)
    assert example.startswith(f"/{command.qualified_name}")
    for option in command.parameters:
        if option.required:
            assert f" {_.option(option.name)}: " in example


@each_language
def test_a_country_in_an_example_is_found_by_its_name_there(language: str) -> None:
    _ = translator_in(language)
    (name,) = [command for command in USABLE if command.name == "name"]
    said = example_of(name, _).partition(": ")[2]
    assert _.gazetteer.find(said).code == "NL"


async def test_it_says_how_stars_count_and_what_it_does_not_know(stage: Stage) -> None:
    text = text_of(await card(stage))
    assert "the first five of them are your own top five" in text
    assert f"first names in {len(countries())} countries" in text
    assert "never the people who bear it" in text
    assert "Latin letters only" in text


@each_language
async def test_the_card_is_within_what_discord_allows(language: str) -> None:
    _ = translator_in(language)
    lines = [(example_of(command, _), _(command.description)) for command in USABLE]
    found = parts_of(HelpCard(_, lines, len(countries())))
    assert len(found) <= 40
    assert LONGER * sum(len(part.get("content", "")) for part in found) <= 4000
