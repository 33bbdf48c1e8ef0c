"""A real Chromium at a playground that runs in a process of its own.

Where there is no Chromium these tests say that they did not run; with NOMEN_REQUIRE_CHROMIUM=1 they
fail instead.
"""

import os
import re
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.person import Person
from tests.wire.discord_server.waiting import until
from tests.wire.process import Process, running

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
OFFLINE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
)
PATIENCE = 20_000
"""Milliseconds that the page may take to show what is waited for."""
WIDE = (1280, 960)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium to drive."""
    found = next(filter(None, map(shutil.which, (*NAMES, *MAC_APPLICATIONS))), None)
    if found is not None:
        return found
    missing = f"no Chromium: none of {', '.join(NAMES)} is on PATH"
    if os.environ.get("NOMEN_REQUIRE_CHROMIUM") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*OFFLINE, "--no-sandbox"] if as_root else [*OFFLINE]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        await browser.close()


@pytest.fixture
async def playground(chromium: str) -> AsyncIterator[Process]:  # noqa: ARG001 - none, no need to start
    """The playground as people start it, from when it has told its address."""
    command = ("-m", "bot", "playground", "--port", "0", "--no-browser")
    async with running(*command) as process:
        await until(lambda: address_in(process.output) is not None, "address")
        yield process


@pytest.fixture
async def person(browser: Browser, playground: Process) -> Person:
    """Somebody who has opened the address at a desk."""
    return await Person.opening(browser, address_in(playground.output) or "", WIDE)


def address_in(printed: str) -> str | None:
    found = re.search(r"http://127\.0\.0\.1:\d+/\S*", printed)
    return found and found[0]
