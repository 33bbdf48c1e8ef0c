"""Members' stars for names, and what a group's add up to."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from bot.store.board import TypedNamesRefusedError
from bot.store.database import Database, Transaction, keys, next_number
from bot.store.errors import NoGroupError, NoLettersError
from model.domain.condition import Condition, Gender
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import Provenance
from model.domain.spelling import fold

DIRECT_MESSAGES = 0
"""Guild id that stands for direct messages, where every member has a list of their own."""
TOP_SIZE = 5
"""Names in a top five."""
MAX_FAVOURITES = 200
"""Favourites of one member in one group."""


class FavouritesFullError(InputError):
    """A member has the maximum number of favourites in a group."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "You have {most} favourites here, which is as many as I can keep. Remove one "
                "first with `/favourites list`."
            ),
            most=MAX_FAVOURITES,
        )


class Standing(IntEnum):
    """Where a member's duels have left a name of theirs."""

    NEW = 0
    BEHIND = 1
    """Behind all names that are settled."""
    SETTLED = 2
    """One of the first of the list."""


@dataclass(frozen=True, slots=True)
class Favourite:
    """A name that a member has starred.

    Attributes:
        name: as it was spelt when first starred in the group.
        folded: the key that all its spellings share.
        provenance: what it was generated from; None if a member typed it.
        starred_at: to the second.
    """

    name: str
    folded: str
    provenance: Provenance | None
    starred_at: datetime


@dataclass(frozen=True, slots=True)
class RankedName:
    """A name of a group's top five.

    Attributes:
        name: as it was spelt when first starred in the group.
        folded: the key that all its spellings share.
        members: how many have starred it.
        first_at: when the first of them did.
        provenance: what its first star was generated from; None if a member typed it.
    """

    name: str
    folded: str
    members: int
    first_at: datetime
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class Starred:
    """What a member has to know after starring a name.

    Attributes:
        is_new: whether they had not starred it before.
        favourites: how many they have in the group now.
        is_hidden: whether the group's managers have hidden the name.
        members: how many have starred it now; 0 in direct messages, or if it is hidden.
    """

    is_new: bool
    favourites: int
    is_hidden: bool
    members: int


def name_key(name: str) -> str:
    """Return the key that all spellings of a name share: José and Jose are one favourite.

    Raises:
        NoLettersError: the text has no letters.
    """
    if folded := fold(name):
        return folded
    raise NoLettersError(name)


def require_group(guild: int) -> int:
    """Return the guild's id if it is a group's.

    Raises:
        NoGroupError: the guild is `DIRECT_MESSAGES`.
    """
    if guild == DIRECT_MESSAGES:
        raise NoGroupError
    return guild


