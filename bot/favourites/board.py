"""What those who manage a group decide about its board: the names that all of it see."""

from collections.abc import Collection
from typing import Protocol

from bot.favourites.models import MAX_HIDDEN_NAMES
from model.domain.errors import InputError, gettext_noop


class TypedNamesRefusedError(InputError):
    """A member typed a name in a group that takes none, and that has no star there."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "This server doesn’t take names that members type themselves. Star one I invented "
                "instead: get some with `/name`."
            )
        )


class TooManyHiddenNamesError(InputError):
    """A group has hidden as many names as it may."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "{most} names are already hidden here, and that’s the most I can keep. Unhide one "
                "first with `/board unhide`."
            ),
            most=MAX_HIDDEN_NAMES,
        )


class Board(Protocol):
    """The names that groups have hidden, and whether they take names that members type.

    A name may be in any spelling: it is folded here. Stars for a hidden name are kept, but the
    group's top five leaves it out, and its members are not counted. Every method may raise
    `StoreError`, and then nothing was changed; those about a group raise `NoGroupError` if the
    guild is `DIRECT_MESSAGES`.
    """

    async def hide(self, guild: int, name: str) -> bool:
        """Hide a name; returns whether it was shown before.

        Raises:
            NoLettersError: the text has no letters.
            TooManyHiddenNamesError: the group has hidden `MAX_HIDDEN_NAMES` others.
        """

    async def unhide(self, guild: int, name: str) -> bool:
        """Show a name again; returns whether it was hidden."""

    async def hidden(self, guild: int) -> tuple[str, ...]:
        """List the hidden names, as they were first starred in the group, else folded."""

    async def hidden_among(self, guild: int, names: Collection[str]) -> frozenset[str]:
        """Return those of some names, in the spellings given, that are hidden.

        In direct messages none is.
        """

    async def shown(self, guild: int, limit: int) -> tuple[str, ...]:
        """List the names that have stars and are not hidden, those with most stars first."""

    async def takes_typed_names(self, guild: int) -> bool:
        """Return whether members may star names that they type themselves."""

    async def take_typed_names(self, guild: int, *, take: bool) -> None:
        """Take names that members type, or refuse those without a star in the group."""
