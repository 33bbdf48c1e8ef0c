"""A test or process that leaks the bot's token fails, wherever it leaks."""

import re
import sys
from pathlib import Path

import pytest

from tests.support.processes import run
from tests.wire.discord_server.server import TOKEN
from tests.wire.process import run_python

LEAKING_TESTS = """
import logging, sys
from tests.wire.discord_server.server import TOKEN

def test_of_nothing():
    pass

def test_that_prints():
    print(TOKEN)

def test_that_prints_an_error():
    print(TOKEN, file=sys.stderr)

def test_that_logs():
    logging.getLogger('far.away').warning('%s', TOKEN)

def test_that_logs_an_exception():
    logging.getLogger().error('It broke', exc_info=ValueError(TOKEN))

def test_of_nothing_after_the_others():
    pass
"""


@pytest.mark.slow
def test_leaking_tests_fail_and_no_others(tmp_path: Path) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(LEAKING_TESTS, "utf-8")
    options = ["-v", "-p", "tests.token_watch", "-p", "no:cacheprovider"]
    ended = run(sys.executable, "-m", "pytest", *options, "--rootdir", tmp_path, file)
    outcomes = dict(re.findall(r"::(\w+) (PASSED|FAILED) ", ended.stdout))
    assert outcomes == {
        "test_of_nothing": "PASSED",
        "test_that_prints": "FAILED",
        "test_that_prints_an_error": "FAILED",
        "test_that_logs": "FAILED",
        "test_that_logs_an_exception": "FAILED",
        "test_of_nothing_after_the_others": "PASSED",
    }, ended.stdout
    _, _, failures = ended.stdout.partition("= FAILURES =")
    assert re.findall("^the token is in (.*)$", failures, re.MULTILINE) == [
        "Captured stdout call",
        "Captured stderr call",
        "Captured log call, a record of far.away",
        "Captured log call, a record of root",
    ]


async def test_leaking_process_fails() -> None:
    with pytest.raises(AssertionError, match=r"the token is in the output of .* -c "):
        async with run_python("-c", f"print({TOKEN!r})") as process:
            await process.wait()
