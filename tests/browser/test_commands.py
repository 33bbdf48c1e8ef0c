"""`/blend`, `/origin` and `/clipdemo` in a real browser, on a desktop and on a phone.

Cards in other languages are on a phone, where long words have the least room.
"""

import pytest
from playwright.async_api import expect

from bot.i18n.translator import translator_for_language
from tests.browser.playground_page import PlaygroundPage

WIDE, NARROW = (1280, 1300), (390, 1300)

pytestmark = pytest.mark.asyncio(loop_scope="session")
on_both = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
in_each_language = pytest.mark.parametrize(
    ("size", "language"),
    [(WIDE, "en"), (NARROW, "en"), (NARROW, "nl"), (NARROW, "pl"), (NARROW, "fr")],
    ids=["wide", "narrow", "nl", "pl", "fr"],
)


@in_each_language
async def test_blend_card_and_list_of_favourites_fit(ui: PlaygroundPage, language: str) -> None:
    _ = translator_for_language(language)
    dutch, polish = _.country_name("NL"), _.country_name("PL")
    await ui.start_command("/blend")
    await ui.pick(dutch[:5], dutch)
    await ui.pick(polish[:4], polish)
    await ui.submit()
    card = ui.cards(f"{dutch} × 🇵🇱 {polish}")
    await expect(card.get_by_role("button", name=_("Again"))).to_be_in_viewport()
    names = await ui.names_on(card)
    assert len(names) == 5
    await ui.assert_no_overflow()
    await ui.press_star(card, names[0])
    await ui.run_command("/favourites list")
    share = ui.page.get_by_role("button", name=_("Share my top five"))
    await expect(share).to_be_in_viewport()


@on_both
async def test_a_card_is_refined_in_a_form(ui: PlaygroundPage) -> None:
    await ui.request_names("ne", "Netherlands")
    await ui.press_button("Refine")
    form = ui.page.get_by_role("dialog")
    await expect(form.get_by_text("First letters")).to_be_visible()
    await form.get_by_label("First letters").fill("m")
    await form.get_by_role("button", name="Submit").click()
    await expect(ui.name_cards).to_have_count(2)
    card = ui.name_cards.nth(1)
    await expect(card.get_by_text("starts with m")).to_be_visible()
    await expect(card.get_by_role("button", name="Refine")).to_be_in_viewport()
    assert all(name.startswith("M") for name in await ui.names_on(card))


@on_both
async def test_mix_card_marks_whose_letters_are_where(ui: PlaygroundPage) -> None:
    await ui.start_command("/mix")
    await ui.page.keyboard.type("Marian")
    await ui.page.keyboard.press("Tab")
    await ui.page.keyboard.type("Anneke")
    await ui.submit()
    card = ui.cards("Marian + Anneke")
    await expect(card.get_by_role("button", name="Again")).to_be_in_viewport()
    await expect(card.locator(".component-section h2")).to_have_count(8)
    await expect(card.locator(".component-section strong")).to_have_count(16)
    await ui.assert_no_overflow()


@in_each_language
async def test_origin_card_fits_and_offers_similar_names(ui: PlaygroundPage, language: str) -> None:
    _ = translator_for_language(language)
    await ui.start_command("/origin")
    await ui.page.keyboard.type("Marieke")
    await ui.submit()
    dutch = _.country_name("NL")
    more = ui.page.get_by_role("button", name=_("More names from {countries}", countries=dutch))
    await expect(more).to_be_in_viewport()
    await ui.assert_no_overflow()
    await more.click()
    await expect(ui.cards(dutch)).to_have_count(1)


@on_both
async def test_clipdemo_card_fits_and_shows_its_plot(ui: PlaygroundPage) -> None:
    await ui.run_command("/clipdemo")
    await expect(ui.page.get_by_role("main")).to_have_attribute("aria-busy", "true")
    card = ui.cards("√312 by gradient descent")
    plot = card.get_by_role("img", name="square root of 312")
    await expect(plot).to_be_visible()
    await expect(plot).to_have_js_property("naturalWidth", 1200)
    await expect(card).to_contain_text("is the best threshold")
    await ui.assert_no_overflow()
