"""Ties in a group's top five, broken by the lists of members who agreed to it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from bot.favourites.clock import Clock, to_milliseconds
from bot.favourites.database import Database, Transaction, next_number, note_remains
from bot.favourites.models import RankedName, Scope
from bot.favourites.tombstones import add_tombstone

MAX_TIED_NAMES = 25
"""Of a group's first names, how many are compared by members' lists where they have equal stars."""
MAX_TIE_BREAKERS = 200
"""Members of a group whose lists count: those who agreed first."""


class Ties:
    """Members who let their own order break ties in a group's top five.

    Of two names with equally many stars, a list counts for the one that is higher in it, and for
    one that is in it over one that is not; the name for which most counts comes first. Where that
    decides nothing, the name starred first does.

    So to rank a name higher never hurts it, and whoever agrees puts no name of theirs behind one
    that is not in their list.

    Only that a member has agreed is stored, for as long as they use their favourites there, and
    nobody else is told.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def may_break(self, guild: int, member: int) -> bool:
        """Return whether a member has agreed."""
        return bool(await self._database.fetch("may_break", guild=guild, member=member))

    async def agree(self, guild: int, member: int) -> bool:
        """Let a member's order break ties; returns whether it does now.

        It does not for a member who has never starred anything there.
        """

        async def agree(transaction: Transaction) -> bool:
            await transaction.lock([member], [guild])
            number = await next_number(transaction)
            agreed = {"guild": guild, "member": member, "sequence": number}
            return bool(await transaction.fetch("agree", **agreed))

        return await self._database.transact(agree)

    async def withdraw(self, guild: int, member: int) -> bool:
        """End it, also in backups that are restored later; returns whether it was."""

        async def withdraw(transaction: Transaction) -> bool:
            await transaction.lock([member], [guild])
            number = await next_number(transaction)
            agreed = {"guild": guild, "member": member, "sequence": number}
            if not await transaction.fetch("withdraw", **agreed):
                return False
            scope, now = Scope.of_order(guild, member), to_milliseconds(self._clock())
            await add_tombstone(transaction, scope, number, now)
            await note_remains(transaction)
            return True

        withdrawn = await self._database.transact(withdraw)
        if withdrawn:
            await self._database.erase()
        return withdrawn


def tied_names(names: Sequence[RankedName], size: int) -> list[str]:
    """Return which names, folded, have as many stars as others, so that lists decide on them.

    Args:
        names: a group's first, before ties are broken.
        size: how many come first in the end; those that cannot be among them are left out.
    """
    compared = names[:MAX_TIED_NAMES]
    equals = Counter(name.members for name in compared)
    fewest = min((name.members for name in names[:size]), default=0)
    return [name.folded for name in compared if fewest <= name.members and equals[name.members] > 1]


def break_ties(names: Sequence[RankedName], lists: Iterable[tuple[int, str]]) -> list[RankedName]:
    """Sort a group's first names again by the lists of members who agreed, as `Ties` says.

    Args:
        names: sorted by stars, and equals by which was starred first.
        lists: pairs of a member and a folded name, list by list, each in the member's order.
    """
    compared = names[:MAX_TIED_NAMES]
    members = {name.folded: name.members for name in compared}
    num_equals = Counter(members.values())
    points: Counter[str] = Counter()
    for _, own in groupby(lists, key=itemgetter(0)):
        folded_names = sorted((folded for _, folded in own), key=members.__getitem__)
        for stars, group in groupby(folded_names, key=members.__getitem__):
            listed = list(group)
            for place, folded in enumerate(listed):
                below = num_equals[stars] - 1 - place
                # Those that are not listed are behind all that are. They get no points for it, and
                # the listed as many more: that is the same, list by list.
                points[folded] += below - place + len(listed)
    in_order = sorted(compared, key=lambda name: (-name.members, -points[name.folded]))
    return [*in_order, *names[MAX_TIED_NAMES:]]
