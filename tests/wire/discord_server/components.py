"""Reading the components of a message: a tree of containers, sections, rows, texts and buttons."""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

Component = dict[str, Any]


class Kind(IntEnum):
    """Discord's numbers for the components that a message may hold."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17


def walk(components: list[Component]) -> Iterator[Component]:
    """Visit every component, parents before their children, in the order that people see."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield from walk([component["accessory"]])


def texts(message: dict[str, Any]) -> list[str]:
    """All texts of a message in the order that people read; plain content counts as one."""
    shown = [message["content"]] if message.get("content") else []
    tree = walk(message.get("components", []))
    return shown + [part["content"] for part in tree if part["type"] == Kind.TEXT]


def buttons(message: dict[str, Any]) -> dict[str, Component]:
    """The buttons of a message by their labels (emoji where there is no label)."""
    found = [part for part in walk(message.get("components", [])) if part["type"] == Kind.BUTTON]
    return {button.get("label") or button["emoji"]["name"]: button for button in found}
