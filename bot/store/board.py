"""What those who manage a group decide about its top five."""

from collections.abc import Collection, Sequence

from bot.store.database import Database, Transaction, keys, next_number
from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import fold

MAX_HIDDEN_NAMES = 500
"""Names that a group may hide from its top five."""


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

    Stars for a hidden name are kept, but the group's top five leaves it out, and its members are
    not counted. A name may be in any spelling: it is folded here.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hide(self, guild: int, name: str) -> bool:
        """Hide a name that has letters; returns whether it was shown before.

        Raises:
            TooManyHiddenNamesError: the group has hidden `MAX_HIDDEN_NAMES` others.
        """
        key = {"guild": guild, "folded": fold(name)}

        async def hide(transaction: Transaction) -> bool:
            ((names, is_hidden),) = await transaction.fetch("count_hidden", **key)
            if names >= MAX_HIDDEN_NAMES and not is_hidden:
                raise TooManyHiddenNamesError
            number = await next_number(transaction)
            return bool(await transaction.fetch("hide", **key, number=number))

        return await self._database.transact(hide)

    async def unhide(self, guild: int, name: str) -> bool:
        """Show a name again; returns whether it was hidden."""

        async def unhide(transaction: Transaction) -> bool:
            return bool(await transaction.fetch("unhide", guild=guild, folded=fold(name)))

        return await self._database.transact(unhide)

    async def hidden(self, guild: int) -> Sequence[str]:
        """List the hidden names, as they were first starred in the group, else folded."""
        return [name for (name,) in await self._database.fetch("hidden", guild=guild)]

    async def hidden_among(self, guild: int, names: Collection[str]) -> frozenset[str]:
        """Return those of some names, in the spellings given, that are hidden."""
        folded = {name: fold(name) for name in names}
        rows = await self._database.fetch("hidden_among", guild=guild, names=keys(folded.values()))
        hidden = {key for (key,) in rows}
        return frozenset(name for name, key in folded.items() if key in hidden)

    async def takes_typed_names(self, guild: int) -> bool:
        """Return whether members may star names that they type themselves."""
        ((refuses,),) = await self._database.fetch("refuses_typed", guild=guild)
        return not refuses

    async def take_typed_names(self, guild: int, *, take: bool) -> None:
        """Take names that members type, or refuse those without a star in the group."""

        async def decide(transaction: Transaction) -> None:
            if take:
                await transaction.fetch("take_typed", guild=guild)
            else:
                number = await next_number(transaction)
                await transaction.fetch("refuse_typed", guild=guild, number=number)

        await self._database.transact(decide)
