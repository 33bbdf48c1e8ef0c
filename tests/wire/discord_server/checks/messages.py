"""Discord's validation rules for messages and their components, and Nomen's own: no mentions.

https://discord.com/developers/docs/components/reference
"""

from collections.abc import Iterator, Mapping
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
from tests.wire.discord_server.components import Component, ComponentType, walk

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
ALLOWED_FLAGS = 1 << 2 | EPHEMERAL | 1 << 12 | COMPONENTS_V2  # bots may not set the others
MAX_COMPONENTS = 40
MAX_TEXT_CHARACTERS = 4000
"""Maximum combined length of all texts of a Components V2 message."""

CUSTOM_ID = String(1, 100)
_LINK = 5


def component(
    kind: ComponentType, required: Mapping[str, Schema], /, **optional: Schema
) -> dict[int, Schema]:
    """Return the schema of a component by its type."""
    fields: Mapping[str, Schema] = {"type": OneOf((kind.value,)), **required}
    return {kind.value: Object(fields, {"id": Number(0, 2**31 - 1), **optional})}


_EMOJI = Object({"name": String(1, 32)}, {"id": Nullable(SNOWFLAKE), "animated": BOOLEAN})
_ATTACHED = Object({"url": String(1, 2048, r"attachment://\S+")})
_MEDIA = Object(
    {"media": _ATTACHED}, {"description": Nullable(String(1, 1024)), "spoiler": BOOLEAN}
)
_OPTION = Object(
    {"label": String(1, 100), "value": String(1, 100)},
    {"description": String(1, 100), "default": BOOLEAN, "emoji": _EMOJI},
)
SELECT = component(
    ComponentType.STRING_SELECT,
    {"custom_id": CUSTOM_ID, "options": Array(_OPTION, minimum=1)},
    placeholder=String(0, 150),
    min_values=Number(0, 25),
    max_values=Number(1, 25),
    disabled=BOOLEAN,
    required=BOOLEAN,  # of modals, and ignored in messages; discord.py sends it in both
)
_BUTTON = component(
    ComponentType.BUTTON,
    {"style": OneOf((1, 2, 3, 4, _LINK))},
    custom_id=CUSTOM_ID,
    label=String(1, 80),
    disabled=BOOLEAN,
    url=String(1, 512, r"(https?|discord)://\S+"),
    emoji=_EMOJI,
)
_TEXT = component(ComponentType.TEXT_DISPLAY, {"content": String(1, MAX_TEXT_CHARACTERS)})
_ROW = component(
    ComponentType.ACTION_ROW,
    {"components": Array(TaggedUnion(_BUTTON | SELECT), minimum=1, maximum=5)},
)
_SECTION = component(
    ComponentType.SECTION,
    {
        "components": Array(TaggedUnion(_TEXT), minimum=1, maximum=3),
        "accessory": TaggedUnion(_BUTTON),
    },
)
_INNER = (
    _ROW
    | _TEXT
    | _SECTION
    | component(ComponentType.MEDIA_GALLERY, {"items": Array(_MEDIA, minimum=1, maximum=10)})
    | component(ComponentType.FILE, {"file": _ATTACHED}, spoiler=BOOLEAN)
    | component(ComponentType.SEPARATOR, {}, divider=BOOLEAN, spacing=OneOf((1, 2)))
)
_CONTAINER = component(
    ComponentType.CONTAINER,
    {"components": Array(TaggedUnion(_INNER), minimum=1, maximum=MAX_COMPONENTS)},
    accent_color=Nullable(Number(0, 0xFFFFFF)),
    spoiler=BOOLEAN,
)

