"""What Discord rejects of a message or a callback, by SimCord's rules, and what Nomen never sends.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from simcord.components import ComponentValidationError, validate_message_state, validate_modal

from tests.wire.discord_server.components import walk

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
MAX_CHOICES = 25
MAX_CHOICE_LENGTH = 100


class InteractionType(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


class CallbackType(IntEnum):
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


class InvalidFormBodyError(Exception):
    """A body that Discord would reject."""


def _require(condition: object, text: str) -> None:
    if not condition:
        raise InvalidFormBodyError(text)


def check_callback(body: dict[str, Any], kind: InteractionType, *, flags: int = 0) -> None:
    """Reject what Discord would; the flags are of the message whose button was pressed."""
    _require(body["type"] in _ALLOWED[kind], f"{body['type']} is no response to {kind.name}")
    data = body.get("data") or {}
    match CallbackType(body["type"]):
        case CallbackType.MESSAGE:
            check_message(data)
        case CallbackType.UPDATE:
            check_message(data, flags=flags)
        case CallbackType.DEFERRED_MESSAGE:
            _require(data in ({}, {"flags": 0}, {"flags": EPHEMERAL}), f"deferred with {data}")
        case CallbackType.DEFERRED_UPDATE:
            _require(not data, f"deferred with {data}")
        case CallbackType.FORM:
            _check_form(data)
        case CallbackType.CHOICES:
            _require(len(data["choices"]) <= MAX_CHOICES, "too many choices")
            texts = [choice[key] for choice in data["choices"] for key in ("name", "value")]
            _require(
                all(0 < len(text) <= MAX_CHOICE_LENGTH for text in texts), "length of a choice"
            )


def check_message(message: dict[str, Any], *, flags: int = 0) -> None:
    """Reject what Discord would, and what might mention somebody: text that a user typed must
    never. The flags are of the message that is edited.
    """
    mentions = message.get("allowed_mentions", {})
    _require(mentions.get("parse") == [], f"allowed_mentions: {mentions}")
    _require(not mentions.get("replied_user"), f"allowed_mentions: {mentions}")
    components, files = message.get("components", []), message.get("attachments", [])
    try:
        validate_message_state(
            components,
            flags=message.get("flags", 0) | flags,
            content=message.get("content"),
            embeds=message.get("embeds", []),
            poll=message.get("poll"),
            attachments=files,
            require_nonempty=True,
        )
    except ComponentValidationError as error:
        raise InvalidFormBodyError(str(error)) from None
    attached = {f"attachment://{file.get('filename')}" for file in files}
    for part in walk(components):
        shown = [item["media"] for item in part.get("items", [])] + [part.get("file")]
        for media in filter(None, shown):
            _require(media["url"] in attached, f"{media['url']} is not attached")


def _check_form(form: dict[str, Any]) -> None:
    try:
        validate_modal(form)
    except ComponentValidationError as error:
        raise InvalidFormBodyError(str(error)) from None
    for label in form["components"]:
        question = label["component"]
        typed = len(question.get("value", ""))
        _require(typed <= question.get("max_length", typed), "more than may be typed")
