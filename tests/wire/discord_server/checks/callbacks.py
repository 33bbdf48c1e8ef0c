"""Discord's validation rules for interaction callbacks.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from tests.wire.discord_server.checks.commands import LOCALES
from tests.wire.discord_server.checks.forms import check_form
from tests.wire.discord_server.checks.messages import EPHEMERAL, check_message
from tests.wire.discord_server.checks.schema import (
    Array,
    Number,
    Object,
    OneOf,
    Path,
    Schema,
    String,
    ValidationErrors,
)


class InteractionType(IntEnum):
    """Discord's numbers for what a user did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


class CallbackType(IntEnum):
    """Discord's numbers for how a bot responds."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


ALLOWED_CALLBACKS: Mapping[InteractionType, tuple[CallbackType, ...]] = {
    InteractionType.COMMAND: (
        CallbackType.MESSAGE,
        CallbackType.DEFERRED_MESSAGE,
        CallbackType.FORM,
    ),
    InteractionType.COMPONENT: (
        CallbackType.MESSAGE,
        CallbackType.DEFERRED_MESSAGE,
        CallbackType.DEFERRED_UPDATE,
        CallbackType.UPDATE,
        CallbackType.FORM,
    ),
    InteractionType.AUTOCOMPLETE: (CallbackType.CHOICES,),
    InteractionType.FORM: (
        CallbackType.MESSAGE,
        CallbackType.DEFERRED_MESSAGE,
        CallbackType.DEFERRED_UPDATE,
        CallbackType.UPDATE,
    ),
}
_CHOICE_VALUES: Mapping[int, Schema] = {
    3: String(0, 100),
    4: Number(-(2**53) + 1, 2**53 - 1),
    10: Number(-(2.0**53), 2.0**53, integer=False),
}


class _AnyValue:
    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Accept any value; it is validated later, by callback type."""


def check_callback(
    body: Any,  # noqa: ANN401 - JSON
    interaction_type: InteractionType,
    *,
    option_type: int = 3,
    flags: int = 0,
) -> None:
    """Validate the body of an interaction callback.

    Args:
        body: the body that the bot sent.
        interaction_type: the type of the interaction that it responds to.
        option_type: Discord's number for the type of the option being autocompleted.
        flags: the flags of the message whose button was pressed.

    Raises:
        InvalidFormBodyError: Discord would reject it.
    """
    errors = ValidationErrors()
    allowed = OneOf(tuple(kind.value for kind in ALLOWED_CALLBACKS[interaction_type]))
    Object({"type": allowed}, {"data": _AnyValue()}).check(body, (), errors)
    errors.raise_if_any()
    data = body.get("data")
    match CallbackType(body["type"]):
        case CallbackType.MESSAGE:
            check_message(data, ("data",), errors)
        case CallbackType.UPDATE:
            check_message(data, ("data",), errors, flags=flags)
        case CallbackType.DEFERRED_MESSAGE:
            schema = Object(optional={"flags": OneOf((0, EPHEMERAL))})
            schema.check({} if data is None else data, ("data",), errors)
        case CallbackType.DEFERRED_UPDATE:
            Object().check({} if data is None else data, ("data",), errors)
        case CallbackType.FORM:
            check_form(data, ("data",), errors)
        case CallbackType.CHOICES:
            translations = Object(optional=dict.fromkeys(LOCALES, String(1, 100)))
            choice = Object(
                {"name": String(1, 100), "value": _CHOICE_VALUES[option_type]},
                {"name_localizations": translations},
            )
            Object({"choices": Array(choice, maximum=25)}).check(data, ("data",), errors)
    errors.raise_if_any()
