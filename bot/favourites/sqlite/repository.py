"""Favourites kept in an SQLite file."""

import json
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import Row

from bot.favourites.clock import Clock, from_milliseconds, to_milliseconds, utc_now
from bot.favourites.errors import FullError
from bot.favourites.models import (
    DIRECT_MESSAGES,
    MAX_FAVOURITES,
    RETENTION,
    TOP_SIZE,
    Direction,
    Export,
    ExportedStar,
    Favourite,
    RankedName,
    Totals,
    group_of,
    key_of,
)
from bot.favourites.repository import FavouritesRepository, Report
from bot.favourites.sqlite.connection import ReadConnection, WriteConnection, changed
from bot.favourites.sqlite.database import PATIENCE, open_reading, open_writing
from bot.favourites.sqlite.tombstones import bury
from model.domain.condition import Condition
from model.domain.errors import gettext_noop
from model.domain.generation import Provenance
from model.domain.spelling import fold

# Behind the member's others, unless it is among them or they are as many as one may have.
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
_STAR = """
    INSERT INTO star (guild, member, folded, name, countries, gender, sharpness, seed, starred_at,
        place)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, last + 1
    FROM (
        SELECT count(*) AS kept, coalesce(max(place), 0) AS last,
            coalesce(max(folded = ?3), 0) AS mine
        FROM star WHERE guild = ?1 AND member = ?2
    )
    WHERE kept < ?10 AND NOT mine
    RETURNING place
"""
_MINE = "SELECT 1 FROM star WHERE guild = ? AND member = ? AND folded = ?"
_UNSTAR = "DELETE FROM star WHERE guild = ? AND member = ? AND folded = ? RETURNING place"
_JOINED = """
    INSERT INTO guild (id) SELECT value FROM json_each(?) WHERE true
    ON CONFLICT (id) DO UPDATE SET left_at = NULL WHERE left_at IS NOT NULL
"""
_LEFT = """
    INSERT INTO guild (id, left_at) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET left_at = coalesce(left_at, excluded.left_at)
"""
_MISSED = """
    UPDATE guild SET left_at = ?
    WHERE left_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))
"""
# A part at a time, so that nobody's star waits long, and each only of groups that are still gone.
_PURGE_SOME = """
    DELETE FROM star WHERE (guild, member, folded) IN (
        SELECT guild, member, folded FROM star
        WHERE guild IN (SELECT id FROM guild WHERE left_at <= ?) LIMIT 1000
    )
    RETURNING member
"""
_PURGED = """
    DELETE FROM guild
    WHERE left_at <= ? AND NOT EXISTS (SELECT * FROM star WHERE star.guild = guild.id)
    RETURNING id
"""


@asynccontextmanager
async def open_favourites(
    path: Path, clock: Clock = utc_now, *, patience: float = PATIENCE
) -> AsyncIterator[FavouritesRepository]:
    """Open the file that keeps the favourites, or make it.

    Args:
        path: the file; its folder must be there.
        clock: tells when a star is made.
        patience: seconds to wait for another program's lock.

    Raises:
        StoreError: the file cannot be used; it is left as it is.
    """
    async with (
        open_writing(path, patience=patience) as writing,
        open_reading(path, patience=patience) as reading,
    ):
        yield SqliteFavouritesRepository(reading, writing, clock)


