"""`/help` as a member sees it, and its examples typed as they are shown."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from discord import app_commands
from simcord import InteractionResult

from bot.commands import COMMANDS, MENUS
from bot.commands.help import help_card
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from tests.bot.stage import Stage, components_of, select_on, text_of, texts_of

WORDS_A_SECOND = 5
"""As adults read a list."""


def typeable_commands() -> Iterator[app_commands.Command[Any, ..., Any]]:
    """Yield commands, and subcommands in place of their group."""
    for command in COMMANDS:
        parts = command.walk_commands() if isinstance(command, app_commands.Group) else [command]
        yield from (part for part in parts if isinstance(part, app_commands.Command))


TYPEABLE_COMMANDS = [
    command
    for command in typeable_commands()
    if (command.root_parent or command).default_permissions is None
]
each_language = pytest.mark.parametrize("language", languages())


async def type_command(stage: Stage, typed: str) -> InteractionResult:
    """Type a line, such as `/blend first: Iran second: Italy`."""
    found = re.fullmatch(r"/([a-z0-9]+(?: [a-z]+)?)((?: [a-z_]+: [^:]+)*)", typed)
    assert found is not None, typed
    options: dict[str, Any] = dict(re.findall(r"([a-z_]+): ([^:]+)(?= [a-z_]+:|$)", found[2]))
    numbers = {key: float(value) for key, value in options.items() if value.isdigit()}
    return await stage.ada.slash(stage.channel, found[1], **options | numbers)


def text_in(language: str, topic: str = "") -> str:
    """Return all text of the overview, or of a topic, in a language."""
    return "\n".join(texts_of(help_card(translator_for_language(language), topic)))


def all_text_in(language: str) -> str:
    """Return the text of all topics in a language."""
    return "\n".join(text_in(language, topic) for topic in TOPICS)


def commands_in(text: str) -> list[str]:
    return re.findall(r"^`/([a-z0-9 ]+)`", text, re.MULTILINE)


(OFFERED,) = (
    part["options"]
    for part in components_of(help_card(translator_for_language("en")))
    if "options" in part
)
TOPICS = [option["value"] for option in OFFERED]


def test_overview_has_words_on_the_commands_of_the_main_topics() -> None:
    topics = text_in("en").split("\n**")[1:]
    assert [topic.partition("**")[0] for topic in topics] == [
        *("Invent names", "Look at a name", "Your favourites", "Choose together")
    ]
    assert [commands_in(topic) for topic in topics] == [
        commands_in(text_in("en", topic)) for topic in TOPICS if topic != "about"
    ]
    assert [topic.count("For example") for topic in topics] == [1, 1, 0, 0]


@each_language
def test_overview_is_read_in_twenty_seconds(language: str) -> None:
    words = re.findall(r"\w+", re.sub("`.*?`", "command", text_in(language)))
    assert len(words) <= 20 * WORDS_A_SECOND


def test_every_command_is_in_one_topic() -> None:
    assert sorted(commands_in(all_text_in("en"))) == sorted(
        command.qualified_name for command in TYPEABLE_COMMANDS
    )


@each_language
def test_every_command_has_a_line_of_a_phone(language: str) -> None:
    lines = all_text_in(language).splitlines()
    assert max(len(line) for line in lines if line.startswith("`/")) <= 36


@pytest.mark.parametrize("topic", TOPICS)
async def test_a_topic_replaces_the_card_and_leads_on_and_back(stage: Stage, topic: str) -> None:
    card = await stage.private("help")
    await stage.ada.select(card, [topic], custom_id="help:")
    assert text_of(card) == text_in("en", topic)
    values = [option["value"] for option in select_on(card)["options"]]
    assert values == TOPICS
    await stage.ada.click(card, label="What I can do")
    assert text_of(card) == text_in("en")


async def test_every_example_works_as_typed(stage: Stage) -> None:
    examples = re.findall(r"`(/[^`]+: [^`]+)`", all_text_in("en"))
    assert len(examples) == 5
    for example in examples:
        assert not (await type_command(stage, example)).ephemeral


@each_language
def test_example_countries_are_found_in_each_language(language: str) -> None:
    _ = translator_for_language(language)
    country = _.option_name("country")
    (typed,) = re.findall(rf"`/name {country}: ([^`]+)`", text_in(language))
    assert _.gazetteer.find(typed).code == "NL"


def test_the_commands_of_those_who_manage_a_server_are_with_the_top_five() -> None:
    commands = {f"/{command.qualified_name}" for command in typeable_commands()}
    listed = {f"/{command.qualified_name}" for command in TYPEABLE_COMMANDS}
    named = re.findall("`(/board .*?)`", text_in("en", "together"))
    assert {*named} == commands - listed


@each_language
def test_a_topic_names_the_menu_of_a_message_as_it_is_in_each_language(language: str) -> None:
    (menu,) = MENUS
    assert f"**{translator_for_language(language)(menu.name)}**" in text_in(language, "look")


def test_topics_explain_stars_and_limits() -> None:
    assert "first five of your favourites are your own top five" in text_in("en", "favourites")
    about = text_in("en", "about")
    assert f"first names from {len(countries())} countries" in about
    assert "never the people who have them" in about
    assert "only read Latin letters" in about
