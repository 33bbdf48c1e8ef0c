"""Reading everything about a member, on a connection that nobody else waits for."""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from sqlite3 import Row

from bot.favourites.clock import from_milliseconds
from bot.favourites.matches import Consent
from bot.favourites.models import DIRECT_MESSAGES, ExportedStar, ExportedUse
from bot.favourites.sqlite.connection import ReadConnection
from bot.favourites.sqlite.consents import read_consents

PAGE = 64
"""Stars converted at a time: less than a millisecond, in which nothing else runs."""

_STARS = """
    SELECT guild, name, folded, countries, gender, sharpness, seed, starred_at,
        row_number() OVER (PARTITION BY guild ORDER BY place)
    FROM star WHERE member = ? ORDER BY guild, place
"""
_USES = "SELECT guild, used_on FROM activity WHERE member = ? ORDER BY guild"


class Exporter:
    """Exports one member at a time; others wait in turn."""

    def __init__(self, reader: ReadConnection) -> None:
        self._reader = reader

    async def export(self, member: int) -> AsyncGenerator[Sequence[ExportedStar], None]:
        """Yield a member's stars in pages, all as of one moment."""
        async with aclosing(self._reader.stream(_STARS, (member,), PAGE)) as pages:
            async for rows in pages:
                yield tuple(map(_to_exported_star, rows))

    async def uses(self, member: int) -> tuple[ExportedUse, ...]:
        """List when a member last used their favourites, by group."""
        return tuple(map(_to_exported_use, await self._reader.fetch_all(_USES, (member,))))

    async def consents(self, member: int) -> tuple[Consent, ...]:
        """List what a member and others let each other see."""
        return await read_consents(self._reader, member)


def _to_exported_star(row: Row) -> ExportedStar:
    guild, name, folded, countries, gender, sharpness, seed, starred_at, place = row
    return ExportedStar(
        guild=_group(guild),
        name=name,
        folded=folded,
        typed=countries is None,
        countries=None if countries is None else json.loads(countries),
        gender=gender,
        sharpness=sharpness,
        seed=seed,
        starred_at=from_milliseconds(starred_at).isoformat(timespec="milliseconds"),
        place=place,
    )


def _to_exported_use(row: Row) -> ExportedUse:
    guild, used_on = row
    day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=used_on)
    return ExportedUse(_group(guild), f"{day:%Y-%m-%d}")


def _group(guild: int) -> str | None:
    return None if guild == DIRECT_MESSAGES else str(guild)
