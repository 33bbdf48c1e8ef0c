"""The process's exit codes."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, from 66 on numbered as in BSD's sysexits.h."""

    OK = 0
    CHECK_FAILED = 1
    """A check found a problem; container health checks may return 0 and 1 only."""
    UNUSABLE_DATABASE = 66
    """The database or a backup cannot be used."""
    DISCORD_ERROR = 75
    """Discord refuses what the bot asks of it, or ended the connection for good."""
    TOKEN_REJECTED = 77
    CONFIG_ERROR = 78


class StartError(Exception):
    """The bot cannot start or go on; `str` says what to do about it.

    Attributes:
        code: the process's exit code.
    """

    def __init__(self, message: str, code: ExitCode) -> None:
        self.code = code
        super().__init__(message)
