"""Everything that is stored about a member, in every group."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from bot.favourites.clock import from_milliseconds
from bot.favourites.database import Reader
from bot.favourites.matches import Consent
from bot.favourites.models import ExportedLike, ExportedStar, ExportedUse, Holdings
from bot.favourites.refusals import Refusal
from bot.favourites.rows import to_exported_like, to_exported_star, to_exported_use

PAGE = 64
"""Stars, or likes, converted at a time: less than a millisecond, in which nothing else runs."""


class MembersReader:
    """Reads everything about a member."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def holdings(self, member: int) -> Holdings:
        """Count what is stored about a member."""
        (counted,) = await self._reader.fetch("holdings", member=member)
        stars, groups, outside, *others = counted
        return Holdings(stars, groups, bool(outside), *others)

    async def export(self, member: int) -> AsyncGenerator[Sequence[ExportedStar], None]:
        """Yield all stars of a member in pages, group by group in the member's own order.

        Other members' requests do not wait for it. Close the generator unless it is exhausted.
        """
        async with aclosing(self._reader.stream("stars_to_export", PAGE, member=member)) as pages:
            async for rows in pages:
                yield tuple(map(to_exported_star, rows))

    async def uses(self, member: int) -> tuple[ExportedUse, ...]:
        """List when a member last used their favourites, by group."""
        return tuple(map(to_exported_use, await self._reader.fetch("uses", member=member)))

    async def consents(self, member: int) -> tuple[Consent, ...]:
        """List what a member and others let each other see."""
        return tuple(
            Consent(guild, other, None if at is None else from_milliseconds(at), bool(received))
            for guild, other, at, received in await self._reader.fetch("consents", member=member)
        )

    async def export_likes(self, member: int) -> AsyncGenerator[Sequence[ExportedLike], None]:
        """Yield what a member likes in matches in pages, match by match in the order of likes.

        Other members' requests do not wait for it. Close the generator unless it is exhausted.
        """
        async with aclosing(self._reader.stream("likings_to_export", PAGE, member=member)) as pages:
            async for rows in pages:
                yield tuple(map(to_exported_like, rows))

    async def refusals_of(self, member: int) -> Sequence[Refusal]:
        """List by whom a member does not want to be asked."""
        rows = await self._reader.fetch("refusals", member=member)
        return [Refusal(guild, other) for guild, other in rows]
