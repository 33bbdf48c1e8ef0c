"""Cards in other languages, on a phone, where long words have the least room.

It leaves pictures of every card in build/screenshots.
"""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from bot.i18n.translator import translator_in
from tests.browser.conftest import address_in
from tests.browser.person import Person
from tests.wire.discord_server.waiting import until
from tests.wire.process import Process, running

PHONE = (390, 1300)
LANGUAGES = ("nl", "pl", "fr")


@pytest.fixture(params=LANGUAGES)
async def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def abroad(chromium: str, language: str) -> AsyncIterator[Process]:  # noqa: ARG001 - none, no need to start
    command = ("-m", "bot", "playground", "--port", "0", "--no-browser", "--language", language)
    async with running(*command) as process:
        await until(lambda: address_in(process.output) is not None, "address")
        yield process


async def test_cards_are_whole_in_the_language(
    browser: Browser, abroad: Process, language: str
) -> None:
    words = translator_in(language)
    visitor = await Person.opening(browser, address_in(abroad.output) or "", PHONE)
    await visitor.begins("/blend")
    await visitor.picks(words.country("NL")[:5], words.country("NL"))
    await visitor.picks(words.country("PL")[:4], words.country("PL"))
    await visitor.sends()
    card = visitor.card(f"{words.country('NL')} × 🇵🇱 {words.country('PL')}")
    await expect(card.get_by_role("button", name=words("Again"))).to_be_in_viewport()
    await visitor.takes_a_picture(f"blend-{language}")
    await visitor.stars(card, (await visitor.names_on(card))[0])
    await visitor.gives("/favourites list")
    share = visitor.page.get_by_role("button", name=words("Share my top five"))
    await expect(share).to_be_in_viewport()
    await visitor.takes_a_picture(f"favourites-{language}")
    await visitor.begins("/origin")
    await visitor.page.keyboard.type("Marieke")
    await visitor.sends()
    more = visitor.page.get_by_role("button", name=words("Names like these"))
    await expect(more).to_be_in_viewport()
    for block in await visitor.page.locator("pre").all():
        wide, shown = await block.evaluate("block => [block.scrollWidth, block.clientWidth]")
        assert wide <= shown
    await visitor.takes_a_picture(f"origin-{language}")
