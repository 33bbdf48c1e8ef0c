"""What a user reads on the bot's cards."""

import re
from typing import Any

from tests.support.commands import as_read
from tests.wire.discord_server.components import Component, ComponentType, texts, walk

_NAME = re.compile(r"^## (?:\S+ )?(\S+)$", re.MULTILINE)
"""A name's row, with the rank before it, if there is one."""


def names_on(card: dict[str, Any]) -> list[str]:
    """Return the names on a card in display order, with markdown escapes left in."""
    return _NAME.findall(message_text(card))


def name_to_choose(card: dict[str, Any]) -> str:
    """Return the name that a card of `/match` shows, with markdown escapes left in."""
    (name,) = re.findall(r"^## (?!💞)(.+)$", message_text(card), re.MULTILINE)
    return str(name)


def star_buttons(card: dict[str, Any]) -> dict[str, Component]:
    parts = walk(card["components"])
    sections = [part for part in parts if part["type"] == ComponentType.SECTION]
    return {
        name: section["accessory"]
        for section in sections
        for name in _NAME.findall(section["components"][0]["content"])
    }


def star_label(card: dict[str, Any], name: str) -> str:
    return str(star_buttons(card)[name]["label"])


def message_text(message: dict[str, Any]) -> str:
    """Return all texts of a message as they read, one per line.

    No-break spaces are spaces, and commands that can be pressed are as if they could not.
    """
    return as_read("\n".join(texts(message))).replace("\u00a0", " ")
