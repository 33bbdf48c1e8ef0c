"""Takes pictures of one state of the page, in each size and theme."""

from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.async_api import Locator, Page

THEMES: Final[tuple[Literal["dark", "light"], ...]] = ("dark", "light")
SIZES = {"wide": (960, 1700), "phone": (390, 1700)}
"""Width and height in CSS pixels: tall, so that every card is whole."""
SCALE = 2
"""Pixels of a picture for each CSS pixel."""
STILL = """
* { caret-color: transparent; }
#messages { padding-bottom: 24px !important; }
"""
"""Style of the page: without the cursor, and with room for an edge."""

_SETTLE = """async (element) => {
  const app = document.querySelector("main");
  let before = "", calm = 0;
  while (calm < 12) {
    element.scrollIntoView({ block: "center" });
    await new Promise(requestAnimationFrame);
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const isBusy = [app, element].some((part) => part.ariaBusy === "true") || right > innerWidth;
    const now = [left, top, right, bottom, isBusy].join();
    calm = now === before && !isBusy ? calm + 1 : 0;
    before = now;
  }
}"""
"""Waits until an element has stood still in view for twelve frames."""

_MEASURE = """(element) => {
  const own = element.getBoundingClientRect();
  const list = element.querySelector("#list:not([hidden])");
  if (list) {
    const above = list.getBoundingClientRect();
    return [own.left - 8, above.top - 8, own.right + 8, own.bottom + 8];
  }
  const rights = [...element.querySelectorAll(".component-container, img, button")]
    .map((box) => box.getBoundingClientRect().right);
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    rights.push(range.getBoundingClientRect().right);
  }
  return [own.left, own.top - 6, Math.min(own.right, Math.max(...rights) + 16), own.bottom + 8];
}"""
"""The edges of what is seen of an element, with a margin: left, top, right, bottom."""


async def photograph(page: Page, path: Path, subject: Locator) -> None:
    """Save pictures of a message or the composer in each size and theme, and restore the first.

    Their size and theme follow the name of a path without suffix.
    """
    for size, theme in product(SIZES, THEMES):
        await page.emulate_media(color_scheme=theme)
        await _resize(page, size)
        await subject.evaluate(_SETTLE)
        left, top, right, bottom = await subject.evaluate(_MEASURE)
        left, top = max(0, left), max(0, top)
        png = await page.screenshot(
            clip={"x": left, "y": top, "width": right - left, "height": bottom - top}
        )
        picture = Image.open(BytesIO(png)).convert("RGB")
        picture.save(f"{path}-{size}-{theme}.webp", quality=80, method=4)
    await _resize(page, "wide")
    await page.emulate_media(color_scheme="dark")


async def _resize(page: Page, size: str) -> None:
    width, height = SIZES[size]
    if page.viewport_size != {"width": width, "height": height}:
        await page.set_viewport_size({"width": width, "height": height})
        await page.locator("#composer").evaluate(_SETTLE)
