"""Text on its way to Discord."""

import discord

_REGIONAL_INDICATOR_A = 0x1F1E6


def plain(text: str) -> str:
    """Make Discord show a text letter for letter: no markdown, no mention, no emoji of a server."""
    escaped = discord.utils.escape_markdown(text, ignore_links=False)
    return discord.utils.escape_mentions(escaped).replace("<", "\\<")


def flag(code: str) -> str:
    """The flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)


def count_of(number: int, one: str, many: str) -> str:
    """A number with its noun: `1 letter`, `2 letters`."""
    return f"{number} {one if number == 1 else many}"