# Nomen's own rule, and so required: text that a user typed must never mention anyone.
_NO_MENTIONS = Object({"parse": Array(String(), maximum=0)}, {"replied_user": OneOf((False,))})
_ATTACHMENT = Object({"id": Number(0, 9)}, {"filename": String(1), "description": String(0, 1024)})
_ANSWER = Object({"poll_media": Object({"text": String(1, 55)}, {"emoji": _EMOJI})})
_HOURS = OneOf(tuple(map(float, range(1, 769))))  # whole ones, as discord.py writes them: 24.0
_POLL = Object(
    {
        "question": Object({"text": String(1, 300)}),
        "answers": Array(_ANSWER, minimum=1, maximum=10),
    },
    {"duration": _HOURS, "allow_multiselect": BOOLEAN, "layout_type": OneOf((1,))},
)
_MESSAGE = Object(
    {"allowed_mentions": _NO_MENTIONS},
    {
        "content": Nullable(String(0, 2000)),
        "components": Array(TaggedUnion(_INNER | _CONTAINER), maximum=MAX_COMPONENTS),
        "embeds": Array(String(), maximum=0),  # discord.py sends that there are none
        "attachments": Array(_ATTACHMENT, maximum=10),
        "poll": _POLL,
        "flags": Number(0, ALLOWED_FLAGS),
        "tts": BOOLEAN,
    },
)


def check_message(message: Any, path: Path, errors: ValidationErrors, *, flags: int = 0) -> None:  # noqa: ANN401 - JSON
    """Validate a new message or an edit.

    Args:
        message: the body.
        path: where it is in the request.
        errors: collects what is wrong.
        flags: the flags of the message being edited.
    """
    known = len(errors.entries)
    _MESSAGE.check(message, path, errors)
    if len(errors.entries) > known:
        return  # the checks below rely on the schema
    sent = message.get("flags", 0)
    if sent & ~ALLOWED_FLAGS:
        errors.add((*path, "flags"), f"no message may be sent with {sent:#b}")
    components = message.get("components", [])
    if (sent | flags) & COMPONENTS_V2:
        _check_layout(message, components, path, errors)
    else:
        _check_classic(message, components, path, errors)
    _check_controls(components, (*path, "components"), errors)


def _check_layout(
    message: dict[str, Any], components: list[Component], path: Path, errors: ValidationErrors
) -> None:
    for key in ("content", "poll"):
        if message.get(key):
            errors.add((*path, key), "cannot be used with components V2")
    components_path = (*path, "components")
    tree = list(walk(components))
    if not 0 < len(tree) <= MAX_COMPONENTS:
        errors.add(components_path, f"must be 1 to {MAX_COMPONENTS} in all, not {len(tree)}")
    files = {f"attachment://{file.get('filename')}" for file in message.get("attachments", [])}
    for url in _media_urls(tree):
        if url not in files:
            errors.add(components_path, f"{url} is not attached, only {sorted(files)}")
    texts = (part["content"] for part in tree if part["type"] == ComponentType.TEXT_DISPLAY)
    characters = sum(map(len, texts))
    if characters > MAX_TEXT_CHARACTERS:
        text = f"all texts together may have {MAX_TEXT_CHARACTERS} characters, not {characters}"
        errors.add(components_path, text)


def _media_urls(tree: list[Component]) -> Iterator[str]:
    for part in tree:
        yield from (item["media"]["url"] for item in part.get("items", []))
        if part["type"] == ComponentType.FILE:
            yield part["file"]["url"]


def _check_classic(
    message: dict[str, Any], components: list[Component], path: Path, errors: ValidationErrors
) -> None:
    if not any(message.get(key) for key in ("content", "components", "attachments", "poll")):
        errors.add(path, "a message cannot be empty")
    Array(TaggedUnion(_ROW), maximum=5).check(components, (*path, "components"), errors)


def _check_controls(components: list[Component], path: Path, errors: ValidationErrors) -> None:
    tree = list(walk(components))
    for key in ("custom_id", "id"):
        taken = [part[key] for part in tree if part.get(key)]
        for value in sorted({value for value in taken if taken.count(value) > 1}):
            errors.add(path, f"duplicate {key} {value!r}")
    for button in tree:
        if button["type"] == ComponentType.BUTTON:
            required = "url" if button["style"] == _LINK else "custom_id"
            if {"url", "custom_id"} & button.keys() != {required}:
                errors.add(path, f"a button of style {button['style']} needs {required} alone")
            if not {"label", "emoji"} & button.keys():
                errors.add(path, "a button needs a label or an emoji")
