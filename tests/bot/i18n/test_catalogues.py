"""Catalogues are complete, have no other messages, and fit Discord's limits."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from string import Formatter
from textwrap import dedent
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from discord import Locale

from bot.i18n.languages import ENGLISH, languages
from bot.i18n.translator import translator_for_locale
from tests.bot.features.test_payloads import command_payloads, menu_payloads
from tests.bot.i18n.catalogue import catalogue, texts
from tools.extract_messages import messages_in

LANGUAGES = tuple(language for language in languages() if language != ENGLISH)
OPTION_NAME = re.compile(r"[-_'\w]{1,32}")
MAX_DESCRIPTION = MAX_CHOICE = 100
MAX_MENU_NAME = 32
MAX_COMMAND = 8000
"""Characters of names, descriptions and values of one command, each in its longest translation."""

each_language = pytest.mark.parametrize("language", LANGUAGES)


def message_ids(catalogue: Catalog) -> set[tuple[str | None, tuple[str, ...]]]:
    return {(message.context, texts(message.id)) for message in catalogue if message.id}


def field_specs(text: str) -> set[tuple[str, str | None, str | None]]:
    return {
        (field, conversion, spec)
        for _, field, spec, conversion in Formatter().parse(text)
        if field is not None
    }


def marks(text: str) -> Counter[str]:
    return Counter(re.findall(r"\*\*|`|(?<!\w)/[a-z0-9]+(?: list| add)?\b", text))


def messages(language: str) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def translations(language: str) -> Iterator[str]:
    return (text for message in messages(language) for text in texts(message.string))


def test_six_languages_are_available() -> None:
    assert languages() == ("en", "es", "fr", "it", "nl", "pl")


def test_messages_are_found_wherever_they_stand() -> None:
    source = """
        f"-# {_('You like {name}.', name=escape(name))}"
        _.plural("{number} name", "{number} names", len(names), names=", ".join(names))
        _("one " "text")
        _(kind)
    """
    found = [("You like {name}.",), ("{number} name", "{number} names"), ("one text",)]
    assert sorted(messages_in(dedent(source))) == sorted(found)


@each_language
def test_catalogue_has_exactly_the_extracted_messages(language: str) -> None:
    assert message_ids(catalogue(language)) == message_ids(catalogue(ENGLISH)), "run `make words`"


@each_language
def test_every_form_of_every_message_is_translated(language: str) -> None:
    missing = [
        message.id
        for message in messages(language)
        if message.fuzzy or not all(texts(message.string))
    ]
    assert missing == []


@each_language
@pytest.mark.parametrize("parts", [field_specs, marks], ids=["fields", "Markdown and commands"])
def test_translations_have_the_same(language: str, parts: Callable[[str], object]) -> None:
    wrong = [
        (message.id, translation)
        for message in messages(language)
        for translation in texts(message.string)
        if parts(translation) != parts(texts(message.id)[-1])
    ]
    assert wrong == []


@each_language
def test_translations_have_curly_quotation_marks(language: str) -> None:
    assert [text for text in translations(language) if set(text) & set("'\"")] == []


def test_french_has_no_break_spaces_at_double_punctuation() -> None:
    code, loose = re.compile("`[^`]*`"), re.compile(r"(?<!\u202f)[:;?!»](?=[\s*]|$)|«(?!\u202f)")
    assert [text for text in translations("fr") if loose.search(code.sub("", text))] == []


def options_in(command: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Yield each command or subcommand with its options."""
    options = command.get("options", [])
    subcommands = [option for option in options if option["type"] == 1]
    if subcommands:
        for subcommand in subcommands:
            yield from options_in(subcommand)
    else:
        yield command, options


def localizations(item: dict[str, Any], key: str) -> dict[str, str]:
    """Return the texts of a name or description, by locale."""
    return {Locale.american_english.value: item[key], **item.get(f"{key}_localizations", {})}


def longest(item: dict[str, Any], key: str) -> int:
    """Return the length of the longest of the texts of a name or description."""
    return max(map(len, localizations(item, key).values()))


async def test_option_names_are_valid_and_distinct() -> None:
    for command in await command_payloads():
        for _, options in options_in(command):
            for locale in Locale:
                names = [localizations(option, "name").get(locale.value, "") for option in options]
                names = [name for name in names if name]
                assert len(set(names)) == len(names), (command["name"], locale)
                assert all(OPTION_NAME.fullmatch(name) and name == name.lower() for name in names)


def command_size(item: dict[str, Any]) -> int:
    """Return the characters that count towards a command's size."""
    own = sum(longest(item, key) for key in ("name", "description") if key in item)
    values = len(str(item["value"])) if "value" in item else 0
    inner = [*item.get("options", []), *item.get("choices", [])]
    return own + values + sum(map(command_size, inner))


async def test_commands_fit_discords_size_limit() -> None:
    assert max(command_size(command) for command in await command_payloads()) <= MAX_COMMAND


def translations_of(text: str, *, is_option: bool = False) -> dict[str, str]:
    """Return the translations of a text that Discord has to be told, by locale."""
    translators = {locale.value: translator_for_locale(locale.value) for locale in Locale}
    return {
        locale: _.option_name(text) if is_option else _(text)
        for locale, _ in translators.items()
        if _.language != ENGLISH
    }


async def test_entries_of_menus_are_localized_and_fit_discords_limit() -> None:
    for menu in await menu_payloads():
        assert menu["name_localizations"] == translations_of(menu["name"])
        assert longest(menu, "name") <= MAX_MENU_NAME


async def test_command_texts_are_localized_for_every_locale_and_fit_discords_limits() -> None:
    for command in await command_payloads():
        for subcommand, options in options_in(command):
            for item in (subcommand, *options):
                assert item["description_localizations"] == translations_of(item["description"])
                assert longest(item, "description") <= MAX_DESCRIPTION
                for choice in item.get("choices", []):
                    assert choice["name_localizations"] == translations_of(choice["name"])
                    assert longest(choice, "name") <= MAX_CHOICE
            for option in options:
                names = translations_of(option["name"], is_option=True)
                assert option["name_localizations"] == names
