"""Reading everything about a member, on a connection that nobody else waits for."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from bot.favourites.matches import Consent
from bot.favourites.models import ExportedStar, ExportedUse
from bot.favourites.rows import to_exported_star, to_exported_use
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
                yield tuple(map(to_exported_star, rows))

    async def uses(self, member: int) -> tuple[ExportedUse, ...]:
        """List when a member last used their favourites, by group."""
        return tuple(map(to_exported_use, await self._reader.fetch_all(_USES, (member,))))

    async def consents(self, member: int) -> tuple[Consent, ...]:
        """List what a member and others let each other see."""
        return await read_consents(self._reader, member)
