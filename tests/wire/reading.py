"""Reading the bot's cards as a member does."""

import re
from typing import Any

from tests.wire.discord_server.components import texts


def names_on(card: dict[str, Any]) -> list[str]:
    """The names that a card offers, in order, as they are shown: markdown is not undone."""
    return re.findall(r"^\*\*(.+)\*\*$", said(card), re.MULTILINE)


def said(message: dict[str, Any]) -> str:
    """All that a message says."""
    return "\n".join(texts(message))
