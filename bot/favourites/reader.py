"""Favourites as SQLite finds them."""

import json
from collections.abc import Collection, Mapping
from sqlite3 import Row

from bot.favourites.connections import Reading
from bot.favourites.moments import from_milliseconds
from bot.favourites.stars import (
    DIRECT,
    TOP,
    Export,
    ExportedStar,
    Favourite,
    Invented,
    Ranked,
    Totals,
    group_of,
    key_of,
)
from model.spelling import fold

_OWN = """
    SELECT coalesce(tally.name, star.name), folded, countries, gender, sharpness, seed, starred_at
    FROM star LEFT JOIN tally USING (guild, folded)
    WHERE guild = ? AND member = ? ORDER BY place
"""
_FIRST = """
    SELECT name, folded, countries, gender, sharpness, seed, starred_at
    FROM star WHERE guild = ? AND folded = ? ORDER BY starred_at, member LIMIT 1
"""
_TOP = """
    SELECT name, folded, members, first_at
    FROM tally WHERE guild = ? ORDER BY members DESC, first_at, folded LIMIT ?
"""
_COUNTS = """
    SELECT folded, members FROM tally
    WHERE guild = ? AND folded IN (SELECT value FROM json_each(?))
"""
_COUNTS_ALONE = """
    SELECT folded, 1 FROM star
    WHERE guild = ? AND member = ? AND folded IN (SELECT value FROM json_each(?))
"""
_TOTALS = """
    SELECT count(*), count(DISTINCT folded), count(DISTINCT member) FROM star WHERE guild = ?
"""
_EXPORT = """
    SELECT guild, name, folded, countries, gender, sharpness, seed, starred_at,
        row_number() OVER (PARTITION BY guild ORDER BY place)
    FROM star WHERE member = ? ORDER BY guild, place
"""


class SqliteReader:
    """The questions of `Favourites`, each one query."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def size(self) -> int:
        """Tell how many bytes the database takes."""
        return await self._reading.size()

    async def own(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List a member's favourites in their own order."""
        rows = await self._reading.rows(_OWN, (guild, member))
        return tuple(map(_favourite, rows))

    async def top_of_member(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List the first `TOP` of a member's own order."""
        return (await self.own(guild, member))[:TOP]

    async def top_of_group(self, guild: int) -> tuple[Ranked, ...]:
        """List a group's `TOP` names."""
        rows = await self._reading.rows(_TOP, (group_of(guild), TOP))
        return tuple(
            Ranked(name, folded, members, from_milliseconds(first))
            for name, folded, members, first in rows
        )

    async def first(self, guild: int, name: str) -> Favourite | None:
        """Give a group's first star of a name."""
        rows = await self._reading.rows(_FIRST, (group_of(guild), key_of(name)))
        return _favourite(rows[0]) if rows else None

    async def counts(self, guild: int, member: int, names: Collection[str]) -> Mapping[str, int]:
        """Count the members who have starred each of the names."""
        keys = {name: fold(name) for name in names}
        wanted = json.dumps(list(keys.values()))
        if guild == DIRECT:
            rows = await self._reading.rows(_COUNTS_ALONE, (guild, member, wanted))
        else:
            rows = await self._reading.rows(_COUNTS, (guild, wanted))
        counted = {folded: int(members) for folded, members in rows}
        return {name: counted.get(key, 0) for name, key in keys.items()}

    async def totals(self, guild: int) -> Totals:
        """Count a group's stars, names and members."""
        (row,) = await self._reading.rows(_TOTALS, (group_of(guild),))
        return Totals(*row)

    async def export(self, member: int) -> Export:
        """Hand out all that is kept of a member."""
        rows = await self._reading.rows(_EXPORT, (member,))
        return Export(str(member), tuple(map(_exported, rows)))


def _favourite(row: Row) -> Favourite:
    name, folded, countries, gender, sharpness, seed, starred_at = row
    shares = None if countries is None else tuple(json.loads(countries).items())
    origin = None if shares is None else Invented(shares, gender, sharpness, seed)
    return Favourite(name, folded, origin, from_milliseconds(starred_at))


def _exported(row: Row) -> ExportedStar:
    guild, name, folded, countries, gender, sharpness, seed, starred_at, place = row
    return ExportedStar(
        guild=None if guild == DIRECT else str(guild),
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
