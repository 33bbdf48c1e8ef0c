"""Commands in messages."""

import re


def as_read(text: str) -> str:
    """Write commands that can be pressed as if they could not: `/name` for `</name:7>`."""
    return re.sub(r"</([a-z0-9 ]+):\d+>", r"`/\1`", text)
