"""The file with everything stored about a member, for them to download."""

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import asdict, dataclass, fields

from bot.favourites.matches import Consent
from bot.favourites.members import MembersReader
from bot.favourites.models import DIRECT_MESSAGES, ExportedStar
from model.domain.generation import NameKind

EXPORT_FILENAME = "nomen-export.json"
FORMAT_VERSION = 1
"""Version of the format, which PRIVACY.md describes; an incompatible change increments it."""
_STAR_FIELDS = tuple(field.name for field in fields(ExportedStar))


@dataclass(frozen=True, slots=True)
class ExportFile:
    """The content of the file, UTF-8 JSON, and how many stars are in it."""

    content: bytes
    stars: int


async def export_member(
    source: MembersReader, member: int, kind_of: Callable[[str], NameKind]
) -> ExportFile:
    """Write everything stored about a member as JSON, one star per line, with its name's kind.

    Indented, the export of a member with `MAX_FAVOURITES` in every server that one can join would
    exceed Discord's limit for attachments. Between pages of stars others get their turn.

    Raises:
        StoreError: the stars could not be read, or not in time.
    """
    uses = json.dumps([asdict(use) for use in await source.uses(member)])
    lines: list[str] = []
    async with aclosing(source.export(member)) as pages:
        async for page in pages:
            lines.extend(_to_line(star, kind_of(star.name)) for star in page)
            await asyncio.sleep(0)
    matches = json.dumps([_to_match(consent) for consent in await source.consents(member)])
    header = f'"version": {FORMAT_VERSION}, "member": "{member}", "used": {uses}'
    places = (await source.holdings(member)).places
    header += f', "matches": {matches}, "places": {places}'
    stars = ",\n".join(lines)
    return ExportFile(f'{{{header}, "stars": [\n{stars}\n]}}\n'.encode(), len(lines))


def _to_match(consent: Consent) -> dict[str, object]:
    return {
        "guild": None if consent.guild == DIRECT_MESSAGES else str(consent.guild),
        "other": str(consent.other),
        "given_at": None
        if consent.given_at is None
        else consent.given_at.isoformat(timespec="milliseconds"),
        "received": consent.received,
    }


def _to_line(star: ExportedStar, kind: NameKind) -> str:
    row = {name: getattr(star, name) for name in _STAR_FIELDS}
    return json.dumps({**row, "kind": kind}, ensure_ascii=False)
