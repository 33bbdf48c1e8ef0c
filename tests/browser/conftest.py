"""Chromium, and the playground in its own process.

Without Chromium these tests are skipped; with NOMEN_REQUIRE_CHROMIUM=1 they fail instead.
"""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.chromium import MISSING, find_chromium, open_chromium
from tests.browser.playground_page import PlaygroundPage
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import PythonProcess, run_python

PAGE_TIMEOUT_MS = 60_000
WIDE, PHONE = (1280, 960), (390, 844)
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"


@pytest.fixture(scope="session")
def chromium() -> str:
    found = find_chromium()
    if found is not None:
        return found
    if os.environ.get("NOMEN_REQUIRE_CHROMIUM") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:  # noqa: ARG001 - skips without Chromium
    """One browser for all tests; each opens a page with a context of its own."""
    expect.set_options(timeout=PAGE_TIMEOUT_MS)
    async with open_chromium() as browser:
        yield browser


@pytest.fixture
def language() -> str | None:
    """The playground's language option; tests override it by parametrisation."""
    return None


@pytest_asyncio.fixture(loop_scope="session")
async def playground(chromium: str, language: str | None) -> AsyncIterator[PythonProcess]:  # noqa: ARG001 - skips without Chromium
    """A new playground, once it has printed its URL."""
    options = () if language is None else ("--language", language)
    program = ("-m", "tests.browser.patient_playground", "playground")
    async with run_python(*program, "--port", "0", "--no-browser", *options) as process:
        try:
            await wait_until(lambda: find_url(process.output), "URL")
        except AssertionError as error:
            error.add_note(f"The playground printed: {process.output!r}")
            raise
        yield process


@pytest.fixture
def size() -> tuple[int, int]:
    """The viewport in pixels; tests override it by parametrisation."""
    return WIDE


@pytest_asyncio.fixture(loop_scope="session")
async def ui(
    browser: Browser,
    playground: PythonProcess,
    size: tuple[int, int],
    request: pytest.FixtureRequest,
) -> AsyncIterator[PlaygroundPage]:
    """The playground's page, just opened: it asks nobody else for anything, and has no errors.

    How it looks in the end is saved.
    """
    ui = await PlaygroundPage.open(browser, find_url(playground.output) or "", size)
    yield ui
    await ui.page.screenshot(path=SCREENSHOTS / f"{request.node.name}.png")
    await ui.page.close()
    assert {urlsplit(url).hostname for url in ui.requested_urls} <= {"127.0.0.1", None}
    assert not ui.page_errors


def find_url(output: str) -> str | None:
    found = re.search(r"http://127\.0\.0\.1:\d+/\S*", output)
    return found and found[0]
