"""Discord's validation rules for messages and their components, and Nomen's own: no mentions.

https://discord.com/developers/docs/components/reference
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.wire.discord_server.checks.schema import (
    BOOLEAN,
    MEDIA_URL,
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
_LINK, _PREMIUM = 5, 6


def _component(
    kind: ComponentType, required: Mapping[str, Schema] | None = None, /, **optional: Schema
) -> dict[int, Schema]:
    fields: Mapping[str, Schema] = {"type": OneOf((kind.value,)), **(required or {})}
    return {kind.value: Object(fields, {"id": Number(0, 2**31 - 1), **optional})}


_EMOJI = Object({"name": String(1, 32)}, {"id": Nullable(SNOWFLAKE), "animated": BOOLEAN})
_MEDIA = Object({"url": MEDIA_URL})
_UPLOADED = Object({"url": String(1, 2048, r"attachment://\S+")})
_DESCRIBED: Mapping[str, Schema] = {"description": Nullable(String(1, 1024)), "spoiler": BOOLEAN}

_BUTTON = _component(
    ComponentType.BUTTON,
    {"style": OneOf((1, 2, 3, 4, 5, 6))},
    custom_id=CUSTOM_ID,
    label=String(1, 80),
    disabled=BOOLEAN,
    url=String(1, 512, r"(https?|discord)://\S+"),
    sku_id=SNOWFLAKE,
    emoji=_EMOJI,
)
SELECT_OPTION = Object(
    {"label": String(1, 100), "value": String(1, 100)},
    {"description": String(1, 100), "default": BOOLEAN, "emoji": _EMOJI},
)
_SELECT: Mapping[str, Schema] = {
    "placeholder": String(0, 150),
    "min_values": Number(0, 25),
    "max_values": Number(1, 25),
    "disabled": BOOLEAN,
    "required": BOOLEAN,  # of modals, and ignored in messages; discord.py sends it in both
}
_DEFAULT_VALUE = Object({"id": SNOWFLAKE, "type": OneOf(("user", "role", "channel"))})
_SELECTS = _component(
    ComponentType.STRING_SELECT,
    {"custom_id": CUSTOM_ID, "options": Array(SELECT_OPTION, minimum=1)},
    **_SELECT,
)
for entity_select in (
    ComponentType.USER_SELECT,
    ComponentType.ROLE_SELECT,
    ComponentType.MENTIONABLE_SELECT,
    ComponentType.CHANNEL_SELECT,
):
    _SELECTS |= _component(
        entity_select, {"custom_id": CUSTOM_ID}, default_values=Array(_DEFAULT_VALUE), **_SELECT
    )

_TEXT = _component(ComponentType.TEXT_DISPLAY, {"content": String(1, MAX_TEXT_CHARACTERS)})
_THUMBNAIL = _component(ComponentType.THUMBNAIL, {"media": _MEDIA}, **_DESCRIBED)
_ROW = _component(
    ComponentType.ACTION_ROW,
    {"components": Array(TaggedUnion(_BUTTON | _SELECTS), minimum=1, maximum=5)},
)
_SECTION = _component(
    ComponentType.SECTION,
    {
        "components": Array(TaggedUnion(_TEXT), minimum=1, maximum=3),
        "accessory": TaggedUnion(_BUTTON | _THUMBNAIL),
    },
)
_INNER = (
    _ROW
    | _TEXT
    | _SECTION
    | _component(
        ComponentType.MEDIA_GALLERY,
        {"items": Array(Object({"media": _MEDIA}, _DESCRIBED), minimum=1, maximum=10)},
    )
    | _component(ComponentType.FILE, {"file": _UPLOADED}, spoiler=BOOLEAN)
    | _component(ComponentType.SEPARATOR, divider=BOOLEAN, spacing=OneOf((1, 2)))
)
_CONTAINER = _component(
    ComponentType.CONTAINER,
    {"components": Array(TaggedUnion(_INNER), minimum=1, maximum=MAX_COMPONENTS)},
    accent_color=Nullable(Number(0, 0xFFFFFF)),
    spoiler=BOOLEAN,
)

# Nomen's own rule, and so required: text that a user typed must never mention anyone.
_NO_MENTIONS = Object({"parse": Array(String(), maximum=0)}, {"replied_user": OneOf((False,))})
_ATTACHMENT = Object({"id": Number(0, 9)}, {"filename": String(1), "description": String(0, 1024)})
_EMBED = Object(optional={"title": String(1, 256), "description": String(1, 4096)})
_POLL_TEXT = Object({"text": String(1, 300)})
_POLL_ANSWER = Object({"text": String(1, 55)}, {"emoji": _EMOJI})
_HOURS = OneOf(tuple(map(float, range(1, 769))))  # whole ones, as discord.py writes them: 24.0
_POLL = Object(
    {
        "question": _POLL_TEXT,
        "answers": Array(Object({"poll_media": _POLL_ANSWER}), minimum=1, maximum=10),
    },
    {"duration": _HOURS, "allow_multiselect": BOOLEAN, "layout_type": OneOf((1,))},
)
_MESSAGE = Object(
    {"allowed_mentions": _NO_MENTIONS},
    {
        "content": Nullable(String(0, 2000)),
        "components": Array(TaggedUnion(_INNER | _CONTAINER), maximum=MAX_COMPONENTS),
        "embeds": Array(_EMBED),
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
        errors.add((*path, "flags"), "FLAGS_INVALID", f"No message may be sent with {sent:#b}")
    components = message.get("components", [])
    if (sent | flags) & COMPONENTS_V2:
        _check_layout(message, components, path, errors)
    else:
        _check_classic(message, components, path, errors)
    _check_controls(components, (*path, "components"), errors)


def _check_layout(
    message: dict[str, Any], components: list[Component], path: Path, errors: ValidationErrors
) -> None:
    for key in ("content", "embeds", "poll", "stickers"):
        if message.get(key):
            text = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            errors.add((*path, key), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    components_path = (*path, "components")
    tree = list(walk(components))
    if not tree:
        errors.add(components_path, "BASE_TYPE_REQUIRED", "This field is required")
    if len(tree) > MAX_COMPONENTS:
        text = f"The total number of components cannot exceed {MAX_COMPONENTS}, not {len(tree)}"
        errors.add(components_path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", text)
    files = {f"attachment://{file.get('filename')}" for file in message.get("attachments", [])}
    for url in _media_urls(tree):
        if url.startswith("attachment://") and url not in files:
            text = f"The referenced attachment {url} was not found, of {sorted(files)}"
            errors.add(components_path, "ATTACHMENT_NOT_FOUND", text)
    texts = (part["content"] for part in tree if part["type"] == ComponentType.TEXT_DISPLAY)
    characters = sum(map(len, texts))
    if characters > MAX_TEXT_CHARACTERS:
        text = f"All texts together may have {MAX_TEXT_CHARACTERS} characters, not {characters}"
        errors.add(components_path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)


def _media_urls(tree: list[Component]) -> Iterator[str]:
    for part in tree:
        yield from (item["media"]["url"] for item in part.get("items", []))
        if part["type"] == ComponentType.FILE:
            yield part["file"]["url"]


def _check_classic(
    message: dict[str, Any], components: list[Component], path: Path, errors: ValidationErrors
) -> None:
    if not any(
        message.get(key) for key in ("content", "embeds", "components", "attachments", "poll")
    ):
        errors.add(path, "MESSAGE_EMPTY", "Cannot send an empty message")
    Array(TaggedUnion(_ROW), maximum=5).check(components, (*path, "components"), errors)


def _check_controls(components: list[Component], path: Path, errors: ValidationErrors) -> None:
    tree = list(walk(components))
    for key in ("custom_id", "id"):
        taken = [part[key] for part in tree if part.get(key)]
        for value in sorted({value for value in taken if taken.count(value) > 1}):
            code = "COMPONENT_CUSTOM_ID_DUPLICATED"
            errors.add(path, code, f"Component {key} cannot be duplicated: {value!r}")
    for part in tree:
        if part["type"] == ComponentType.BUTTON:
            _check_button(part, path, errors)
        if part.get("min_values", 0) > part.get("max_values", 25):
            errors.add(path, "SELECT_MIN_MAX", "min_values must not be greater than max_values")


def _check_button(button: Component, path: Path, errors: ValidationErrors) -> None:
    required = {_LINK: "url", _PREMIUM: "sku_id"}.get(button["style"], "custom_id")
    present = {"url", "sku_id", "custom_id"} & button.keys()
    if present != {required}:
        text = f"A button of style {button['style']} has {required} and neither of the others"
        errors.add(path, "BUTTON_COMPONENT_INVALID", f"{text}, but this has {sorted(present)}")
    if button["style"] != _PREMIUM and not {"label", "emoji"} & button.keys():
        errors.add(path, "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji")
