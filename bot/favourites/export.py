"""The file with everything stored about a member, for them to download."""

import json
from dataclasses import asdict

from bot.favourites.models import Export

EXPORT_FILENAME = "nomen-export.json"
FORMAT_VERSION = 1
"""Version of the format, which PRIVACY.md describes; an incompatible change increments it."""


def to_json(export: Export) -> bytes:
    """Serialise an export as UTF-8 JSON, one star per line.

    Indented, the export of a member with `MAX_FAVOURITES` in every server that one can join would
    exceed Discord's limit for attachments.
    """
    header = f'"version": {FORMAT_VERSION}, "member": {json.dumps(export.member)}'
    stars = ",\n".join(json.dumps(asdict(star), ensure_ascii=False) for star in export.stars)
    return f'{{{header}, "stars": [\n{stars}\n]}}\n'.encode()
