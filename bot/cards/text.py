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


def percent(share: float) -> str:
    """A share in percent, which is never 0 or all of it but where it truly is: `<1%`, `>99%`."""
    if 0 < share < 0.005:  # noqa: PLR2004 - what rounds to 0 %
        return "<1%"
    if 0.995 <= share < 1:  # noqa: PLR2004 - what rounds to 100 %
        return ">99%"
    return f"{share:.0%}"


def count_of(number: int, one: str, many: str) -> str:
    """A number with its noun: `1 letter`, `2 letters`."""
    return f"{number} {one if number == 1 else many}"
