"""What can go wrong with favourites: what a member should mend, and what the database cannot do."""

from model.errors import InputError


class StoreError(Exception):
    """Favourites cannot be read or kept just now, and nothing was changed.

    `str` is a line for people, `__cause__` what the database said.
    """


class FullError(InputError):
    """A member has as many favourites in a group as there can be."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"You have {most} favourites here, and more I cannot keep. Remove one first."
        )


class NoGroupError(InputError):
    """Something of a group's was asked for where there is none."""

    def __init__(self) -> None:
        super().__init__(
            "Direct messages have no group, so no top five of one. Ask in a server, or for yours."
        )


class NamelessError(InputError):
    """A text has nothing that a name consists of."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no name: a favourite needs a letter at least.")
