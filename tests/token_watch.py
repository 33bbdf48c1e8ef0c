"""A pytest plugin that fails every test that leaks the bot's token.

It checks every log record of the test process, with its exception, and the captured stdout and
stderr. `tests/wire/process.py` checks the output of every process with `assert_no_token`. A test
that reads pytest's capture itself must check that output itself.
"""

import logging
from collections.abc import Generator

import pytest

from tests.wire.discord_server.server import TOKEN


def assert_no_token(text: str, where: str) -> None:
    """Assert that a text does not contain the token."""
    assert TOKEN not in text, f"the token is in {where}"


class TokenLogHandler(logging.Handler):
    """Records where the token was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if TOKEN in self.format(record):
            self.leaks.append(f"a record of {record.name}")


class TokenLeakPlugin:
    """Fails tests that leak the token."""

    def __init__(self) -> None:
        self._handler = TokenLogHandler()
        logging.getLogger().addHandler(self._handler)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Check the output of a test's phase."""
        report = yield
        leaks = [name for name, text in report.sections if TOKEN in text]
        leaks += self._handler.leaks
        self._handler.leaks = []
        if leaks:
            report.outcome = "failed"
            report.longrepr = f"the token is in {', '.join(leaks)}"
        return report


def pytest_configure(config: pytest.Config) -> None:
    """Register the hooks."""
    config.pluginmanager.register(TokenLeakPlugin(), "token-watch-hooks")
