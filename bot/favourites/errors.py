"""What can go wrong with favourites: what a member should mend, and what the database cannot do."""

from model.domain.errors import InputError, UserFacingError, gettext_noop


class StoreError(UserFacingError):
    """Favourites cannot be read or kept just now, and nothing was changed.

    `__cause__` is what the database said.
    """


class FullError(InputError):
    """A member has as many favourites in a group as there can be."""

    def __init__(self, most: int) -> None:
        super().__init__(
            gettext_noop(
                "You have {most} favourites here, and more I cannot keep. Remove one first."
            ),
            most=most,
        )


class NoGroupError(InputError):
    """Something of a group's was asked for where there is none."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "Direct messages have no group, so no top five of one. Ask in a server, or for "
                "yours."
            )
        )


class NamelessError(InputError):
    """A text has nothing that a name consists of."""

    def __init__(self, text: str) -> None:
        super().__init__(
            gettext_noop("{typed!r} is no name: a favourite needs a letter at least."), typed=text
        )
