"""`/blend`, `/origin` and `/clipdemo` in a real browser, on a desktop and on a phone.

The tests save screenshots of every card to build/screenshots.
"""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.playground_page import PlaygroundPage

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("size", [(1280, 1300), (390, 1300)], ids=["wide", "narrow"]),
]


@pytest.fixture
def width(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.id)


async def assert_no_overflow(ui: PlaygroundPage, card: Locator) -> None:
    """Assert that neither preformatted text nor the page is wider than its container."""
    for block in await card.locator("pre").all():
        wide, shown = await block.evaluate("block => [block.scrollWidth, block.clientWidth]")
        assert wide <= shown
    page, window = await ui.page.evaluate(
        "[document.documentElement.scrollWidth, window.innerWidth]"
    )
    assert page <= window


async def test_blend_card_fits(ui: PlaygroundPage, width: str) -> None:
    await ui.start_command("/blend")
    await ui.pick("ne", "Netherlands")
    await ui.pick("pol", "Poland")
    await ui.submit()
    card = ui.cards("Netherlands × 🇵🇱 Poland")
    await expect(card.get_by_role("button", name="Again")).to_be_in_viewport()
    assert len(await ui.names_on(card)) == 5
    await assert_no_overflow(ui, card)
    await ui.take_screenshot(f"blend-{width}")


async def test_a_card_is_refined_in_a_form(ui: PlaygroundPage, width: str) -> None:
    await ui.request_names("ne", "Netherlands")
    await ui.press_button("Refine")
    form = ui.page.get_by_role("dialog")
    await expect(form.get_by_text("First letters")).to_be_visible()
    await ui.take_screenshot(f"refine-{width}")
    await form.get_by_label("First letters").fill("m")
    await form.get_by_role("button", name="Submit").click()
    await expect(ui.name_cards).to_have_count(2)
    card = ui.name_cards.nth(1)
    await expect(card.get_by_text("starts with m")).to_be_visible()
    await expect(card.get_by_role("button", name="Refine")).to_be_in_viewport()
    assert all(name.startswith("M") for name in await ui.names_on(card))
    await ui.take_screenshot(f"refined-{width}")


async def test_mix_card_marks_whose_letters_are_where(ui: PlaygroundPage, width: str) -> None:
    await ui.start_command("/mix")
    await ui.page.keyboard.type("Marian")
    await ui.page.keyboard.press("Tab")
    await ui.page.keyboard.type("Anneke")
    await ui.submit()
    card = ui.cards("Marian + Anneke")
    await expect(card.get_by_role("button", name="Again")).to_be_in_viewport()
    await expect(card.locator(".component-section h2")).to_have_count(5)
    await expect(card.locator(".component-section strong")).to_have_count(10)
    await assert_no_overflow(ui, card)
    await ui.take_screenshot(f"mix-{width}")


async def test_origin_card_fits_and_offers_similar_names(ui: PlaygroundPage, width: str) -> None:
    await ui.start_command("/origin")
    await ui.page.keyboard.type("Marieke")
    await ui.submit()
    card = ui.cards("Marieke")
    await expect(card).to_contain_text("people from there on Wikipedia")
    await expect(card.get_by_role("button", name="Names: Netherlands")).to_be_in_viewport()
    await assert_no_overflow(ui, card)
    await ui.take_screenshot(f"origin-{width}")
    await card.get_by_role("button", name="Names: Netherlands").click()
    await expect(ui.name_cards).to_have_count(1)


async def test_clipdemo_card_fits_and_shows_its_plot(ui: PlaygroundPage, width: str) -> None:
    await ui.run_command("/clipdemo")
    await expect(ui.page.get_by_role("main")).to_have_attribute("aria-busy", "true")
    card = ui.cards("√312 by gradient descent")
    plot = card.get_by_role("img", name="square root of 312")
    await expect(plot).to_be_visible()
    await expect(plot).to_have_js_property("naturalWidth", 1200)
    await ui.take_screenshot(f"clipdemo-{width}")
    await card.get_by_role("button", name="Show the numbers").click()
    numbers = ui.cards("√312: the numbers")
    await expect(numbers).to_contain_text("Without clipping")
    await assert_no_overflow(ui, numbers)
    await ui.take_screenshot(f"clip-numbers-{width}")
