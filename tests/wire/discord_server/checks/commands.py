"""Discord's validation rules for the commands that a bot registers.

https://discord.com/developers/docs/interactions/application-commands
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.wire.discord_server.checks.schema import (
    BOOLEAN,
    SNOWFLAKE,
    Array,
    Nullable,
    Number,
    Object,
    OneOf,
    Path,
    Schema,
    String,
    TaggedUnion,
    ValidationErrors,
)

LOCALES = (
    *("ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr"),
    *("he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro"),
    *("ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"),
)
MAX_COMMAND_CHARACTERS = 8000
"""Maximum combined length of a command's names, descriptions and choices."""


@dataclass(frozen=True, slots=True)
class CommandName:
    """The lower-case name of a command or an option."""

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Validate the characters, then their case."""
        String(1, 32, r"[-_'\w]+").check(value, path, errors)
        if isinstance(value, str) and value != value.lower():
            message = "Command name is invalid: it must be in lower case"
            errors.add(path, "APPLICATION_COMMAND_INVALID_NAME", message)


_NAME = CommandName()
_INT53 = Number(-(2**53) + 1, 2**53 - 1)


def _localised(text: Schema) -> Schema:
    return Nullable(Object(optional=dict.fromkeys(LOCALES, text)))


_NAMED: Mapping[str, Schema] = {"name": _NAME, "description": String(1, 100)}
_TRANSLATIONS: Mapping[str, Schema] = {
    "name_localizations": _localised(_NAME),
    "description_localizations": _localised(String(1, 100)),
}


def _choices(value: Schema) -> Schema:
    choice = Object(
        {"name": String(1, 100), "value": value}, {"name_localizations": _localised(String(1, 100))}
    )
    return Array(choice, maximum=25)


def _option(kind: int, **fields: Schema) -> Object:
    required: Mapping[str, Schema] = {"type": OneOf((kind,)), **_NAMED}
    return Object(required, {"required": BOOLEAN, **_TRANSLATIONS, **fields})


_FLOAT = Number(-(2.0**53), 2.0**53, integer=False)
_VALUE_OPTIONS: Mapping[int, Schema] = {
    3: _option(
        3,
        choices=_choices(String(0, 6000)),
        autocomplete=BOOLEAN,
        min_length=Number(0, 6000),
        max_length=Number(1, 6000),
    ),
    4: _option(
        4, choices=_choices(_INT53), autocomplete=BOOLEAN, min_value=_INT53, max_value=_INT53
    ),
    7: _option(7, channel_types=Array(Number(0, 16), unique=True)),
    10: _option(
        10, choices=_choices(_FLOAT), autocomplete=BOOLEAN, min_value=_FLOAT, max_value=_FLOAT
    ),
    **{kind: _option(kind) for kind in (5, 6, 8, 9, 11)},
}


def _nested_option(kind: int, inner: Mapping[int, Schema]) -> Schema:
    optional: Mapping[str, Schema] = {"options": Array(TaggedUnion(inner)), **_TRANSLATIONS}
    return Object({"type": OneOf((kind,)), **_NAMED}, optional)


_SUBCOMMAND = {1: _nested_option(1, _VALUE_OPTIONS)}
_OPTION = TaggedUnion({**_VALUE_OPTIONS, **_SUBCOMMAND, 2: _nested_option(2, _SUBCOMMAND)})

_WHERE: Mapping[str, Schema] = {
    "id": SNOWFLAKE,
    "default_member_permissions": Nullable(Number(0, 2**54 - 1)),
    "dm_permission": Nullable(BOOLEAN),
    "nsfw": BOOLEAN,
    "contexts": Nullable(Array(OneOf((0, 1, 2)), minimum=1, unique=True)),
    "integration_types": Nullable(Array(OneOf((0, 1)), minimum=1, unique=True)),
}
_SLASH, _MENUS = 1, (2, 3)
"""Types of commands: typed ones, and entries in the menu of a user or a message."""
_MENU = Object(
    {"type": OneOf(_MENUS), "name": String(1, 32)},
    {**_WHERE, "name_localizations": _localised(String(1, 32))},
)
_COMMAND = TaggedUnion(
    {
        _SLASH: Object(
            _NAMED,
            {"type": OneOf((_SLASH,)), "options": Array(_OPTION), **_WHERE, **_TRANSLATIONS},
        ),
        **dict.fromkeys(_MENUS, _MENU),
    },
    default=_SLASH,
)


def check_commands(body: Any) -> None:  # noqa: ANN401 - JSON
    """Validate a bulk overwrite of global commands.

    Raises:
        InvalidFormBodyError: Discord would reject it.
    """
    errors = ValidationErrors()
    Array(_COMMAND, maximum=100).check(body, (), errors)
    errors.raise_if_any()  # the checks below rely on the schema
    _check_unique_names(body, (), "APPLICATION_COMMANDS_DUPLICATE_NAME", errors)
    for index, command in enumerate(body):
        characters = sum(map(len, _counted_texts(command)))
        if characters > MAX_COMMAND_CHARACTERS:
            message = f"Command exceeds maximum size ({MAX_COMMAND_CHARACTERS})."
            errors.add((index,), "APPLICATION_COMMAND_TOO_LARGE", message)
        _check_options(command.get("options", []), (index, "options"), errors)
    errors.raise_if_any()


def _check_options(options: list[dict[str, Any]], path: Path, errors: ValidationErrors) -> None:
    _check_unique_names(options, path, "APPLICATION_COMMAND_OPTIONS_DUPLICATE_NAME", errors)
    if len({option["type"] in {1, 2} for option in options}) > 1:
        message = "Sub-commands and groups are mutually exclusive to all other types"
        errors.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    required = [option.get("required", False) for option in options]
    if required != sorted(required, reverse=True):
        message = "Required options must be placed before non-required options"
        errors.add(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    for index, option in enumerate(options):
        option_path = (*path, index)
        _check_option(option, option_path, errors)
        _check_options(option.get("options", []), (*option_path, "options"), errors)


def _check_option(option: dict[str, Any], path: Path, errors: ValidationErrors) -> None:
    choices = option.get("choices", [])
    if option.get("autocomplete") and choices:
        message = "Autocomplete cannot be set to true when choices are present"
        errors.add(path, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", message)
    code = "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_TAKEN"
    _check_unique_names(choices, (*path, "choices"), code, errors)
    for low, high in (("min_value", "max_value"), ("min_length", "max_length")):
        if low in option and high in option and option[low] > option[high]:
            message = f"{low} must not be greater than {high}"
            errors.add((*path, low), "APPLICATION_COMMAND_OPTIONS_MIN_MAX_INVALID", message)


def _check_unique_names(
    items: list[dict[str, Any]], path: Path, code: str, errors: ValidationErrors
) -> None:
    names = [item["name"] for item in items]
    for index, name in enumerate(names):
        if name in names[:index]:
            errors.add((*path, index, "name"), code, f"The name {name!r} is taken")


def _counted_texts(item: dict[str, Any]) -> Iterator[str]:
    yield from (item["name"], item.get("description", ""), str(item.get("value", "")))
    for child in (*item.get("options", []), *item.get("choices", [])):
        yield from _counted_texts(child)
