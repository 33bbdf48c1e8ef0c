"""The file with everything stored about a member, for them to download."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from bot.favourites.matches import Consent
from bot.favourites.members import MembersReader
from bot.favourites.models import DIRECT_MESSAGES, ExportedLike, ExportedStar
from bot.favourites.refusals import ANYBODY, Refusal
from model.domain.generation import NameKind

EXPORT_FILENAME = "nomen-export.json"
FORMAT_VERSION = 1
"""Version of the format, which PRIVACY.md describes; an incompatible change increments it."""
T = TypeVar("T")
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
    exceed Discord's limit for attachments.

    Raises:
        StoreError: the stars could not be read, or not in time.
    """
    uses = json.dumps([asdict(use) for use in await source.uses(member)])
    stars = await _to_lines(source.export(member), lambda star: _to_line(star, kind_of(star.name)))
    matches = json.dumps([_to_match(consent) for consent in await source.consents(member)])
    likes = await _to_lines(source.export_likes(member), _to_json)
    refusals = json.dumps([_to_refusal(refusal) for refusal in await source.refusals_of(member)])
    places = (await source.holdings(member)).places
    header = f'"version": {FORMAT_VERSION}, "member": "{member}", "used": {uses}'
    header += f', "matches": {matches}, "likes": {_to_list(likes)}, "not_asked_by": {refusals}'
    content = f'{{{header}, "places": {places}, "stars": {_to_list(stars)}}}\n'
    return ExportFile(content.encode(), len(stars))


async def _to_lines(
    pages: AsyncGenerator[Sequence[T], None], to_line: Callable[[T], str]
) -> Sequence[str]:
    """Write all that is in some pages; between them others get their turn."""
    lines: list[str] = []
    async with aclosing(pages):
        async for page in pages:
            lines.extend(map(to_line, page))
            await asyncio.sleep(0)
    return lines


def _to_list(lines: Sequence[str]) -> str:
    """Return a list in JSON, one item per line."""
    items = ",\n".join(lines)
    return f"[\n{items}\n]"


def _to_json(like: ExportedLike) -> str:
    return json.dumps(asdict(like), ensure_ascii=False)


def _to_refusal(refusal: Refusal) -> dict[str, object]:
    """Say in which group it is anybody, or, anywhere, who it is."""
    other = None if refusal.other == ANYBODY else str(refusal.other)
    return {"guild": _group(refusal.guild), "other": other}


def _group(guild: int) -> str | None:
    return None if guild == DIRECT_MESSAGES else str(guild)


def _to_match(consent: Consent) -> dict[str, object]:
    return {
        "guild": _group(consent.guild),
        "other": str(consent.other),
        "given_at": None
        if consent.given_at is None
        else consent.given_at.isoformat(timespec="milliseconds"),
        "received": consent.received,
    }


def _to_line(star: ExportedStar, kind: NameKind) -> str:
    row = {name: getattr(star, name) for name in _STAR_FIELDS}
    return json.dumps({**row, "kind": kind}, ensure_ascii=False)
