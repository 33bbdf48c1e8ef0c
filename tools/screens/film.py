"""Films a first minute: `/name`, two stars, `/top5`."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, expect

from tests.browser.playground_page import PlaygroundPage

SIZE = ((700, 760), 1.5)
"""Width and height of the page in CSS pixels, and pixels of the film for each."""
_KEY_MS, _LOOK_MS, _READ_MS, _END_MS = 110, 700, 1800, 3500
"""How long a typed letter, a list, a card and the last card stay."""


async def film(ui: PlaygroundPage, path: Path) -> None:
    """Play the first minute on a page just opened, and save it as an animation that repeats."""
    frames: list[Image.Image] = []
    durations: list[int] = []

    async def expose(duration: int) -> None:
        png = await ui.page.locator("#shell").screenshot()
        frames.append(Image.open(BytesIO(png)).convert("RGB"))
        durations.append(duration)

    async def type_and_pick(text: str, listed: Locator) -> None:
        for letter in text:
            await ui.page.keyboard.type(letter)
            await expose(_KEY_MS)
        await expect(listed).to_be_visible()
        await expose(_LOOK_MS)
        await ui.page.keyboard.press("Enter")

    await ui.composer.focus()
    await expose(_READ_MS)
    await type_and_pick("/name", ui.page.get_by_role("option", name="/name"))
    await type_and_pick("net", ui.page.locator('#list[data-typed="net"]'))
    await expose(_LOOK_MS)
    await ui.submit()
    await expect(ui.name_cards).to_have_count(1)
    card = ui.name_cards.last
    await expect(card.get_by_role("button", name="Again")).to_be_in_viewport(ratio=1)
    await expose(_READ_MS)
    first, second, *_ = await ui.names_on(card)
    for name in (second, first):
        await ui.press_star(card, name)
        await expect(ui.star_button(card, name)).to_have_text("★ 1")
        await expose(_LOOK_MS)
    await ui.composer.focus()
    await type_and_pick("/top5", ui.page.get_by_role("option", name="/top5"))
    await ui.submit()
    await expect(ui.cards("This server’s top five")).to_be_in_viewport(ratio=0.99)
    await expose(_END_MS)
    frames[0].save(
        path,
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=0,
        quality=70,
        method=6,
        minimize_size=True,
    )
