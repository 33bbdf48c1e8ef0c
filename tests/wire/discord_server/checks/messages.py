"""The rules of Discord for messages and their components, and one of the house: ping nobody.

https://discord.com/developers/docs/components/reference
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.wire.discord_server.checks.shapes import (
    SNOWFLAKE,
    WEB_ADDRESS,
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
from tests.wire.discord_server.components import Component, Kind, walk

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
FLAGS = 1 << 2 | EPHEMERAL | 1 << 12 | COMPONENTS_V2  # the others are not for bots to set
MOST_COMPONENTS = 40
MOST_LETTERS = 4000
"""Letters that all texts of one Components V2 message may have together."""

CUSTOM_ID = Text(1, 100)
_LINK, _PREMIUM = 5, 6


def _component(
    kind: Kind, required: Mapping[str, Shape] | None = None, **optional: Shape
) -> dict[int, Shape]:
    fields: Mapping[str, Shape] = {"type": OneOf((kind.value,)), **(required or {})}
    return {kind.value: Form(fields, {"id": Number(0, 2**31 - 1), **optional})}


_EMOJI = Form({"name": Text(1, 32)}, {"id": Maybe(SNOWFLAKE), "animated": YES_NO})
_MEDIA = Form({"url": WEB_ADDRESS})
_UPLOADED = Form({"url": Text(1, 2048, r"attachment://\S+")})
_DESCRIBED: Mapping[str, Shape] = {"description": Maybe(Text(1, 1024)), "spoiler": YES_NO}

_BUTTON = _component(
    Kind.BUTTON,
    {"style": OneOf((1, 2, 3, 4, 5, 6))},
    custom_id=CUSTOM_ID,
    label=Text(1, 80),
    disabled=YES_NO,
    url=Text(1, 512, r"(https?|discord)://\S+"),
    sku_id=SNOWFLAKE,
    emoji=_EMOJI,
)
_SELECT_OPTION = Form(
    {"label": Text(1, 100), "value": Text(1, 100)},
    {"description": Text(1, 100), "default": YES_NO, "emoji": _EMOJI},
)
_SELECT: Mapping[str, Shape] = {
    "placeholder": Text(0, 150),
    "min_values": Number(0, 25),
    "max_values": Number(1, 25),
    "disabled": YES_NO,
}
_DEFAULT_VALUE = Form({"id": SNOWFLAKE, "type": OneOf(("user", "role", "channel"))})
_SELECTS = _component(
    Kind.STRING_SELECT,
    {"custom_id": CUSTOM_ID, "options": Listing(_SELECT_OPTION, least=1)},
    **_SELECT,
)
for kind in (Kind.USER_SELECT, Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT, Kind.CHANNEL_SELECT):
    _SELECTS |= _component(
        kind, {"custom_id": CUSTOM_ID}, default_values=Listing(_DEFAULT_VALUE), **_SELECT
    )

_TEXT = _component(Kind.TEXT, {"content": Text(1, MOST_LETTERS)})
_THUMBNAIL = _component(Kind.THUMBNAIL, {"media": _MEDIA}, **_DESCRIBED)
_ROW = _component(Kind.ROW, {"components": Listing(Tagged(_BUTTON | _SELECTS), least=1, most=5)})
_SECTION = _component(
    Kind.SECTION,
    {
        "components": Listing(Tagged(_TEXT), least=1, most=3),
        "accessory": Tagged(_BUTTON | _THUMBNAIL),
    },
)
_INNER = (
    _ROW
    | _TEXT
    | _SECTION
    | _component(
        Kind.GALLERY,
        {"items": Listing(Form({"media": _MEDIA}, _DESCRIBED), least=1, most=10)},
    )
    | _component(Kind.FILE, {"file": _UPLOADED}, spoiler=YES_NO)
    | _component(Kind.SEPARATOR, divider=YES_NO, spacing=OneOf((1, 2)))
)
_CONTAINER = _component(
    Kind.CONTAINER,
    {"components": Listing(Tagged(_INNER), least=1, most=MOST_COMPONENTS)},
    accent_color=Maybe(Number(0, 0xFFFFFF)),
    spoiler=YES_NO,
)

# The house's own rule, and so required: what a member typed must never ping anyone.
_NOBODY = Form({"parse": Listing(Text(), most=0)}, {"replied_user": OneOf((False,))})
_MESSAGE = Form(
    # The house's own rule, and so required: what a member typed must never ping anyone.
    {
        "allowed_mentions": Form(
            {"parse": Listing(Text(), most=0)}, {"replied_user": OneOf((False,))}
        )
    },
    {
        "content": Maybe(Text(0, 2000)),
        "components": Listing(Tagged(_INNER | _CONTAINER), most=MOST_COMPONENTS),
        "embeds": Listing(Form(optional={"title": Text(1, 256), "description": Text(1, 4096)})),
        "attachments": Listing(
            Form({"id": Number(0, 9)}, {"filename": Text(1), "description": Text(0, 1024)}), most=10
        ),
        "flags": Number(0, FLAGS),
        "tts": YES_NO,
    },
)


def check_message(message: Any, at: Path, problems: Problems, *, flags: int = 0) -> None:  # noqa: ANN401 - JSON
    """Check a message that is sent or the changes to one.

    Args:
        message: the body.
        at: where it stands in what was sent.
        problems: gets what is wrong.
        flags: those that the message has already, when it is changed.
    """
    known = len(problems.found)
    _MESSAGE.check(message, at, problems)
    if len(problems.found) > known:
        return  # what follows relies on the shapes
    sent = message.get("flags", 0)
    if sent & ~FLAGS:
        problems.add((*at, "flags"), "FLAGS_INVALID", f"No message may be sent with {sent:#b}")
    components = message.get("components", [])
    if (sent | flags) & COMPONENTS_V2:
        _check_layout(message, components, at, problems)
    else:
        _check_classic(message, components, at, problems)
    _check_controls(components, (*at, "components"), problems)


def _check_layout(
    message: dict[str, Any], components: list[Component], at: Path, problems: Problems
) -> None:
    for key in ("content", "embeds", "poll", "stickers"):
        if message.get(key):
            text = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            problems.add((*at, key), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    tree = list(walk(components))
    if not tree:
        problems.add((*at, "components"), "BASE_TYPE_REQUIRED", "This field is required")
    if len(tree) > MOST_COMPONENTS:
        text = f"The total number of components cannot exceed {MOST_COMPONENTS}, not {len(tree)}"
        problems.add((*at, "components"), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", text)
    files = {f"attachment://{file.get('filename')}" for file in message.get("attachments", [])}
    for url in _media(tree):
        if url.startswith("attachment://") and url not in files:
            text = f"The referenced attachment {url} was not found, of {sorted(files)}"
            problems.add((*at, "components"), "ATTACHMENT_NOT_FOUND", text)
    letters = sum(len(part["content"]) for part in tree if part["type"] == Kind.TEXT)
    if letters > MOST_LETTERS:
        text = f"All texts together may have {MOST_LETTERS} letters, not {letters}"
        problems.add((*at, "components"), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)


def _media(tree: list[Component]) -> Iterator[str]:
    for part in tree:
        yield from (item["media"]["url"] for item in part.get("items", []))
        if part["type"] == Kind.FILE:
            yield part["file"]["url"]


def _check_classic(
    message: dict[str, Any], components: list[Component], at: Path, problems: Problems
) -> None:
    if not any(message.get(key) for key in ("content", "embeds", "components", "attachments")):
        problems.add(at, "MESSAGE_EMPTY", "Cannot send an empty message")
    Listing(Tagged(_ROW), most=5).check(components, (*at, "components"), problems)


def _check_controls(components: list[Component], at: Path, problems: Problems) -> None:
    tree = list(walk(components))
    for key in ("custom_id", "id"):
        taken = [part[key] for part in tree if part.get(key)]
        for value in sorted({value for value in taken if taken.count(value) > 1}):
            code = "COMPONENT_CUSTOM_ID_DUPLICATED"
            problems.add(at, code, f"Component {key} cannot be duplicated: {value!r}")
    for part in tree:
        if part["type"] == Kind.BUTTON:
            _check_button(part, at, problems)
        if part.get("min_values", 0) > part.get("max_values", 25):
            problems.add(at, "SELECT_MIN_MAX", "min_values must not be greater than max_values")


def _check_button(button: Component, at: Path, problems: Problems) -> None:
    named = {_LINK: "url", _PREMIUM: "sku_id"}.get(button["style"], "custom_id")
    present = {"url", "sku_id", "custom_id"} & button.keys()
    if present != {named}:
        text = f"A button of style {button['style']} has {named} and neither of the others"
        problems.add(at, "BUTTON_COMPONENT_INVALID", f"{text}, but this has {sorted(present)}")
    if button["style"] != _PREMIUM and not {"label", "emoji"} & button.keys():
        problems.add(at, "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji")
