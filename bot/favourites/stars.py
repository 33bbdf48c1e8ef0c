"""Members' stars for names, and what a group's add up to."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from bot.favourites.board import TypedNamesRefusedError
from bot.favourites.clock import Clock, day_of, to_milliseconds
from bot.favourites.database import Database, Reader, Row, Transaction, next_number
from bot.favourites.errors import FavouritesFullError
from bot.favourites.models import (
    DIRECT_MESSAGES,
    MAX_FAVOURITES,
    TOP_SIZE,
    Favourite,
    RankedName,
    Standing,
    Totals,
    name_key,
    require_group,
)
from bot.favourites.rows import provenance_columns, to_favourite, to_ranked_name
from bot.favourites.ties import MAX_TIE_BREAKERS, MAX_TIED_NAMES, break_ties, tied_names
from bot.favourites.uses import Uses
from model.domain.generation import Provenance
from model.domain.spelling import fold


class StarsReader:
    """What a group's stars add up to.

    A group's top five are the names with the most members; ties are broken as `Ties` says, and then
    the one starred first comes first, whatever the clock said.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def size(self) -> int:
        """Return the size of the stored favourites in bytes."""
        ((size,),) = await self._reader.fetch("size")
        return int(size)

    async def top_of_group(
        self,
        guild: int,
        is_allowed: Callable[[str], bool] = lambda _name: True,
        size: int = TOP_SIZE,
    ) -> tuple[RankedName, ...]:
        """List a group's first names, `size` at most, that are allowed and not hidden.

        Raises:
            NoGroupError: the guild is `DIRECT_MESSAGES`.
        """
        limit = size
        while True:
            names = await self._first_of_group(require_group(guild), limit)
            allowed = [name for name in names if is_allowed(name.name)][:size]
            if len(allowed) == size or len(names) < limit:
                return tuple(allowed)
            limit *= 4

    async def _first_of_group(self, guild: int, limit: int) -> Sequence[RankedName]:
        """List a group's first names, after ties are broken."""
        rows = await self._reader.fetch(
            "first_of_group", guild=guild, size=limit, tied_size=MAX_TIED_NAMES
        )
        names = [to_ranked_name(row) for *row, _ in rows]
        breaks_ties = any(row[-1] for row in rows)
        if breaks_ties and (tied := tied_names(names, limit)):
            lists = await self._reader.fetch(
                "lists_of_tie_breakers",
                guild=guild,
                names=self._reader.texts(tied),
                most=MAX_TIE_BREAKERS,
            )
            names = break_ties(names, ((member, folded) for member, folded in lists))
        return names[:limit]

    async def totals(self, guild: int) -> Totals:
        """Count a group's stars, names and members.

        Raises:
            NoGroupError: the guild is `DIRECT_MESSAGES`.
        """
        (row,) = await self._reader.fetch("totals", guild=require_group(guild))
        return Totals(*row)


