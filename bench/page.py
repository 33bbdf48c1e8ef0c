"""How long an answer takes on the playground's page, the first and with ever more cards on it.

`python -m bench.page` plays in Chromium, presses Again up to 50 cards, and prints the median
of the milliseconds from a press until its card is drawn, around 1, 10 and 50 cards.
"""

import argparse
import asyncio
from statistics import median

from playwright.async_api import Page, expect

from tests.browser.chromium import open_chromium
from tests.browser.conftest import WIDE, find_url
from tests.browser.playground_page import PlaygroundPage
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import run_python

STEPS = (1, 10, 50)
NEARBY = 5
"""Answers of which the median is taken."""
PAUSE = 2.1
"""Seconds between two answers, as long as the bot's rate limit asks for."""

PRESS = """(button) => new Promise((drawn) => {
  const list = document.getElementById("channel-message-list");
  const last = () => list.querySelector("article:last-of-type");
  const before = last();
  const started = performance.now();
  const observer = new MutationObserver(() => {
    if (last() === before) return;
    observer.disconnect();
    requestAnimationFrame(() => drawn(performance.now() - started));
  });
  observer.observe(list, { childList: true });
  button.click();
})"""
"""Presses a button; the milliseconds until a frame shows one message more."""


async def time_answers(page: Page, count: int) -> list[float]:
    """Return the milliseconds of each of so many answers, one after another."""
    times = []
    for _ in range(count):
        await expect(page.locator("#preview-app")).to_have_attribute("aria-busy", "false")
        again = page.get_by_role("button", name="Again").last
        await expect(again).to_be_enabled()
        times.append(await again.evaluate(PRESS))
        await asyncio.sleep(PAUSE)
    return times


async def main() -> None:
    """Run the playground and print a line for each number of cards."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    command = ("-m", "bot", "playground", "--port", "0", "--no-browser")
    async with open_chromium() as browser, run_python(*command) as process:
        await wait_until(lambda: find_url(process.output), "URL")
        ui = await PlaygroundPage.open(browser, find_url(process.output) or "", WIDE)
        await ui.request_names("ne", "Netherlands")
        times = await time_answers(ui.page, max(STEPS) + NEARBY)
        for step in STEPS:
            print(f"{step:2} cards: {median(times[step - 1 : step - 1 + NEARBY]):5.0f} ms")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
