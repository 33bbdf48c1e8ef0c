"""How the process ends."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, as BSD's sysexits number them; `NO_INPUT` is a database that cannot be used.

    `FAILED` is the one answer other than `DONE` that who asks for health understands.
    """

    DONE = 0
    FAILED = 1
    NO_INPUT = 66
    UNREACHABLE = 75
    REFUSED = 77
    NOT_SET_UP = 78


class StartError(Exception):
    """The bot cannot start; `str` says what to do about it.

    Attributes:
        code: what the process should exit with.
    """

    def __init__(self, message: str, code: Exit) -> None:
        self.code = code
        super().__init__(message)
