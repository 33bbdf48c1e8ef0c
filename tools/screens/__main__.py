"""`python -m tools.screens [LANGUAGE ...]` takes the pictures."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from tests.browser.chromium import open_chromium
from tests.browser.conftest import find_url
from tests.browser.playground_page import PlaygroundPage
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import run_python
from tools.screens.camera import SCALE, SIZES, STILL, photograph
from tools.screens.film import SIZE as FILM_SIZE
from tools.screens.film import film
from tools.screens.tour import PARTS, Visit

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build" / "screens"
DOCS = ROOT / "docs" / "screens"
ANIMATION = ROOT / "docs" / "playground.webp"
_AT_ONCE = 2
"""Playgrounds that are open at a time: one for each language, and one for the film."""
_START_TIMEOUT = 120
"""Seconds that a playground may take to start."""
_STEP_TIMEOUT_MS = 60_000
_SHEET = """<!doctype html><meta charset="utf-8"><title>Screens</title><style>
body { margin: 16px; background: #888; font: 14px sans-serif; }
div { display: flex; gap: 8px; align-items: flex-start; margin-bottom: 24px; overflow-x: auto; }
img { max-height: 560px; border-radius: 4px; }
</style>
"""


async def main(codes: Sequence[str]) -> None:
    """Take the pictures in some languages; or in all, and renew those in the documentation.

    Raises:
        ExceptionGroup: some visits failed; the others are complete.
    """
    expect.set_options(timeout=_STEP_TIMEOUT_MS)
    SCREENS.mkdir(parents=True, exist_ok=True)
    turns = asyncio.Semaphore(_AT_ONCE)
    async with open_chromium("--hide-scrollbars") as browser:
        visits = [_visit(browser, turns, language) for language in codes or languages()]
        if not codes:
            visits.append(_film(browser, turns))
        outcomes = await asyncio.gather(*visits, return_exceptions=True)
    if failures := [outcome for outcome in outcomes if isinstance(outcome, Exception)]:
        message = "some visits failed; on a busy machine, take the missing languages alone"
        raise ExceptionGroup(message, failures)
    for shown in () if codes else [*DOCS.glob("*.webp")]:
        shutil.copy(SCREENS / shown.name, shown)
    print(write_sheet(SCREENS))


async def _visit(browser: Browser, turns: asyncio.Semaphore, language: str) -> None:
    async with turns, _open_page(browser, language, SIZES["wide"], SCALE) as ui:
        visit = Visit(ui, translator_for_language(language))
        for part in PARTS:
            async for card, subject in part(visit):
                await photograph(ui.page, SCREENS / f"{card}-{language}", subject)


async def _film(browser: Browser, turns: asyncio.Semaphore) -> None:
    async with turns, _open_page(browser, "en", *FILM_SIZE) as ui:
        await film(ui, ANIMATION)


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


def write_sheet(folder: Path) -> Path:
    """Lay all pictures side by side on a page, a row for each card and language; return its path.

    Their names end in size and theme.
    """
    names = sorted(path.name for path in folder.glob("*.webp"))
    rows = (
        f"<h2>{title}</h2><div>{''.join(f'<img loading=lazy src={name}>' for name in row)}</div>"
        for title, row in groupby(names, lambda name: name.rsplit("-", 2)[0])
    )
    path = folder / "index.html"
    path.write_text("\n".join([_SHEET, *rows]), "utf-8")
    return path


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
