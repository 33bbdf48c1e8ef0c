"""Logging as text or JSON, without the messages of exceptions.

A message may quote what a user typed, also those of libraries. So the log holds an exception's
types, traceback and error codes only.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType

from bot.runtime.request_context import current_request

SAFE_ATTRIBUTES = ("status", "code", "errno", "strerror", "sqlite_errorname", "sqlstate")
"""Attributes of exceptions whose values never hold user input."""
SENSITIVE_LOGGERS = ("discord", "aiosqlite")
"""Loggers that leak user input and interaction tokens at DEBUG; capped at INFO."""

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class LogFormat(StrEnum):
    """The format of the log."""

    TEXT = "text"
    JSON = "json"


def configure_logging(level: str, log_format: LogFormat) -> None:
    """Log to stderr, unless the root logger has a handler already.

    Args:
        level: the lowest level that is logged.
        log_format: the format; JSON also covers warnings and uncaught exceptions.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if log_format is LogFormat.JSON else TextFormatter())
    logging.basicConfig(level=level, handlers=[handler])
    for name in SENSITIVE_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.getLogger().level, logging.INFO))
    if log_format is LogFormat.JSON:
        logging.captureWarnings(capture=True)
        sys.excepthook = _log_uncaught


class TextFormatter(logging.Formatter):
    """Text for people, with the current request's id, if any, in brackets."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Format a record."""
        request = current_request()
        record.request = "" if request is None else f" [{request.id}]"
        record.exc_text = None  # another handler may have cached it with the message
        text = super().format(record)
        record.exc_text = None
        return text

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's name
        """Format an exception without its message."""
        return format_error(ei[1])


class JsonFormatter(logging.Formatter):
    """A JSON object a line: time (UTC), level, logger, message; request and exception if any."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        request = current_request()
        if request is not None:
            line["request"] = request.id
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = format_error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def error_summary(error: BaseException | None) -> str:
    """Return an exception's type and safe attributes, for instance `NotFound(status=404)`."""
    if error is None:
        return "None"
    values = ((name, _attribute(error, name)) for name in SAFE_ATTRIBUTES)
    details = ", ".join(
        f"{name}={value!r}" for name, value in values if isinstance(value, int | str)
    )
    return f"{type(error).__qualname__}({details})"


def format_error(error: BaseException | None) -> str:
    """Format an exception with its traceback and causes, without any message."""
    return "\n".join(_error_lines(error, set())) if error is not None else ""


def _error_lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen:
        yield from _error_lines(cause, seen)
        yield "which led to:"
    yield "Traceback (most recent call last):"
    yield from "".join(traceback.format_tb(error.__traceback__)).splitlines()
    yield f"{type(error).__module__}.{error_summary(error)}"
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            if id(member) not in seen:
                yield "of which one is:"
                yield from _error_lines(member, seen)


def _attribute(error: BaseException, name: str) -> object:
    # A property may warn when read, as aiohttp's `code` does.
    is_property = isinstance(getattr(type(error), name, None), property)
    return None if is_property else getattr(error, name, None)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger(__name__).critical("Uncaught exception", exc_info=(kind, error, trace))
