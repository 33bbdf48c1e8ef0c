"""Errors of favourites: those that a member can fix, and those of the database."""

from model.domain.errors import InputError, gettext_noop


class StoreError(Exception):
    """The database cannot be read or written at the moment; nothing was changed.

    The message is the host's, who can do something about it: it names files and is in English.
    `__cause__` is the underlying error, where there is one.
    """


class StoreBusyError(StoreError):
    """It is in use, or was too slow: in a moment it may work again."""


class FavouritesFullError(InputError):
    """A member has the maximum number of favourites in a group."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            gettext_noop(
                "You have {most} favourites here, which is as many as I can keep. Remove one "
                "first with `/favourites list`."
            ),
            most=limit,
        )


class NoGroupError(InputError):
    """A group's data was requested in direct messages."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "For a server’s top five, ask me in that server. Here you can see your own."
            )
        )


class TooFewStarsError(InputError):
    """What was asked for needs starred names that are not there yet."""


class NoLettersError(InputError):
    """A text contains no letter, so it is not a name."""

    def __init__(self, text: str) -> None:
        super().__init__(
            gettext_noop("{typed!r} has no letters in it, and a name needs at least one."),
            typed=text,
        )
