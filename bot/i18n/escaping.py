"""What members typed, on its way to a message that others read."""

import re
import unicodedata

import discord

from model.domain.spelling import is_visible

LONGEST = 100
"""Characters of it that are shown where it is quoted."""

# discord.py's own escaping leaves all of `[[a](b)](c)` but its first bracket as it is. A colon
# makes links and emoji; a hyphen stands in many a name, and means something only before a line.
_MEANT = re.compile(r"^\s*(?=[->])|(?=[\\*_~`|<\[#:])", re.MULTILINE)

_JOINING = re.compile("[\u200c\u200d\U000e0020-\U000e007f]")
"""What Persian and emoji of several parts are written with, though it is not seen itself."""


def escape_markdown(text: str) -> str:
    """Make Discord show a text letter for letter: no markdown, no link, no mention, no emoji."""
    return discord.utils.escape_mentions(_MEANT.sub(lambda found: f"{found[0]}\\", text))


def escape_quote(text: str) -> str:
    """Make a text plain, short, and free of what is not seen or turns the line around."""
    clipped = text[:LONGEST] + "…" * (len(text) > LONGEST)
    return escape_markdown("".join(map(_visible, clipped)))


def safe_display_name(name: str, otherwise: str) -> str:
    """What somebody is called: plain, on one line, and without what turns that line around.

    Args:
        name: as they chose it.
        otherwise: what to call them if nothing of that name can be seen.
    """
    kept = (letter for letter in re.sub(r"\s", " ", name) if is_visible(letter) or _joins(letter))
    shown = " ".join("".join(kept).split())
    return escape_markdown(shown if any(map(_is_drawn, shown)) else otherwise)


def _visible(letter: str) -> str:
    return letter if is_visible(letter) else f"[U+{ord(letter):04X}]"


def _joins(letter: str) -> bool:
    return _JOINING.fullmatch(letter) is not None


def _is_drawn(letter: str) -> bool:
    """Whether it is more than a space or a mark on another letter."""
    return is_visible(letter) and letter != " " and not unicodedata.category(letter).startswith("M")
