"""How the log is written, and what it leaves out."""

import asyncio
import json
import logging
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.runtime.log import JsonFormatter, TextFormatter, named, told
from bot.runtime.request_context import start_request

TYPED = "Zxqvlandia"
ROOT = Path(__file__).parents[3]
FORMATTERS = pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()], ids=type)


def record(error: BaseException | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("bot.somewhere", logging.ERROR, "x.py", 1, "It %s", ("broke",), info)


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error):
        return error


def test_a_json_line_says_when_in_utc_how_bad_where_and_what() -> None:
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


async def test_a_line_about_a_request_has_its_id() -> None:
    async def answer() -> tuple[str, str, str]:
        request = start_request("/name")
        text, line = TextFormatter().format(record()), JsonFormatter().format(record())
        return request.id, text, line

    id_, text, line = await asyncio.create_task(answer())
    assert f"ERROR bot.somewhere [{id_}]: It broke" in text
    assert json.loads(line)["request"] == id_
    assert "ERROR bot.somewhere: It broke" in TextFormatter().format(record())


@FORMATTERS
def test_an_exception_is_told_by_its_place_and_not_by_its_message(
    formatter: logging.Formatter,
) -> None:
    error = raised(ValueError(f"{TYPED} is none"), raised(KeyError(TYPED)))
    error.add_note(TYPED)
    broke = record(error)
    logging.Formatter().format(broke)  # another handler, which tells all, comes first
    line = formatter.format(broke)
    assert TYPED not in line
    assert "ValueError" in line
    assert "KeyError" in line
    assert "in raised" in line


def test_a_group_of_exceptions_is_told_one_by_one() -> None:
    group = raised(ExceptionGroup(TYPED, [raised(KeyError(TYPED)), OSError(28, "No space")]))
    assert "KeyError" in told(group)
    assert "OSError(errno=28, strerror='No space')" in told(group)
    assert TYPED not in told(group)


def test_a_circle_of_causes_is_told_once() -> None:
    first, second = KeyError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    assert told(first).count("ValueError") == 1


def test_the_numbers_of_an_exception_are_told() -> None:
    refused = type("Refused", (Exception,), vars(SimpleNamespace(status=400, code=50035)))
    assert named(refused(TYPED)) == "Refused(status=400, code=50035)"


def test_as_json_what_nobody_caught_and_warnings_are_lines_too() -> None:
    code = (
        "import sys, warnings\n"
        "from bot.runtime.log import LogFormat, set_up\n"
        "set_up('INFO', LogFormat.JSON)\n"
        "warnings.warn('old', stacklevel=1)\n"
        "raise ValueError(sys.argv[1])\n"
    )
    ended = subprocess.run(  # noqa: S603 - a command of our own
        [sys.executable, "-c", code, TYPED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    warned, uncaught = map(json.loads, ended.stderr.splitlines())
    assert ended.returncode == 1
    assert "old" in warned["message"]
    assert "ValueError" in uncaught["exception"]
    assert uncaught["level"] == "CRITICAL"
    assert TYPED not in ended.stderr
