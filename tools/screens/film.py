"""Films a first minute: `/name`, two stars, `/top5`."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, expect

from tests.browser.playground_page import PlaygroundPage

SIZE = ((700, 760), 1.5)
"""Width and height of the page in CSS pixels, and pixels of the film for each."""
_KEY_MS, _LOOK_MS, _READ_MS, _END_MS = 110, 700, 1800, 3500
"""How long a typed letter, a list, a card and the last card stay."""
_QUALITY = 70


class Film:
    """Frames of a page, each with the milliseconds for which it stays."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[Image.Image] = []
        self._durations: list[int] = []

    async def expose(self, duration: int) -> None:
        """Add the page as it looks now."""
        png = await self._page.locator("#preview-stage").screenshot()
        self._frames.append(Image.open(BytesIO(png)).convert("RGB"))
        self._durations.append(duration)

    async def type(self, text: str) -> None:
        """Type a text, a frame a letter."""
        for letter in text:
            await self._page.keyboard.type(letter)
            await self.expose(_KEY_MS)

    def save(self, path: Path) -> None:
        """Save them as an animation that repeats."""
        first, *rest = self._frames
        first.save(
            path,
            save_all=True,
            append_images=rest,
            duration=self._durations,
            loop=0,
            quality=_QUALITY,
            method=6,
            minimize_size=True,
        )


async def film(ui: PlaygroundPage, path: Path) -> None:
    """Play the first minute on a page just opened, and save it."""
    camera = Film(ui.page)
    await ui.composer.focus()
    await camera.expose(_READ_MS)
    await camera.type("/name")
    await expect(ui.page.get_by_role("option", name="/name")).to_be_visible()
    await camera.expose(_LOOK_MS)
    await ui.page.keyboard.press("Enter")
    await camera.type("net")
    option = ui.page.get_by_role("option", name="Netherlands")
    await expect(ui.page.get_by_text("OPTIONS MATCHING NET")).to_be_visible()
    await expect(option).to_have_attribute("aria-selected", "true")
    await camera.expose(_LOOK_MS)
    await ui.page.keyboard.press("Enter")
    await camera.expose(_LOOK_MS)
    await ui.submit()
    await expect(ui.name_cards).to_have_count(1)
    again = ui.name_cards.last.get_by_role("button", name="Again")
    await expect(again).to_be_in_viewport(ratio=1)
    await camera.expose(_READ_MS)
    names = await ui.names_on(ui.name_cards.last)
    for name in (names[1], names[0]):
        await ui.press_star(ui.name_cards.last, name)
        await expect(ui.star_button(ui.name_cards.last, name)).to_have_text("★ 1")
        await camera.expose(_LOOK_MS)
    await ui.composer.focus()
    await camera.type("/top5")
    await expect(ui.page.get_by_role("option", name="/top5")).to_be_visible()
    await camera.expose(_LOOK_MS)
    await ui.page.keyboard.press("Enter")
    await ui.submit()
    await expect(ui.cards("This server’s top five")).to_be_in_viewport(ratio=0.99)
    await camera.expose(_END_MS)
    camera.save(path)
