"""The request that the running task serves, available anywhere in the bot."""

import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How a request ended."""

    OK = "ok"
    REFUSED = "refused"
    """The input was invalid; the user was told what is valid."""
    RATE_LIMITED = "slowed"
    """The user asked too often and was told when to ask again."""
    BUSY = "busy"
    TIMEOUT = "late"
    """The work missed its deadline."""
    DATABASE_ERROR = "store"
    """The database failed."""
    OUTDATED = "stale"
    """The command or button is of another version."""
    FORBIDDEN = "forbidden"
    """Discord did not let the bot respond in the channel."""
    EXPIRED = "expired"
    """The request arrived when Discord had told the user that it failed."""
    SHUTTING_DOWN = "closed"
    """The request arrived during shutdown."""
    CANCELLED = "cut"
    """The bot shut down before the request was done."""
    FAILED = "failed"


@dataclass(slots=True)
class Request:
    """One command, button press or autocompletion, updated until it is done.

    Attributes:
        command: the command's name or the button's kind; takes a bounded number of values.
        id: links the request's log records to the error message that the user sees.
        started_at: when it was admitted, in seconds of `time.perf_counter`.
        answered_at: when Discord had received the first response, by the same clock, or None.
        outcome: its outcome so far.
    """

    command: str
    id: str = field(default_factory=lambda: secrets.token_hex(3))
    started_at: float = field(default_factory=time.perf_counter)
    answered_at: float | None = None
    outcome: Outcome = Outcome.OK


_current: ContextVar[Request | None] = ContextVar("request", default=None)


def start_request(command: str) -> Request:
    """Start a request and make it the running task's current one."""
    request = Request(command)
    _current.set(request)
    return request


def current_request() -> Request | None:
    """Return the request that the running task serves, or None."""
    return _current.get()