class Stars:
    """Members' stars for names, by group.

    A guild is a group's id or `DIRECT_MESSAGES`. A name may be in any spelling: it is folded here.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def star(
        self, guild: int, member: int, name: str, provenance: Provenance | None
    ) -> Starred:
        """Star a name, last in the member's order; an existing star is unchanged.

        Args:
            guild: where.
            member: who.
            name: as it is shown.
            provenance: what it was generated from; None for a name that a member typed.

        Raises:
            FavouritesFullError: the member has `MAX_FAVOURITES` favourites there.
            NoLettersError: the text has no letters.
            TypedNamesRefusedError: the name is typed, has no star in the group yet, and the group
                takes no such names.
        """
        key = {"guild": guild, "member": member, "folded": name_key(name)}
        columns = {"name": name, **provenance_columns(provenance)}

        async def star(transaction: Transaction) -> Starred:
            ((stars, last, is_starred, is_hidden, refuses_typed),) = await transaction.fetch(
                "own_list", **key
            )
            if not is_starred:
                if stars >= MAX_FAVOURITES:
                    raise FavouritesFullError
                if refuses_typed and provenance is None:
                    raise TypedNamesRefusedError
                number = await next_number(transaction)
                await transaction.fetch("add_star", **key, **columns, place=last + 1, number=number)
                stars += 1
            await record_use(transaction, guild, member)
            members = await _count(transaction, guild, [name]) if guild else {}
            return Starred(not is_starred, stars, bool(is_hidden), members.get(name, 0))

        return await self._database.transact(star)

    async def unstar(self, guild: int, member: int, name: str) -> bool:
        """Remove a star; returns whether there was one."""
        key = {"guild": guild, "member": member, "folded": fold(name)}

        async def unstar(transaction: Transaction) -> bool:
            return bool(await transaction.fetch("remove_star", **key))

        return await self._database.transact(unstar)

    async def favourites(self, guild: int, member: int) -> Sequence[Favourite]:
        """List a member's favourites in their own order."""
        owner = {"guild": guild, "member": member}
        rows = await self._database.fetch("favourites", **owner)
        ((is_recorded,),) = await self._database.fetch("is_use_recorded", **owner)
        if rows and not is_recorded:
            await self._database.transact(lambda each: record_use(each, guild, member))
        return [
            Favourite(name, folded, read_provenance(*columns), to_time(starred_at))
            for name, folded, *columns, starred_at in rows
        ]

    async def top_of_group(
        self,
        guild: int,
        is_allowed: Callable[[str], bool] = lambda _name: True,
        size: int = TOP_SIZE,
    ) -> Sequence[RankedName]:
        """List a group's first names, `size` at most, that are allowed and not hidden.

        Those with the most members come first; of equals, the one that was starred first.

        Raises:
            NoGroupError: the guild is `DIRECT_MESSAGES`.
        """
        limit = size
        while True:
            rows = await self._database.fetch(
                "top_of_group", guild=require_group(guild), size=limit
            )
            allowed = [row for row in rows if is_allowed(row[0])][:size]
            if len(allowed) == size or len(rows) < limit:
                break
            limit *= 4
        return [
            RankedName(name, folded, members, to_time(first_at), read_provenance(*columns))
            for name, folded, members, first_at, *columns in allowed
        ]

    async def count_members(
        self, guild: int, member: int, names: Collection[str]
    ) -> Mapping[str, int]:
        """Count the members who have starred each of the names, keyed by the spellings given.

        Nobody is counted for a name that the group has hidden. In direct messages only the member's
        own star counts.
        """
        if guild == DIRECT_MESSAGES:
            return dict.fromkeys(await self.own_among(guild, member, names), 1)
        return await _count(self._database, guild, names)

    async def own_among(self, guild: int, member: int, names: Collection[str]) -> Collection[str]:
        """Return those of some names, in the spellings given, that a member has starred."""
        folded = {name: fold(name) for name in names}
        owner = {"guild": guild, "member": member}
        rows = await self._database.fetch("own_among", **owner, names=keys(folded.values()))
        own = {key for (key,) in rows}
        return {name for name, key in folded.items() if key in own}

    async def move(self, guild: int, member: int, name: str, steps: int) -> bool:
        """Move a favourite down the member's own order, or up by negative steps.

        It goes no further than to either end.

        Returns:
            Whether the order changed: not at that end, nor for a name that is not a favourite.
        """

        async def move(transaction: Transaction) -> bool:
            standings = await _standings(transaction, guild, member)
            names = [*standings]
            if fold(name) not in names:
                return False
            start = names.index(fold(name))
            end = min(max(start + steps, 0), len(names) - 1)
            names.insert(end, names.pop(start))
            order = {folded: standings[folded] for folded in names}
            if start != end:
                order[names[end]] = _standing_at(end, [*order.values()])
                await _set_order(transaction, guild, member, order)
            return start != end

        return await self._database.transact(move)

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
            names = await _standings(transaction, guild, member)
            order = {name: Standing.SETTLED for name in best if name in names}
            for name in names:
                order.setdefault(name, Standing.BEHIND if name in behind else Standing.NEW)
            await _set_order(transaction, guild, member, order)

        await self._database.transact(settle)

    async def standings(self, guild: int, member: int) -> Mapping[str, Standing]:
        """Return where duels have left the member's favourites, by folded name in their order."""
        return await _standings(self._database, guild, member)


async def record_use(transaction: Transaction, guild: int, member: int) -> None:
    """Record that a member uses what is stored about them in a group, once in thirty days."""
    ((is_recorded,),) = await transaction.fetch("is_use_recorded", guild=guild, member=member)
    if not is_recorded:
        number = await next_number(transaction)
        await transaction.fetch("record_use", guild=guild, member=member, number=number)


def provenance_columns(provenance: Provenance | None) -> Mapping[str, object]:
    """Return a provenance as the columns countries, in JSON, gender, sharpness and seed."""
    if provenance is None:
        return dict.fromkeys(("countries", "gender", "sharpness", "seed"))
    return {
        **condition_columns(provenance.condition),
        "sharpness": provenance.inverse_temperature,
        "seed": provenance.seed,
    }


def condition_columns(condition: Condition | None) -> Mapping[str, object]:
    """Return a condition as the columns countries, in JSON, and gender."""
    if condition is None:
        return {"countries": None, "gender": None}
    return {
        "countries": json.dumps(dict(condition.countries)),
        "gender": condition.with_known_gender.gender,
    }


def read_provenance(
    countries: str | None, gender: Gender | None, sharpness: float, seed: int | None
) -> Provenance | None:
    """Read what `provenance_columns` returned."""
    condition = read_condition(countries, gender)
    return None if condition is None else Provenance(condition, sharpness, seed)


def read_condition(countries: str | None, gender: Gender | None) -> Condition | None:
    """Read what `condition_columns` returned."""
    return None if countries is None else Condition(tuple(json.loads(countries).items()), gender)


def to_time(seconds: int) -> datetime:
    """Return the time of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


async def _count(
    reader: Database | Transaction, guild: int, names: Iterable[str]
) -> Mapping[str, int]:
    folded = {name: fold(name) for name in names}
    rows = await reader.fetch("count_members", guild=guild, names=keys(folded.values()))
    counts = {key: int(members) for key, members in rows}
    return {name: counts.get(key, 0) for name, key in folded.items()}


async def _standings(
    reader: Database | Transaction, guild: int, member: int
) -> Mapping[str, Standing]:
    rows = await reader.fetch("own_order", guild=guild, member=member)
    return {folded: Standing(standing) for folded, standing in rows}


async def _set_order(
    transaction: Transaction, guild: int, member: int, order: Mapping[str, Standing]
) -> None:
    places = {folded: place for place, folded in enumerate(order, 1)}
    columns = {"places": json.dumps(places), "standings": json.dumps(order)}
    await transaction.fetch("set_order", guild=guild, member=member, **columns)


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
