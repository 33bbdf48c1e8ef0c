"""How the process ends."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, numbered as by BSD's sysexits, but for `FAILED`.

    `NO_INPUT` is a database or a backup that cannot be used. `FAILED` is a check that found
    something bad: of a health check a container takes no other code than this one and `DONE`.
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
