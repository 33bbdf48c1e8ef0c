"""What members typed, on its way to a message that others read."""

import discord

LONGEST = 100
"""Characters of it that are shown where it is quoted."""


def plain(text: str) -> str:
    """Make Discord show a text letter for letter: no markdown, no mention, no emoji of a server."""
    escaped = discord.utils.escape_markdown(text, ignore_links=False)
    return discord.utils.escape_mentions(escaped).replace("<", "\\<")


def quotable(text: str) -> str:
    """Make a text plain, short, and free of what is not seen or turns the line around."""
    clipped = text[:LONGEST] + "…" * (len(text) > LONGEST)
    return plain("".join(map(_visible, clipped)))


def _visible(letter: str) -> str:
    return letter if letter.isprintable() else f"[U+{ord(letter):04X}]"