class SqliteReader:
    """The questions of `Favourites`, each one query."""

    def __init__(self, reading: ReadConnection) -> None:
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
        return (await self.own(guild, member))[:TOP_SIZE]

    async def top_of_group(self, guild: int) -> tuple[RankedName, ...]:
        """List a group's `TOP` names."""
        rows = await self._reading.rows(_TOP, (group_of(guild), TOP_SIZE))
        return tuple(
            RankedName(name, folded, members, from_milliseconds(first))
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
        if guild == DIRECT_MESSAGES:
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


class SqliteFavouritesRepository(SqliteReader):
    """`Favourites`, which describes the methods, in one file."""

    part = gettext_noop("favourites")

    def __init__(self, reading: ReadConnection, writing: WriteConnection, clock: Clock) -> None:
        super().__init__(reading)
        self._writing = writing
        self._clock = clock

    async def check(self) -> None:
        """See that a change would be taken, by beginning one that changes nothing, and read."""
        async with self._writing.transaction():
            pass
        await self.size()

    async def star(self, guild: int, member: int, name: str, provenance: Provenance | None) -> bool:
        """Star a name, unless it is starred."""
        key = (guild, member, key_of(name))
        when = to_milliseconds(self._clock())
        new = (*key, name, *_columns(provenance), when, MAX_FAVOURITES)
        # A transaction would ask SQLite's thread four times, and most stars are new.
        async with self._writing.turn() as connection:
            if list(await connection.execute_fetchall(_STAR, new)):
                return True
            if list(await connection.execute_fetchall(_MINE, key)):
                return False
        raise FullError(MAX_FAVOURITES)

    async def unstar(self, guild: int, member: int, name: str) -> bool:
        """Take a star back."""
        return bool(await self._writing.run(_UNSTAR, guild, member, fold(name)))

    async def move(self, guild: int, member: int, name: str, way: Direction) -> bool:
        """Change places with a neighbour."""
        ordered = "SELECT folded, place FROM star WHERE guild = ? AND member = ? ORDER BY place"
        put = "UPDATE star SET place = ? WHERE guild = ? AND member = ? AND folded = ?"
        async with self._writing.transaction() as connection:
            order = list(await connection.execute_fetchall(ordered, (guild, member)))
            here = [at for at, (folded, _) in enumerate(order) if folded == fold(name)]
            if not here or not 0 <= here[0] + way < len(order):
                return False
            (moved, place), (neighbour, free) = order[here[0]], order[here[0] + way]
            await changed(connection, put, free, guild, member, moved)
            await changed(connection, put, place, guild, member, neighbour)
        return True

    async def delete_member(self, member: int) -> Report:
        """Delete a member's stars in every group, and bury them, so that no backup revives them."""
        async with self._writing.transaction() as connection:
            stars = await changed(connection, "DELETE FROM star WHERE member = ?", member)
            await bury(connection, member, to_milliseconds(self._clock()))
        await self._writing.wipe()
        return Report(self.part, {"stars": stars})

    async def guild_joined(self, guild: int) -> None:
        """Note that the bot is in a group."""
        await self._writing.run(_JOINED, json.dumps([guild]))

    async def guild_left(self, guild: int) -> None:
        """Note that the bot was removed from a group."""
        await self._writing.run(_LEFT, guild, to_milliseconds(self._clock()))

    async def purge(self, now: datetime, present_guilds: Collection[int]) -> Report:
        """Delete what is kept of groups long gone."""
        present = json.dumps(list(present_guilds))
        until = to_milliseconds(now - RETENTION)
        async with self._writing.transaction() as connection:
            await changed(connection, _JOINED, present)
            await changed(connection, _MISSED, to_milliseconds(now), present)
        stars = 0
        while some := await self._writing.run(_PURGE_SOME, until):
            stars += len(some)
        groups = len(await self._writing.run(_PURGED, until))
        if stars:
            await self._writing.wipe()
        return Report("favourites of groups long gone", {"groups": groups, "stars": stars})


def _columns(
    provenance: Provenance | None,
) -> tuple[str | None, str | None, float | None, int | None]:
    if provenance is None:
        return None, None, None, None
    condition = provenance.condition
    countries = json.dumps(dict(condition.countries))
    return countries, condition.gender, provenance.inverse_temperature, provenance.seed


def _favourite(row: Row) -> Favourite:
    name, folded, countries, gender, sharpness, seed, starred_at = row
    provenance = None
    if countries is not None:
        condition = Condition(tuple(json.loads(countries).items()), gender)
        provenance = Provenance(condition, sharpness, seed)
    return Favourite(name, folded, provenance, from_milliseconds(starred_at))


def _exported(row: Row) -> ExportedStar:
    guild, name, folded, countries, gender, sharpness, seed, starred_at, place = row
    return ExportedStar(
        guild=None if guild == DIRECT_MESSAGES else str(guild),
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
