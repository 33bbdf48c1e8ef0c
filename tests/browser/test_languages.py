"""Cards in other languages on a phone, where long words have the least room.

The tests save screenshots of every card to build/screenshots.
"""

import pytest
from playwright.async_api import expect

from bot.i18n.translator import translator_for_language
from tests.browser.playground_page import PlaygroundPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("size", [(390, 1300)], ids=["phone"])
@pytest.mark.parametrize("language", ["nl", "pl", "fr"])
async def test_cards_fit_in_each_language(ui: PlaygroundPage, language: str) -> None:
    _ = translator_for_language(language)
    await ui.start_command("/blend")
    await ui.pick(_.country_name("NL")[:5], _.country_name("NL"))
    await ui.pick(_.country_name("PL")[:4], _.country_name("PL"))
    await ui.submit()
    card = ui.cards(f"{_.country_name('NL')} × 🇵🇱 {_.country_name('PL')}")
    await expect(card.get_by_role("button", name=_("Again"))).to_be_in_viewport()
    await ui.take_screenshot(f"blend-{language}")
    await ui.press_star(card, (await ui.names_on(card))[0])
    await ui.run_command("/favourites list")
    share = ui.page.get_by_role("button", name=_("Share my top five"))
    await expect(share).to_be_in_viewport()
    await ui.take_screenshot(f"favourites-{language}")
    await ui.start_command("/origin")
    await ui.page.keyboard.type("Marieke")
    await ui.submit()
    more = ui.page.get_by_role("button", name=_("Names: {country}", country=_.country_name("NL")))
    await expect(more).to_be_in_viewport()
    for block in await ui.page.locator("pre").all():
        wide, shown = await block.evaluate("block => [block.scrollWidth, block.clientWidth]")
        assert wide <= shown
    await ui.take_screenshot(f"origin-{language}")
