"""Every language says all that is said, says nothing else, and says it within Discord's limits."""

import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from discord import Locale

from bot.i18n.languages import ENGLISH, languages
from tests.bot.commands.test_payloads import payloads
from tools.compile_catalogues import CATALOGUES
from tools.extract_messages import ROOT, phrases

LANGUAGES = tuple(language for language in languages() if language != ENGLISH)
OPTION_NAME = re.compile(r"[-_'\w]{1,32}")
LONGEST_DESCRIPTION = LONGEST_CHOICE = 100
LARGEST_COMMAND = 8000
"""Characters of names, descriptions and values of one command, each in its longest language."""

each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def said() -> Catalog:
    return phrases()


def catalogue(language: str) -> Catalog:
    with (ROOT / CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def ids_of(catalogue: Catalog) -> set[tuple[str | None, tuple[str, ...]]]:
    return {(message.context, texts(message.id)) for message in catalogue if message.id}


def texts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def fields_of(text: str) -> set[tuple[str, str | None, str | None]]:
    return {
        (field, conversion, spec)
        for _, field, spec, conversion in Formatter().parse(text)
        if field is not None
    }


def messages(language: str) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def test_six_languages_are_spoken() -> None:
    assert languages() == ("en", "es", "fr", "it", "nl", "pl")


@each_language
def test_all_that_is_said_stands_in_the_catalogue_and_nothing_else(
    language: str, said: Catalog
) -> None:
    assert ids_of(catalogue(language)) == ids_of(said), "run `make words`"


@each_language
def test_nothing_is_left_untranslated(language: str) -> None:
    missing = [one.id for one in messages(language) if one.fuzzy or not all(texts(one.string))]
    assert missing == []


@each_language
def test_every_plural_form_that_the_language_has_is_there(language: str) -> None:
    forms = catalogue(language).num_plurals
    counts = {len(texts(one.string)) for one in messages(language) if one.pluralizable}
    assert counts == {forms}


@each_language
def test_every_translation_fills_in_the_same_fields(language: str) -> None:
    wrong = [
        (one.id, said)
        for one in messages(language)
        for said in texts(one.string)
        if fields_of(said) != fields_of(texts(one.id)[-1])
    ]
    assert wrong == []


@each_language
def test_markdown_and_commands_are_those_of_the_english_text(language: str) -> None:
    def marks(text: str) -> Counter[str]:
        return Counter(re.findall(r"\*\*|`|(?<!\w)/[a-z0-9]+(?: list| add)?\b", text))

    wrong = [
        (one.id, said)
        for one in messages(language)
        for said in texts(one.string)
        if marks(said) != marks(texts(one.id)[-1])
    ]
    assert wrong == []


def options_in(command: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each command that can be used, with its options."""
    options = command.get("options", [])
    parts = [option for option in options if option["type"] == 1]
    if parts:
        for part in parts:
            yield from options_in(part)
    else:
        yield command, options


def spoken(part: dict[str, Any], key: str) -> dict[str, str]:
    """A name or description by locale."""
    return {Locale.american_english.value: part[key], **part.get(f"{key}_localizations", {})}


async def test_options_have_names_that_discord_takes_each_its_own() -> None:
    for command in await payloads():
        for _, options in options_in(command):
            for locale in Locale:
                names = [spoken(option, "name").get(locale.value, "") for option in options]
                names = [name for name in names if name]
                assert len(set(names)) == len(names), (command["name"], locale)
                assert all(OPTION_NAME.fullmatch(name) and name == name.lower() for name in names)


async def test_descriptions_and_choices_are_within_discords_limits() -> None:
    for command in await payloads():
        for part, options in options_in(command):
            for one in (part, *options):
                assert max(map(len, spoken(one, "description").values())) <= LONGEST_DESCRIPTION
                for choice in one.get("choices", []):
                    assert max(map(len, spoken(choice, "name").values())) <= LONGEST_CHOICE


def longest(part: dict[str, Any]) -> int:
    """Characters that count toward a command's size."""
    own = sum(
        max(map(len, spoken(part, key).values())) for key in ("name", "description") if key in part
    )
    values = len(str(part["value"])) if "value" in part else 0
    inner = [*part.get("options", []), *part.get("choices", [])]
    return own + values + sum(map(longest, inner))


async def test_no_command_is_larger_than_discord_takes() -> None:
    assert max(longest(command) for command in await payloads()) <= LARGEST_COMMAND


async def test_every_text_of_a_command_is_told_in_every_language() -> None:
    locales = {locale.value for locale in Locale if locale.value[:2] in LANGUAGES}
    for command in await payloads():
        for part, options in options_in(command):
            for one in (part, *options):
                assert one["description_localizations"].keys() == locales
                for choice in one.get("choices", []):
                    assert choice["name_localizations"].keys() == locales
            for option in options:
                assert option["name_localizations"].keys() == locales
