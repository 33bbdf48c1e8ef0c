"""Errors of the store: those that a member can do something about, and those of the database."""

from model.domain.errors import InputError, gettext_noop


class StoreError(Exception):
    """The database cannot be read or written.

    The message is the host's, who can do something about it: it names files and is in English.
    `__cause__` is the underlying error, where there is one.
    """


class StoreBusyError(StoreError):
    """It is in use, away or slow, and in a moment it may work again.

    Whether anything was changed is not known: whoever tries again says what is to be so.
    """


class NoGroupError(InputError):
    """A group's data was requested in direct messages."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "For a server’s top five, ask me in that server. Here you can see your own."
            )
        )


class NoLettersError(InputError):
    """A text contains no letter, so it is not a name."""

    def __init__(self, text: str) -> None:
        super().__init__(
            gettext_noop("{typed!r} has no letters in it, and a name needs at least one."),
            typed=text,
        )
