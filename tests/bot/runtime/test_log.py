"""The log's formats, and that exceptions' messages stay out of it."""

import asyncio
import json
import logging
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.runtime.log import JsonFormatter, TextFormatter, error_summary, format_error
from bot.runtime.request_context import start_request
from tests.support.processes import run

TYPED = "Zxqvlandia"


def record(error: BaseException | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("bot.somewhere", logging.ERROR, "x.py", 1, "It %s", ("broke",), info)


def caught(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error):
        return error


def test_json_record_has_utc_time_level_logger_and_message() -> None:
    broke = record()
    broke.created = datetime(2026, 11, 24, 12, 30, 15, 250_000, UTC).timestamp()
    line = JsonFormatter().format(broke)
    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2026-11-24T12:30:15.250Z",
        "level": "ERROR",
        "logger": "bot.somewhere",
        "message": "It broke",
    }


async def test_records_carry_the_request_id() -> None:
    async def answer() -> tuple[str, str, str]:
        request = start_request("/name")
        text, line = TextFormatter().format(record()), JsonFormatter().format(record())
        return request.id, text, line

    id_, text, line = await asyncio.create_task(answer())
    assert f"ERROR bot.somewhere [{id_}]: It broke" in text
    assert json.loads(line)["request"] == id_
    assert "ERROR bot.somewhere: It broke" in TextFormatter().format(record())


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()], ids=type)
def test_exceptions_are_logged_without_their_messages(formatter: logging.Formatter) -> None:
    error = caught(ValueError(f"{TYPED} is none"), caught(KeyError(TYPED)))
    error.add_note(TYPED)
    broke = record(error)
    logging.Formatter().format(broke)  # another handler caches the full text
    line = formatter.format(broke)
    assert TYPED not in line
    assert all(part in line for part in ("ValueError", "KeyError", "in caught"))


def test_exception_groups_are_expanded() -> None:
    group = caught(ExceptionGroup(TYPED, [caught(KeyError(TYPED)), OSError(28, "No space")]))
    assert "KeyError" in format_error(group)
    assert "OSError(errno=28, strerror='No space')" in format_error(group)
    assert TYPED not in format_error(group)


def test_circular_causes_are_logged_once() -> None:
    first, second = KeyError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    assert format_error(first).count("ValueError") == 1


def test_error_codes_are_logged() -> None:
    refused = type("Refused", (Exception,), vars(SimpleNamespace(status=400, code=50035)))
    assert error_summary(refused(TYPED)) == "Refused(status=400, code=50035)"


def test_json_covers_uncaught_exceptions_and_warnings() -> None:
    code = (
        "import sys, warnings\n"
        "from bot.runtime.log import LogFormat, configure_logging\n"
        "configure_logging('INFO', LogFormat.JSON)\n"
        "warnings.warn('old', stacklevel=1)\n"
        "raise ValueError(sys.argv[1])\n"
    )
    process = run(sys.executable, "-c", code, TYPED)
    warning, uncaught = map(json.loads, process.stderr.splitlines())
    assert process.returncode == 1
    assert "old" in warning["message"]
    assert "ValueError" in uncaught["exception"]
    assert uncaught["level"] == "CRITICAL"
    assert TYPED not in process.stderr
