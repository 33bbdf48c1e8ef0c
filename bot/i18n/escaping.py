"""Escaping user input for messages that others read."""

import re
import unicodedata

import discord

from model.domain.spelling import is_visible

MAX_QUOTE_LENGTH = 100
"""Characters of a quotation before it is cut off."""

# discord.py's own escaping only escapes the first bracket of `[[a](b)](c)`. A colon makes links
# and emoji; a hyphen, which many names have, makes a list only at the start of a line.
_MARKDOWN = re.compile(r"^\s*(?=[->])|(?=[\\*_~`|<\[#:])", re.MULTILINE)

_JOINERS = re.compile("[\u200c\u200d\U000e0020-\U000e007f]")
"""Invisible characters that Persian and composed emoji need."""


def escape_markdown(text: str) -> str:
    """Make Discord show a text literally: no markdown, links, mentions or emoji."""
    return discord.utils.escape_mentions(_MARKDOWN.sub(lambda match: f"{match[0]}\\", text))


def escape_quote(text: str) -> str:
    """Escape and shorten a text, and spell out invisible and bidirectional control characters."""
    clipped = text[:MAX_QUOTE_LENGTH] + "…" * (len(text) > MAX_QUOTE_LENGTH)
    visible = (letter if is_visible(letter) else f"[U+{ord(letter):04X}]" for letter in clipped)
    return escape_markdown("".join(visible))


def safe_display_name(name: str, fallback: str) -> str:
    """Escape a display name, on one line and without bidirectional control characters.

    Args:
        name: the name that the user chose.
        fallback: the name to use if nothing of that is visible.
    """
    letters = re.sub(r"\s", " ", name)
    kept = (letter for letter in letters if is_visible(letter) or _JOINERS.fullmatch(letter))
    shown = " ".join("".join(kept).split())
    return escape_markdown(shown if any(map(_has_glyph, shown)) else fallback)


def _has_glyph(letter: str) -> bool:
    """Return whether a character is visible by itself: no space and no combining mark."""
    return is_visible(letter) and letter != " " and not unicodedata.category(letter).startswith("M")
