"""What a member takes home: all that is kept of them, as a file."""

import json
from dataclasses import asdict

from bot.favourites.stars import Export

FILE = "nomen-export.json"
VERSION = 1
"""Of the form, which PRIVACY.md describes; a change that a reader could stumble over raises it."""


def as_json(export: Export) -> bytes:
    """Write an export down as JSON, in UTF-8."""
    form = {"version": VERSION, **asdict(export)}
    return json.dumps(form, ensure_ascii=False, indent=1).encode()
