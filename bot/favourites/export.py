"""What a member takes home: all that is kept of them, as a file."""

import json
from dataclasses import asdict

from bot.favourites.models import Export

FILE = "nomen-export.json"
VERSION = 1
"""Of the form, which PRIVACY.md describes; a change that a reader could stumble over raises it."""


def as_json(export: Export) -> bytes:
    """Write an export down as JSON in UTF-8, a star a line.

    Indented it would be larger than what Discord takes for a member with `MOST` favourites in each
    of as many servers as one can be in.
    """
    stars = ",\n".join(json.dumps(asdict(star), ensure_ascii=False) for star in export.stars)
    return (
        f'{{"version": {VERSION}, "member": {json.dumps(export.member)}, "stars": [\n{stars}\n]}}\n'
    ).encode()
