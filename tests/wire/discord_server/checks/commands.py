"""The rules of Discord for the commands that a bot registers.

https://discord.com/developers/docs/interactions/application-commands
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.wire.discord_server.checks.shapes import (
    SNOWFLAKE,
    YES_NO,
    Form,
    Listing,
    Maybe,
    Number,
    OneOf,
    Path,
    Problems,
    Shape,
    Tagged,
    Text,
)

LOCALES = (
    *("ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr"),
    *("he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro"),
    *("ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"),
)
MOST_LETTERS = 8000
"""Letters of names, descriptions and choices that a command may have in all."""


@dataclass(frozen=True, slots=True)
class CommandName:
    """The name of a command or of an option: letters, digits, hyphens; none of them a capital."""

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Check the letters, then their case."""
        Text(1, 32, r"[-_'\w]+").check(value, at, problems)
        if isinstance(value, str) and value != value.lower():
            message = "Command name is invalid: it must be in lower case"
            problems.add(at, "APPLICATION_COMMAND_INVALID_NAME", message)


_NAME = CommandName()
_INT53 = Number(-(2**53) + 1, 2**53 - 1)


def _localised(text: Shape) -> Shape:
    return Maybe(Form(optional=dict.fromkeys(LOCALES, text)))


_NAMED: Mapping[str, Shape] = {"name": _NAME, "description": Text(1, 100)}
_TRANSLATIONS: Mapping[str, Shape] = {
    "name_localizations": _localised(_NAME),
    "description_localizations": _localised(Text(1, 100)),
}


def _choices(value: Shape) -> Shape:
    choice = Form(
        {"name": Text(1, 100), "value": value}, {"name_localizations": _localised(Text(1, 100))}
    )
    return Listing(choice, most=25)


def _option(kind: int, **fields: Shape) -> Form:
    required: Mapping[str, Shape] = {"type": OneOf((kind,)), **_NAMED}
    return Form(required, {"required": YES_NO, **_TRANSLATIONS, **fields})


_FLOAT = Number(-(2.0**53), 2.0**53, whole=False)
_VALUES: Mapping[int, Shape] = {
    3: _option(
        3,
        choices=_choices(Text(0, 6000)),
        autocomplete=YES_NO,
        min_length=Number(0, 6000),
        max_length=Number(1, 6000),
    ),
    4: _option(
        4, choices=_choices(_INT53), autocomplete=YES_NO, min_value=_INT53, max_value=_INT53
    ),
    7: _option(7, channel_types=Listing(Number(0, 16), unique=True)),
    10: _option(
        10, choices=_choices(_FLOAT), autocomplete=YES_NO, min_value=_FLOAT, max_value=_FLOAT
    ),
    **{kind: _option(kind) for kind in (5, 6, 8, 9, 11)},
}


def _nest(kind: int, inner: Mapping[int, Shape]) -> Shape:
    nested: Mapping[str, Shape] = {"options": Listing(Tagged(inner)), **_TRANSLATIONS}
    return Form({"type": OneOf((kind,)), **_NAMED}, nested)


_SUBCOMMAND = {1: _nest(1, _VALUES)}
_OPTION = Tagged({**_VALUES, **_SUBCOMMAND, 2: _nest(2, _SUBCOMMAND)})

_COMMAND = Form(
    {"name": _NAME, "description": Text(1, 100)},
    {
        "type": OneOf((1,)),
        "id": SNOWFLAKE,
        "options": Listing(_OPTION),
        "default_member_permissions": Maybe(Number(0, 2**54 - 1)),
        "dm_permission": Maybe(YES_NO),
        "nsfw": YES_NO,
        "contexts": Maybe(Listing(OneOf((0, 1, 2)), least=1, unique=True)),
        "integration_types": Maybe(Listing(OneOf((0, 1)), least=1, unique=True)),
        **_TRANSLATIONS,
    },
)


def check_commands(body: Any) -> None:  # noqa: ANN401 - JSON
    """Check the body of a bulk overwrite of global commands; all are slash commands here.

    Raises:
        RefusedError: Discord would refuse it.
    """
    problems = Problems()
    Listing(_COMMAND, most=100).check(body, (), problems)
    problems.raise_if_any()  # what follows relies on the shapes
    _unlike(body, (), "APPLICATION_COMMANDS_DUPLICATE_NAME", problems)
    for index, command in enumerate(body):
        letters = sum(map(len, _texts(command)))
        if letters > MOST_LETTERS:
            message = f"Command exceeds maximum size ({MOST_LETTERS})."
            problems.add((index,), "APPLICATION_COMMAND_TOO_LARGE", message)
        _check_options(command.get("options", []), (index, "options"), problems)
    problems.raise_if_any()


def _check_options(options: list[dict[str, Any]], at: Path, problems: Problems) -> None:
    _unlike(options, at, "APPLICATION_COMMAND_OPTIONS_DUPLICATE_NAME", problems)
    if len({option["type"] in {1, 2} for option in options}) > 1:
        message = "Sub-commands and groups are mutually exclusive to all other types"
        problems.add(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    must = [option.get("required", False) for option in options]
    if must != sorted(must, reverse=True):
        message = "Required options must be placed before non-required options"
        problems.add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    for index, option in enumerate(options):
        here = (*at, index)
        _check_option(option, here, problems)
        _check_options(option.get("options", []), (*here, "options"), problems)


def _check_option(option: dict[str, Any], at: Path, problems: Problems) -> None:
    choices = option.get("choices", [])
    if option.get("autocomplete") and choices:
        message = "Autocomplete cannot be set to true when choices are present"
        problems.add(at, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", message)
    _unlike(choices, (*at, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_TAKEN", problems)
    for least, most in (("min_value", "max_value"), ("min_length", "max_length")):
        if least in option and most in option and option[least] > option[most]:
            message = f"{least} must not be greater than {most}"
            problems.add((*at, least), "APPLICATION_COMMAND_OPTIONS_MIN_MAX_INVALID", message)


def _unlike(named: list[dict[str, Any]], at: Path, code: str, problems: Problems) -> None:
    names = [thing["name"] for thing in named]
    for index, name in enumerate(names):
        if name in names[:index]:
            problems.add((*at, index, "name"), code, f"The name {name!r} is taken")


def _texts(thing: dict[str, Any]) -> Iterator[str]:
    yield from (thing["name"], thing.get("description", ""), str(thing.get("value", "")))
    for part in (*thing.get("options", []), *thing.get("choices", [])):
        yield from _texts(part)
