"""A pytest plugin: it looks for the bot's token in all that tests write, and fails who shows it.

It reads every log record of the test process, with its exception, what pytest captured of stdout
and stderr, and what `look_through` is given: `tests/wire/process.py` gives it the output of every
process. What a test takes out of pytest's capture itself is that test's own to look through.
"""

import logging
from collections.abc import Generator

import pytest

from tests.wire.discord_server.server import TOKEN


def assert_no_token(text: str, where: str) -> None:
    """Look for the token.

    Raises:
        AssertionError: it is there.
    """
    assert TOKEN not in text, f"the token is in {where}"


class TokenLogHandler(logging.Handler):
    """Remembers where the token was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if TOKEN in self.format(record):
            self.leaks.append(f"a record of {record.name}")


class TokenLeakPlugin:
    """Makes a test fail that shows the token."""

    def __init__(self) -> None:
        self._handler = TokenLogHandler()
        logging.getLogger().addHandler(self._handler)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self,
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Look through what a phase of a test has written."""
        report = yield
        leaks = [name for name, text in report.sections if TOKEN in text]
        leaks += self._handler.leaks
        self._handler.leaks = []
        if leaks:
            report.outcome = "failed"
            report.longrepr = f"the token is in {', '.join(leaks)}"
        return report


def pytest_configure(config: pytest.Config) -> None:
    """Watch from here on."""
    config.pluginmanager.register(TokenLeakPlugin(), "token-watch-hooks")
