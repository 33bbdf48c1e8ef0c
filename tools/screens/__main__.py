"""`python -m tools.screens [--languages nl,pl] [--no-docs]` takes the pictures."""

import argparse
import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright, expect

from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from tests.browser.conftest import EXECUTABLES, OFFLINE, find_url
from tests.browser.playground_page import PlaygroundPage
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import run_python
from tools.screens.camera import SCALE, SIZES, STILL
from tools.screens.film import SIZE as FILM_SIZE
from tools.screens.film import film
from tools.screens.sheet import write_sheet
from tools.screens.tour import CARDS, Tour

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build" / "screens"
DOCS = ROOT / "docs" / "screens"
ANIMATION = ROOT / "docs" / "playground.webp"
BEST = (
    "name-en-wide-dark",
    "blend-nl-wide-light",
    "origin-en-wide-dark",
    "why-fr-wide-light",
    "clip-en-wide-dark",
    "favourites-es-phone-light",
    "top5-pl-phone-dark",
    "countries-it-wide-light",
    "help-en-wide-light",
    "privacy-en-wide-dark",
)
"""The pictures in docs/screens/."""
_AT_ONCE = 2
"""Languages that are visited at a time, each by a playground of its own."""
_START_TIMEOUT = 120
"""Seconds that a playground may take to start."""
_STEP_TIMEOUT_MS = 60_000


async def take_all(codes: Sequence[str], *, with_docs: bool) -> None:
    """Take the pictures in some languages, and those in the documentation.

    Raises:
        ExceptionGroup: some visits failed; the others are complete.
    """
    expect.set_options(timeout=_STEP_TIMEOUT_MS)
    SCREENS.mkdir(parents=True, exist_ok=True)
    turns = asyncio.Semaphore(_AT_ONCE)
    async with _open_browser() as browser:
        visits = [_visit(browser, turns, language) for language in codes]
        if with_docs:
            visits.append(_film(browser, turns))
        outcomes = await asyncio.gather(*visits, return_exceptions=True)
    if failures := [outcome for outcome in outcomes if isinstance(outcome, Exception)]:
        message = "some visits failed; on a busy machine, take the missing ones with --languages"
        raise ExceptionGroup(message, failures)
    if with_docs:
        DOCS.mkdir(exist_ok=True)
        for name in BEST:
            shutil.copy(SCREENS / f"{name}.webp", DOCS)


async def _visit(browser: Browser, turns: asyncio.Semaphore, language: str) -> None:
    async with turns, _open_page(browser, language, SIZES["wide"], SCALE) as ui:
        await Tour(ui, translator_for_language(language), SCREENS).walk()
        print(f"{language}: done", flush=True)


async def _film(browser: Browser, turns: asyncio.Semaphore) -> None:
    async with turns, _open_page(browser, "en", *FILM_SIZE) as ui:
        await film(ui, ANIMATION)
        print(f"{ANIMATION.relative_to(ROOT)}: {ANIMATION.stat().st_size:,} bytes", flush=True)


@asynccontextmanager
async def _open_browser() -> AsyncIterator[Browser]:
    chromium = next(filter(None, map(shutil.which, EXECUTABLES)), None)
    if chromium is None:
        message = f"This needs Chromium: none of {', '.join(EXECUTABLES)} is on PATH."
        raise SystemExit(message)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*OFFLINE, "--hide-scrollbars", *(["--no-sandbox"] if is_root else [])]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        await browser.close()


@asynccontextmanager
async def _open_page(
    browser: Browser, language: str, size: tuple[int, int], scale: float
) -> AsyncIterator[PlaygroundPage]:
    """Start a playground and open it."""
    command = ("-m", "bot", "playground", "--port", "0", "--no-browser", "--language", language)
    async with run_python(*command) as process:
        await wait_until(lambda: find_url(process.output), "URL", _START_TIMEOUT)
        width, height = size
        page = await browser.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme="dark",
            reduced_motion="reduce",
            bypass_csp=True,  # which forbids the style below
        )
        await page.goto(find_url(process.output) or "")
        await page.add_style_tag(content=STILL)
        await expect(page.get_by_role("log").get_by_role("article")).to_be_in_viewport()
        yield PlaygroundPage(page)
        await page.close()


def main() -> None:
    """Take the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", default=",".join(languages()), help="codes, by commas")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/ as it is")
    arguments = parser.parse_args()
    asyncio.run(take_all(arguments.languages.split(","), with_docs=not arguments.no_docs))
    print(write_sheet(SCREENS, CARDS, languages()))


if __name__ == "__main__":
    main()
