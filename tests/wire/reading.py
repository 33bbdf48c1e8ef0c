"""Reading the bot's cards as a member does."""

import re
from typing import Any

from tests.wire.discord_server.components import Component, Kind, texts, walk


def names_on(card: dict[str, Any]) -> list[str]:
    """The names that a card offers, in order, as they are shown: markdown is not undone."""
    return re.findall(r"^\*\*(.+)\*\*$", said(card), re.MULTILINE)


def stars_on(card: dict[str, Any]) -> dict[str, Component]:
    """The star buttons of a card, by the names that they stand beside."""
    sections = [part for part in walk(card["components"]) if part["type"] == Kind.SECTION]
    return {
        re.findall(r"\*\*(.+)\*\*", section["components"][0]["content"])[0]: section["accessory"]
        for section in sections
    }


def label(card: dict[str, Any], name: str) -> str:
    """What stands on the star beside a name."""
    return str(stars_on(card)[name]["label"])


def said(message: dict[str, Any]) -> str:
    """All that a message says."""
    return "\n".join(texts(message))
