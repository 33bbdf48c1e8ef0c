"""Errors of favourites: those that a member can fix, and those of the database."""

from model.domain.errors import InputError, UserFacingError, gettext_noop


class StoreError(UserFacingError):
    """The database cannot be read or written at the moment; nothing was changed.

    `__cause__` is the underlying error, where there is one.
    """


class FavouritesFullError(InputError):
    """A member has the maximum number of favourites in a group."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            gettext_noop(
                "You have {most} favourites here, and more I cannot keep. Remove one first."
            ),
            most=limit,
        )


class NoGroupError(InputError):
    """A group's data was requested in direct messages."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "Direct messages have no group, so no top five of one. Ask in a server, or for "
                "yours."
            )
        )


class NoLettersError(InputError):
    """A text contains no letter, so it is not a name."""

    def __init__(self, text: str) -> None:
        super().__init__(
            gettext_noop("{typed!r} is no name: a favourite needs a letter at least."), typed=text
        )
