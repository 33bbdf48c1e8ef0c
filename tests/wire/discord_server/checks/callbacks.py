"""Discord's validation rules for interaction callbacks.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from tests.wire.discord_server.checks.forms import check_form
from tests.wire.discord_server.checks.messages import EPHEMERAL, check_message
from tests.wire.discord_server.checks.schema import (
    Array,
    Object,
    OneOf,
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


_MESSAGES = {CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE}
_UPDATES = {CallbackType.UPDATE, CallbackType.DEFERRED_UPDATE}
_ALLOWED: Mapping[InteractionType, set[CallbackType]] = {
    InteractionType.COMMAND: _MESSAGES | {CallbackType.FORM},
    InteractionType.COMPONENT: _MESSAGES | _UPDATES | {CallbackType.FORM},
    InteractionType.AUTOCOMPLETE: {CallbackType.CHOICES},
    InteractionType.FORM: _MESSAGES | _UPDATES,
}
_CHOICE = Object({"name": String(1, 100), "value": String(0, 100)})
_CHOICES = Object({"choices": Array(_CHOICE, maximum=25)})


def check_callback(body: Any, interaction_type: InteractionType, *, flags: int = 0) -> None:  # noqa: ANN401 - JSON
    """Validate the body of an interaction callback.

    Args:
        body: the body that the bot sent.
        interaction_type: the type of the interaction that it responds to.
        flags: the flags of the message whose button was pressed.

    Raises:
        InvalidFormBodyError: Discord would reject it.
    """
    errors, data = ValidationErrors(), body.get("data")
    if body["type"] not in _ALLOWED[interaction_type]:
        errors.add(("type",), f"{body['type']} is no response to {interaction_type.name}")
    errors.raise_if_any()
    match CallbackType(body["type"]):
        case CallbackType.MESSAGE:
            check_message(data, ("data",), errors)
        case CallbackType.UPDATE:
            check_message(data, ("data",), errors, flags=flags)
        case CallbackType.DEFERRED_MESSAGE:
            Object(optional={"flags": OneOf((0, EPHEMERAL))}).check(data or {}, ("data",), errors)
        case CallbackType.DEFERRED_UPDATE:
            Object().check(data or {}, ("data",), errors)
        case CallbackType.FORM:
            check_form(data, ("data",), errors)
        case CallbackType.CHOICES:
            _CHOICES.check(data, ("data",), errors)
    errors.raise_if_any()
