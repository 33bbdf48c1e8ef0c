"""Blending, origins and clipping in a real browser, at a desk and on a phone.

It leaves pictures of every card in build/screenshots.
"""

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.conftest import address_in
from tests.browser.person import Person
from tests.wire.process import Process

DESK, PHONE = (1280, 1300), (390, 1300)
ENOUGH = 60_000
"""Milliseconds in which a plot has been drawn on any machine."""


@pytest.fixture(params=[DESK, PHONE], ids=["wide", "narrow"])
async def visitor(browser: Browser, playground: Process, request: pytest.FixtureRequest) -> Person:
    return await Person.opening(browser, address_in(playground.output) or "", request.param)


@pytest.fixture
def width(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.id)


async def assert_it_fits(visitor: Person, card: Locator) -> None:
    """No text of a card is wider than the card, not even where lines may not break."""
    for block in await card.locator("pre").all():
        wide, shown = await block.evaluate("block => [block.scrollWidth, block.clientWidth]")
        assert wide <= shown
    page, window = await visitor.page.evaluate(
        "[document.documentElement.scrollWidth, window.innerWidth]"
    )
    assert page <= window


async def test_two_countries_are_blended(visitor: Person, width: str) -> None:
    await visitor.begins("/blend")
    await visitor.picks("ne", "Netherlands")
    await visitor.picks("pol", "Poland")
    await visitor.sends()
    card = visitor.card("Netherlands × 🇵🇱 Poland")
    await expect(card.get_by_role("button", name="Again")).to_be_in_viewport()
    assert len(await visitor.names_on(card)) == 5
    await assert_it_fits(visitor, card)
    await visitor.takes_a_picture(f"blend-{width}")


async def test_a_name_is_told_where_it_sounds_from(visitor: Person, width: str) -> None:
    await visitor.begins("/origin")
    await visitor.page.keyboard.type("Marieke")
    await visitor.sends()
    card = visitor.card("Marieke")
    await expect(card).to_contain_text("Letter by letter")
    await expect(card.get_by_role("button", name="Names like these")).to_be_in_viewport()
    await assert_it_fits(visitor, card)
    await visitor.takes_a_picture(f"origin-{width}")
    await card.get_by_role("button", name="Names like these").click()
    await expect(visitor.cards).to_have_count(1)


async def test_clipping_is_shown_with_its_picture(visitor: Person, width: str) -> None:
    await visitor.gives("/clipdemo")
    card = visitor.card("√312 by gradient descent")
    picture = card.get_by_role("img", name="the root of 312")
    await expect(picture).to_be_visible(timeout=ENOUGH)
    await expect(picture).to_have_js_property("naturalWidth", 1200)
    await assert_it_fits(visitor, card)
    await visitor.takes_a_picture(f"clipdemo-{width}")