class Stars(StarsReader):
    """Members' stars for names, by group.

    A guild is a group's id or `DIRECT_MESSAGES`. A name may be in any spelling: it is folded here.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database)
        self._database = database
        self._clock = clock
        self._uses = Uses(database, clock)

    async def star(self, guild: int, member: int, name: str, provenance: Provenance | None) -> bool:
        """Star a name, last in the member's order; `provenance` is None for a name they typed.

        Returns:
            Whether the star is new. An existing one is unchanged, so a retry is harmless.

        Raises:
            FavouritesFullError: the member has `MAX_FAVOURITES` favourites there.
            NoLettersError: the text has no letters.
            TypedNamesRefusedError: the name is typed, has no star in the group yet, and the group
                takes no such names.
        """
        key = {"guild": guild, "member": member, "folded": name_key(name)}
        now = self._clock()
        starred = {"name": name, "starred_at": to_milliseconds(now)}
        generated = provenance_columns(provenance)

        async def star(transaction: Transaction) -> bool:
            await transaction.lock([member], [guild])
            ((stars, last_place, is_starred, is_refused),) = await transaction.fetch(
                "own_list", **key, typed=int(provenance is None)
            )
            if is_starred:
                return False
            if stars >= MAX_FAVOURITES:
                raise FavouritesFullError(MAX_FAVOURITES)
            if is_refused:
                raise TypedNamesRefusedError
            number = await next_number(transaction)
            numbered = {**starred, "sequence": number}
            await transaction.fetch(
                "add_star", **key, **numbered, **generated, place=last_place + 1
            )
            await transaction.fetch("record_use", guild=guild, member=member, day=day_of(now))
            if guild != DIRECT_MESSAGES:
                await transaction.fetch("count_star", guild=guild, folded=key["folded"], **numbered)
            return True

        return await self._database.transact(star)

    async def unstar(self, guild: int, member: int, name: str) -> bool:
        """Remove a star; returns whether it existed."""

        async def unstar(transaction: Transaction) -> bool:
            await transaction.lock([member], [guild])
            key = {"guild": guild, "member": member, "folded": fold(name)}
            stars = await transaction.fetch("find_star", **key)
            return bool(await remove_stars(transaction, stars))

        return await self._database.transact(unstar)

    async def move(self, guild: int, member: int, name: str, steps: int) -> bool:
        """Move a favourite down the member's own order, or up by negative steps.

        It goes no further than to either end. It and those that it passes get each other's places.

        Returns:
            Whether the order changed: not at that end, nor for a name that is not a favourite.
        """

        async def move(transaction: Transaction) -> bool:
            rows = await _lock_order(transaction, guild, member)
            names = [row[0] for row in rows]
            if fold(name) not in names:
                return False
            start = names.index(fold(name))
            end = min(max(start + steps, 0), len(names) - 1)
            names.insert(end, names.pop(start))
            standings = {folded: Standing(standing) for folded, _, standing in rows}
            order = {folded: standings[folded] for folded in names}
            if start != end:
                order[names[end]] = _standing_at(end, [*order.values()])
            return await _set_order(transaction, guild, member, rows, order)

        return await self._database.transact(move, repeatable=False)

    async def settle(
        self, guild: int, member: int, best: Sequence[str], behind: Collection[str]
    ) -> None:
        """Have the member's own order begin with the names that a duel found best.

        Args:
            guild: where.
            member: whose order it is.
            best: folded names, the best first.
            behind: others that were in the duel.
        """

        async def settle(transaction: Transaction) -> None:
            rows = await _lock_order(transaction, guild, member)
            names = [row[0] for row in rows]
            order = {name: Standing.SETTLED for name in best if name in names}
            for name in names:
                order.setdefault(name, Standing.BEHIND if name in behind else Standing.NEW)
            await _set_order(transaction, guild, member, rows, order)

        await self._database.transact(settle)

    async def standings(self, guild: int, member: int) -> Mapping[str, Standing]:
        """Return where duels have left the member's favourites, by folded name in their order."""
        rows = await self._reader.fetch("places", guild=guild, member=member)
        return {folded: Standing(standing) for folded, _, standing in rows}

    async def list_favourites(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List a member's favourites in their own order."""
        await self._uses.note(guild, member)
        rows = await self._reader.fetch("favourites_of_member", guild=guild, member=member)
        return tuple(map(to_favourite, rows))

    async def count_members(
        self, guild: int, member: int, names: Collection[str]
    ) -> Mapping[str, int]:
        """Count the members who have starred each of the names, keyed by the spellings given.

        Nobody is counted for a name that the group has hidden.

        In direct messages only the member's own star counts: 0 or 1.
        """
        await self._uses.note(guild, member)
        keys = {name: fold(name) for name in names}
        texts = self._reader.texts(keys.values())
        if guild == DIRECT_MESSAGES:
            rows = await self._reader.fetch("count_own", guild=guild, member=member, names=texts)
        else:
            rows = await self._reader.fetch("count_members", guild=guild, names=texts)
        counts = {folded: int(members) for folded, members in rows}
        return {name: counts.get(key, 0) for name, key in keys.items()}

    async def record_uses(self) -> None:
        """Record who has used their favourites; a failure is only logged."""
        await self._uses.record()


async def remove_stars(transaction: Transaction, stars: Sequence[Row]) -> int:
    """Remove stars, given as guild, member and folded name, and return how many they are.

    The caller has locked their members, or the whole group.
    """
    gone = Counter((guild, folded) for guild, _, folded in stars if guild != DIRECT_MESSAGES)
    # In one order, so that nobody waits for somebody who waits for them. And first, so that all
    # that is counted in them is committed when the first star that is left is looked up.
    counted = [
        {"guild": guild, "folded": folded, "gone": number}
        for (guild, folded), number in sorted(gone.items())
    ]
    await transaction.many("uncount_stars", counted)
    keys = ("guild", "member", "folded")
    await transaction.many("delete_star", [dict(zip(keys, star, strict=True)) for star in stars])
    await transaction.many("drop_uncounted", counted)
    await transaction.many("find_first_star", counted)
    return len(stars)


async def _lock_order(transaction: Transaction, guild: int, member: int) -> Sequence[Row]:
    """Lock a member's list, and return its names, folded, with their places and standings."""
    await transaction.lock([member], [guild])
    return [tuple(row) for row in await transaction.fetch("places", guild=guild, member=member)]


async def _set_order(
    transaction: Transaction,
    guild: int,
    member: int,
    rows: Sequence[Row],
    order: Mapping[str, Standing],
) -> bool:
    """Give names each other's places, and standings; return whether anything changes.

    Args:
        transaction: which has locked the list.
        guild: where.
        member: whose list it is.
        rows: all of it, as `_lock_order` returned it.
        order: the standings of all names, in their new order.
    """
    changes = [
        {"guild": guild, "member": member, "folded": name, "place": place, "standing": standing}
        for (name, standing), (folded, place, former) in zip(order.items(), rows, strict=True)
        if (name, standing) != (folded, former)
    ]
    await transaction.many("set_place", changes)
    return bool(changes)


def _standing_at(place: int, standings: Sequence[Standing]) -> Standing:
    """Return the standing of a name that the member has moved: whoever moves it settles it.

    Args:
        place: where it is now, from 0.
        standings: of all names, in their new order.
    """
    if Standing.SETTLED in standings[place + 1 :]:
        return Standing.SETTLED
    is_settled = standings[place] is Standing.SETTLED
    is_behind = is_settled and {*standings[:place]} - {Standing.SETTLED}
    return Standing.BEHIND if is_behind else standings[place]
