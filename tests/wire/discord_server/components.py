"""Traversal of a message's component tree: containers, sections, rows, texts and buttons."""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

Component = dict[str, Any]


class ComponentType(IntEnum):
    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    SECTION = 9
    TEXT_DISPLAY = 10
    LABEL = 18


def walk(components: list[Component]) -> Iterator[Component]:
    """Yield every component in display order, parents before their children."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield from walk([component["accessory"]])


def texts(message: dict[str, Any]) -> list[str]:
    """Return all texts of a message in display order, plain content first."""
    content = [message["content"]] if message.get("content") else []
    tree = walk(message.get("components", []))
    return content + [
        part["content"] for part in tree if part["type"] == ComponentType.TEXT_DISPLAY
    ]


def buttons(message: dict[str, Any]) -> dict[str, Component]:
    """Return the buttons of a message by label, or by emoji where there is no label."""
    tree = walk(message.get("components", []))
    found = [part for part in tree if part["type"] == ComponentType.BUTTON]
    return {button.get("label") or button["emoji"]["name"]: button for button in found}


def selects(message: dict[str, Any]) -> list[Component]:
    tree = walk(message.get("components", []))
    return [part for part in tree if part["type"] == ComponentType.STRING_SELECT]


def option_values(select: Component) -> list[str]:
    return [option["value"] for option in select["options"]]
