import asyncio
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import webbrowser
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import pytest
from simcord import MemberActor

from bot import playground
from bot.runtime.exit_codes import Exit
from bot.services.name_service import NameService
from tests.bot.stage import refused, shown

LOOPBACK = "127.0.0.1"
ENOUGH = 20.0
"""Seconds within which anything here has happened on the slowest machine."""


class Visitor:
    """Stands where the browser would: opens the address once, then ends the playground."""

    def __init__(self, ending: signal.Signals) -> None:
        self._ending = ending
        self.url = ""
        self.page = ""

    def open(self, url: str) -> None:
        self.url = url
        try:
            self.page = fetch(port_of(url), "/")
        finally:
            os.kill(os.getpid(), self._ending)


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def fetch(port: int, path: str) -> str:
    with closing(HTTPConnection(LOOPBACK, port, timeout=ENOUGH)) as line:
        line.request("GET", path)
        return line.getresponse().read().decode()


def visit(monkeypatch: pytest.MonkeyPatch, ending: signal.Signals = signal.SIGINT) -> Visitor:
    """Have the browser that the playground opens be a visitor."""
    visitor = Visitor(ending)
    monkeypatch.setenv("BROWSER", "visitor")
    monkeypatch.setattr(webbrowser, "open", visitor.open)
    return visitor


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_playground_with_zero_and_frees_its_port(
    ending: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = visit(monkeypatch, ending)
    assert playground.serve(0, open_browser=True) == Exit.DONE
    with closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port_of(visitor.url)))
        listener.listen()
    assert capsys.readouterr().out.endswith("The playground has ended.\n")


def test_the_address_that_is_printed_is_the_one_that_is_opened_and_it_serves_a_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = visit(monkeypatch)
    playground.serve(0, open_browser=True)
    assert visitor.url in capsys.readouterr().out.split()
    assert "<!doctype html>" in visitor.page


def test_ctrl_c_ends_it_with_zero_where_the_event_loop_takes_no_signal_handlers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(asyncio.SelectorEventLoop, "add_signal_handler", refuse)
    visit(monkeypatch)
    assert playground.serve(0, open_browser=True) == Exit.DONE


def test_a_port_in_use_is_told_in_one_line_that_names_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as taken:
        port = taken.getsockname()[1]
        assert playground.serve(port, open_browser=False) == Exit.NOT_SET_UP
    told = capsys.readouterr().err
    assert told == (
        f"Port {port} cannot be had: {os.strerror(errno.EADDRINUSE)}. "
        "Choose another with --port; --port 0 takes any that is free.\n"
    )


def test_a_port_that_cannot_exist_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert playground.serve(65536, open_browser=False) == Exit.NOT_SET_UP
    told = capsys.readouterr().err
    assert told == "The playground cannot start: port must be an integer between 0 and 65535\n"


def test_without_simcord_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "simcord", None)
    assert playground.serve(0, open_browser=False) == Exit.NOT_SET_UP
    told = capsys.readouterr().err
    assert "`make run`" in told
    assert "nomen[playground]" in told


def test_the_running_bot_loads_nothing_of_the_playground() -> None:
    code = "import sys, bot.__main__, bot.app; print(*sys.modules)"
    listed = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert not {"bot.playground", "simcord", "webbrowser"} & set(listed.stdout.split())


def test_where_only_a_text_browser_could_be_opened_none_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    playground.open_in_browser("http://127.0.0.1/")
    assert not opened


def test_the_time_zone_is_one_that_the_page_knows() -> None:
    assert playground.local_timezone() in available_timezones()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is not loopback")
async def test_it_listens_on_the_loopback_address_alone(naming: NameService) -> None:
    async with playground.open_playground(naming, 0) as (_, page):
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", port_of(page.url))


async def test_three_members_meet_a_welcome_that_says_what_to_try(naming: NameService) -> None:
    async with playground.open_playground(naming, 0) as (_, page):
        assert tuple(viewer.name for viewer in page.viewers) == ("mirel", "tavio", "nilou")
        (welcome,) = page.channel.history()
        (message,) = (await page.snapshot())["messages"].values()
        assert welcome.author.name == "Nomen"
        assert "/name country: Netherlands" in str(message)


async def test_its_clock_starts_today_and_goes_with_the_real_one(naming: NameService) -> None:
    async with playground.open_playground(naming, 0) as (env, page):
        begun = env.now()
        assert abs(datetime.now(UTC) - begun) < timedelta(minutes=1)
        told_to_end = asyncio.Event()
        asyncio.get_running_loop().call_later(0.01, told_to_end.set)
        await playground.keep_time(env, page, told_to_end)
        assert env.now() > begun


async def test_it_ends_when_the_page_is_ended(naming: NameService) -> None:
    async with (
        playground.open_playground(naming, 0) as (env, page),
        asyncio.timeout(ENOUGH),
        asyncio.TaskGroup() as both,
    ):
        both.create_task(playground.keep_time(env, page, asyncio.Event()))
        both.create_task(page.close())


@pytest.mark.parametrize("path", playground.MENDS)
async def test_what_the_page_gets_wrong_is_put_right(naming: NameService, path: str) -> None:
    async with playground.open_playground(naming, 0) as (_, page):
        served = await asyncio.to_thread(fetch, port_of(page.url), path)
    for wrong, right in playground.MENDS[path]:
        assert wrong not in served
        assert right in served


async def test_a_mistake_that_was_answered_is_no_failure_to_the_page(naming: NameService) -> None:
    async with playground.open_playground(naming, 0) as (env, page):
        answer = await _member(page.viewers[0]).slash(page.channel, "name", country="Holand")
        assert "Did you mean Netherlands" in refused(answer)
        assert not env.errors


async def test_an_error_of_the_bot_is_logged_and_the_playground_stays_open(
    naming: NameService, caplog: pytest.LogCaptureFixture
) -> None:
    async with playground.open_playground(naming, 0) as (_, page):
        member = _member(page.viewers[0])
        shown(await member.slash(page.channel, "name", country="NL"))
        naming.close()
        answer = await member.slash(page.channel, "name", country="NL")
        assert "Something broke on my side" in refused(answer)
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.exc_info is not None for record in errors] == [True]


def _member(viewer: object) -> MemberActor:
    assert isinstance(viewer, MemberActor)
    return viewer
