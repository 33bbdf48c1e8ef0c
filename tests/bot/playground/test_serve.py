import asyncio
import errno
import os
import signal
import socket
import sys
import webbrowser
from contextlib import AbstractAsyncContextManager, closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
from simcord import Env, Preview

from bot.playground import simulation
from bot.playground.serve import MAX_STARTS, open_in_browser, serve, sync_clock
from bot.runtime.exit_codes import ExitCode
from bot.services.name_service import NameService
from tests.bot.playground.conftest import Playground
from tests.support.patience import PATIENCE

LOOPBACK = "127.0.0.1"


class FakeBrowser:
    """Fetches the page that it is asked to open, then ends the playground by a signal."""

    def __init__(self, signum: signal.Signals) -> None:
        self._signal = signum
        self.url = ""
        self.page = ""

    def open(self, url: str) -> None:
        self.url = url
        try:
            with closing(HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)) as connection:
                connection.request("GET", "/")
                self.page = connection.getresponse().read().decode()
        finally:
            os.kill(os.getpid(), self._signal)


def install_fake_browser(
    monkeypatch: pytest.MonkeyPatch, signum: signal.Signals = signal.SIGINT
) -> FakeBrowser:
    """Replace the browser that the playground opens."""
    browser = FakeBrowser(signum)
    monkeypatch.setenv("BROWSER", "fake")
    monkeypatch.setattr(webbrowser, "open", browser.open)
    return browser


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_printed_address_is_opened_and_serves_a_page_until_a_signal_frees_the_port(
    signum: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = install_fake_browser(monkeypatch, signum)
    assert serve(0, open_browser=True) == ExitCode.OK
    assert "<!doctype html>" in browser.page
    with closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, urlsplit(browser.url).port))
        listener.listen()
    printed = capsys.readouterr().out
    assert browser.url in printed.split()
    assert printed.endswith("The playground has ended.\n")


def test_ctrl_c_exits_with_zero_without_signal_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse = Mock(side_effect=NotImplementedError)
    monkeypatch.setattr(asyncio.SelectorEventLoop, "add_signal_handler", refuse)
    install_fake_browser(monkeypatch)
    assert serve(0, open_browser=True) == ExitCode.OK


def test_a_start_that_is_stuck_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    timeouts = iter([0.0] * (MAX_STARTS - 1))

    def open_anew(
        name_service: NameService, port: int, language: str | None
    ) -> AbstractAsyncContextManager[tuple[Env, Preview]]:
        monkeypatch.setattr(simulation, "START_TIMEOUT", next(timeouts, 20.0))
        return simulation.open_playground(name_service, port, language)

    monkeypatch.setattr("bot.playground.serve.open_playground", open_anew)
    browser = install_fake_browser(monkeypatch)
    assert serve(0, open_browser=True) == ExitCode.OK
    assert "<!doctype html>" in browser.page


def test_a_start_that_stays_stuck_is_reported_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulation.START_TIMEOUT >= 20
    monkeypatch.setattr(simulation, "START_TIMEOUT", 0.0)
    assert serve(0, open_browser=False) == ExitCode.DISCORD_ERROR
    assert "since this computer is very busy" in capsys.readouterr().err


def test_port_in_use_is_reported_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as listener:
        port = listener.getsockname()[1]
        assert serve(port, open_browser=False) == ExitCode.CONFIG_ERROR
    stderr = capsys.readouterr().err
    assert stderr == (
        f"Port {port} isn't available: {os.strerror(errno.EADDRINUSE)}. "
        "Choose another with --port; --port 0 takes any that is free.\n"
    )


def test_invalid_port_is_reported_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(65536, open_browser=False) == ExitCode.CONFIG_ERROR
    stderr = capsys.readouterr().err
    assert stderr == "The playground cannot start: port must be an integer between 0 and 65535\n"


def test_missing_simcord_is_reported_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "simcord", None)
    assert serve(0, open_browser=False) == ExitCode.CONFIG_ERROR
    stderr = capsys.readouterr().err
    assert "`make run`" in stderr
    assert "nomen[playground]" in stderr


def test_text_browsers_are_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    open_in_browser("http://127.0.0.1/")
    assert not opened


async def test_clock_follows_real_time(playground: Playground) -> None:
    async with playground() as (env, _):
        started_at = env.now()
        assert abs(datetime.now(UTC) - started_at) < timedelta(minutes=1)
        shutdown_requested = asyncio.Event()
        asyncio.get_running_loop().call_later(0.01, shutdown_requested.set)
        await sync_clock(env, shutdown_requested)
        assert env.now() > started_at
