"""Chromium, for whoever acts as a member of a server in a page."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

_EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = f"no Chromium: none of {', '.join(_EXECUTABLES)} is on PATH"
_MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_OFFLINE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
)


def find_chromium() -> str | None:
    """Return the path of Chromium, if there is any."""
    return next(filter(None, map(shutil.which, (*_EXECUTABLES, *_MAC_APPLICATIONS))), None)


@asynccontextmanager
async def open_chromium(*flags: str) -> AsyncIterator[Browser]:
    """Start Chromium with some flags; by itself it asks the network for nothing.

    Raises:
        FileNotFoundError: there is none.
    """
    chromium = find_chromium()
    if chromium is None:
        raise FileNotFoundError(MISSING)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*_OFFLINE, *flags, *(["--no-sandbox"] if is_root else [])]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        await browser.close()
