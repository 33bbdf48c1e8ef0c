"""How the log is written: a line a record, for people or for programs.

Of an exception it holds the types, the places and the numbers, and never the message: that may say
what a member typed, and not all that raises is ours.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType

from bot.runtime.request_context import current

DETAILS = ("status", "code", "errno", "strerror", "sqlite_errorname")
"""Attributes of exceptions that are of a fixed set, whatever was typed."""
CONFIDING = ("discord", "aiosqlite")
"""Loggers that write down, at DEBUG, what members type and star, and the keys to answer them."""

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class LogFormat(StrEnum):
    """For whom the log is."""

    TEXT = "text"
    JSON = "json"


def set_up(level: str, form: LogFormat) -> None:
    """Write the log to stderr from here on, unless somebody has seen to it already.

    Args:
        level: the least important that is written.
        form: how it is written; as JSON, warnings and what nobody caught are records too.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if form is LogFormat.JSON else TextFormatter())
    logging.basicConfig(level=level, handlers=[handler])
    for name in CONFIDING:
        library = logging.getLogger(name)
        library.setLevel(max(logging.getLogger().level, logging.INFO))
    if form is LogFormat.JSON:
        logging.captureWarnings(capture=True)
        sys.excepthook = _log_uncaught


class TextFormatter(logging.Formatter):
    """A line for people, with the request's id in brackets where it is about one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        request = current()
        record.request = "" if request is None else f" [{request.id}]"
        record.exc_text = None  # another handler may have written it with its message
        text = super().format(record)
        record.exc_text = None
        return text

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's name
        """Write an exception without its message."""
        return told(ei[1])


class JsonFormatter(logging.Formatter):
    """A JSON object for programs: time (UTC), level, logger, message, and what else there is."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        request = current()
        if request is not None:
            line["request"] = request.id
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def named(error: BaseException | None) -> str:
    """Name an exception by its type and its numbers, for instance `NotFound(status=404)`."""
    if error is None:
        return "None"
    found = ((name, _detail(error, name)) for name in DETAILS)
    details = ", ".join(f"{name}={value!r}" for name, value in found if _is_fixed(value))
    return f"{type(error).__qualname__}({details})"


def told(error: BaseException | None) -> str:
    """Tell an exception, where it came from, and what brought it about, without any message."""
    return "\n".join(_lines(error, set())) if error is not None else ""


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield "which led to:"
    yield "Traceback (most recent call last):"
    yield from "".join(traceback.format_tb(error.__traceback__)).splitlines()
    yield f"{type(error).__module__}.{named(error)}"
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            if id(part) not in seen:
                yield "of which one is:"
                yield from _lines(part, seen)


def _detail(error: BaseException, name: str) -> object:
    # What a property works out may warn, as aiohttp's `code` does.
    worked_out = isinstance(getattr(type(error), name, None), property)
    return None if worked_out else getattr(error, name, None)


def _is_fixed(value: object) -> bool:
    return isinstance(value, int | str)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger(__name__).critical("Nobody caught this", exc_info=(kind, error, trace))
