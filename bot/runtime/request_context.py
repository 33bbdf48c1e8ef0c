"""What is known of the request that is being answered, wherever in the bot that is asked."""

import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a request."""

    OK = "ok"
    REFUSED = "refused"
    """The member asked for what cannot be, and was told what can."""
    RATE_LIMITED = "slowed"
    """The member asked too often, and was told when to ask again."""
    BUSY = "busy"
    TIMEOUT = "late"
    """There was no answer before its deadline."""
    DATABASE_ERROR = "store"
    """The database did not do what was asked of it."""
    OUTDATED = "stale"
    """A command or a button was of another version."""
    FORBIDDEN = "forbidden"
    """Discord did not let the bot answer there."""
    SHUTTING_DOWN = "closed"
    """It came when the bot was ending."""
    CANCELLED = "cut"
    """The bot ended before the request did."""
    FAILED = "failed"


@dataclass(slots=True)
class Request:
    """One command, press or completion, from when it was let in; it changes until it is done.

    Attributes:
        command: which, of a bounded number: the name of a command or the kind of a button.
        id: what its lines in the log and the member's error message have in common.
        began: when it came, in seconds of `time.perf_counter`.
        answered: when Discord had taken the first answer, by the same clock; None until then.
        outcome: what has become of it so far.
    """

    command: str
    id: str = field(default_factory=lambda: secrets.token_hex(3))
    started_at: float = field(default_factory=time.perf_counter)
    answered_at: float | None = None
    outcome: Outcome = Outcome.OK


_current: ContextVar[Request | None] = ContextVar("request", default=None)


def start_request(command: str) -> Request:
    """Begin a request: all that the running task does from here on is for it."""
    request = Request(command)
    _current.set(request)
    return request


def current() -> Request | None:
    """The request that the running task answers; None outside of any."""
    return _current.get()
