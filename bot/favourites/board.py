"""What those who manage a group decide about its board: the names that all of it see."""

from collections.abc import Collection

from bot.favourites.database import Database, Transaction, next_number
from bot.favourites.models import DIRECT_MESSAGES, MAX_HIDDEN_NAMES, name_key, require_group
from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import fold


class TypedNamesRefusedError(InputError):
    """A member typed a name in a group that takes none, and that has no star there."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "In this server, you can only star names I came up with, and most of this "
                "one’s letters were typed by a member. Get some of mine with `/name`."
            )
        )


class TooManyHiddenNamesError(InputError):
    """A group has hidden as many names as it may."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "This server has {most} hidden names, which is as many as I can keep. Bring one "
                "back first with `/board unhide`."
            ),
            most=MAX_HIDDEN_NAMES,
        )


class Board:
    """The names that groups have hidden, and whether they take names that members type.

    A name may be in any spelling: it is folded here. Stars for a hidden name are kept, but the
    group's top five leaves it out, and its members are not counted. Methods about a group raise
    `NoGroupError` if the guild is `DIRECT_MESSAGES`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hide(self, guild: int, name: str) -> bool:
        """Hide a name; returns whether it was shown before.

        Raises:
            NoLettersError: the text has no letters.
            TooManyHiddenNamesError: the group has hidden `MAX_HIDDEN_NAMES` others.
        """
        key = {"guild": require_group(guild), "folded": name_key(name)}

        async def hide(transaction: Transaction) -> bool:
            await transaction.lock_group(guild)
            ((names, is_hidden),) = await transaction.fetch("count_hidden", **key)
            if is_hidden:
                return False
            if names >= MAX_HIDDEN_NAMES:
                raise TooManyHiddenNamesError
            await transaction.fetch("hide", **key, sequence=await next_number(transaction))
            return True

        return await self._database.transact(hide)

    async def unhide(self, guild: int, name: str) -> bool:
        """Show a name again; returns whether it was hidden."""
        key = {"guild": require_group(guild), "folded": fold(name)}

        async def unhide(transaction: Transaction) -> bool:
            await transaction.lock_group(guild)
            return bool(await transaction.fetch("unhide", **key))

        return await self._database.transact(unhide)

    async def hidden(self, guild: int) -> tuple[str, ...]:
        """List the hidden names, as they were first starred in the group, else folded."""
        rows = await self._database.fetch("hidden", guild=require_group(guild))
        return tuple(name for (name,) in rows)

    async def hidden_among(self, guild: int, names: Collection[str]) -> frozenset[str]:
        """Return those of some names, in the spellings given, that are hidden.

        In direct messages none is.
        """
        if guild == DIRECT_MESSAGES:
            return frozenset()
        keys = {name: fold(name) for name in names}
        texts = self._database.texts(keys.values())
        rows = await self._database.fetch("hidden_among", guild=guild, names=texts)
        hidden = {folded for (folded,) in rows}
        return frozenset(name for name, key in keys.items() if key in hidden)

    async def shown(self, guild: int, limit: int) -> tuple[str, ...]:
        """List the names that have stars and are not hidden, those with most stars first."""
        rows = await self._database.fetch("shown", guild=require_group(guild), size=limit)
        return tuple(name for (name,) in rows)

    async def takes_typed_names(self, guild: int) -> bool:
        """Return whether members may star names that they type themselves."""
        return not await self._database.fetch("refuses_typed", guild=require_group(guild))

    async def take_typed_names(self, guild: int, *, take: bool) -> None:
        """Take names that members type, or refuse those without a star in the group."""
        group = require_group(guild)

        async def decide(transaction: Transaction) -> None:
            await transaction.lock_group(group)
            if take:
                await transaction.fetch("take_typed", guild=group)
            else:
                number = await next_number(transaction)
                await transaction.fetch("refuse_typed", guild=group, sequence=number)

        await self._database.transact(decide)


async def delete_decisions(transaction: Transaction, guild: int, until: int) -> int:
    """Delete what a group, which is locked, has decided up to a number; return how much."""
    decided = {"guild": guild, "sequence": until}
    queries = ("delete_hidden", "delete_refusal")
    return sum([len(await transaction.fetch(query, **decided)) for query in queries])
