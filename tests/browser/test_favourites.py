"""Stars, top fives and data deletion in a real browser, on a desktop and on a phone."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.playground_page import IN_FULL, PlaygroundPage

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "narrow"]),
]


async def test_members_star_rank_and_share_names(ui: PlaygroundPage) -> None:
    await ui.request_names("ne", "Netherlands")
    card = ui.name_cards.last
    first, second, *_ = await ui.names_on(card)
    await ui.press_star(card, second)
    await expect(ui.star_button(card, second)).to_have_text("★ 1")

    await ui.act_as("Tavio")
    card = ui.name_cards.last
    for name, count in ((second, "★ 2"), (first, "★ 1")):
        await ui.press_star(card, name)
        await expect(ui.star_button(card, name)).to_have_text(count)
    await ui.press_star(card, first)
    yours = ui.messages(f"{first} is one of your favourites.")
    await yours.get_by_role("button", name="Take it back").click()
    told = ui.messages("is no longer one of your favourites")
    await expect(told).to_be_in_viewport(ratio=IN_FULL)
    await expect(ui.star_button(card, first)).to_have_text("☆")
    await told.get_by_role("button", name="Undo").click()
    await expect(ui.star_button(card, first)).to_have_text("★ 1")

    await ui.run_command("/top5")
    top = ui.cards("This server’s top five")
    await expect(top).to_be_in_viewport(ratio=IN_FULL)
    assert await ui.names_on(top) == [second, first]
    await ui.act_as("Nilou")
    top = ui.cards("This server’s top five")
    await ui.press_star(top, first)
    await expect(ui.star_button(top, first)).to_have_text("★ 2")

    await ui.act_as("Tavio")
    await ui.run_command("/favourites list")
    mine = ui.cards("Your favourites (2)")
    await expect(mine).to_be_in_viewport(ratio=IN_FULL)
    await mine.get_by_role("button", name="Down").click()
    await expect(mine.locator("h2").nth(1)).to_have_text(f"2. {second}")
    await mine.get_by_role("button", name="Share my top five").click()
    shared = ui.cards("Tavio’s top five")
    await expect(shared).to_be_in_viewport(ratio=IN_FULL)

    await ui.act_as("Mirel")
    await expect(ui.messages("Only you see this")).to_have_count(0)
    await ui.press_star(ui.cards("Tavio’s top five"), first)
    await expect(ui.star_button(ui.cards("Tavio’s top five"), first)).to_have_text("★ 3")
    await ui.run_command("/favourites list")
    await expect(ui.cards("Your favourites (2)")).to_be_in_viewport(ratio=IN_FULL)


async def test_a_list_shows_what_the_bot_says_is_chosen_not_what_was_before(
    ui: PlaygroundPage,
) -> None:
    await ui.request_names("pol", "Poland")
    first, second, *_ = await ui.names_on(ui.name_cards)
    for name in (first, second):
        await ui.press_star(ui.name_cards, name)
        await expect(ui.star_button(ui.name_cards, name)).to_have_text("★ 1")
    await ui.run_command("/favourites list")
    mine = ui.cards("Your favourites (2)")
    await mine.get_by_role("combobox").click()
    await ui.page.get_by_role("option", name=f"2. {second}").click()
    await expect(mine.get_by_role("button", name="Down")).to_be_disabled()
    await mine.get_by_role("button", name="Duel").click()
    winner = ui.cards("This or that?").locator(".component-section").filter(has_text=first)
    await winner.get_by_role("button", name="This one").click()
    await ui.run_command("/favourites list")
    mine = ui.cards("Your favourites (2)").last
    await expect(mine.get_by_role("button", name="Up")).to_be_disabled()
    await expect(mine.get_by_role("combobox")).to_contain_text(f"1. {first}")


async def test_stars_count_in_the_top_five_until_deleted(ui: PlaygroundPage) -> None:
    await ui.request_names("pol", "Poland")
    names = ui.name_cards.last
    first, second, *_ = await ui.names_on(names)
    for name in (first, second):
        await ui.press_star(names, name)
        await expect(ui.star_button(names, name)).to_have_text("★ 1")
    await ui.act_as("Tavio")
    await ui.press_star(ui.name_cards.last, second)
    await expect(ui.star_button(ui.name_cards.last, second)).to_have_text("★ 2")

    await ui.act_as("Mirel")
    await ui.run_command("/privacy")
    card = ui.cards("What I keep about you")
    await expect(card.get_by_role("heading")).to_be_in_viewport(ratio=IN_FULL)
    await card.get_by_role("button", name="Export my data").click()
    file = ui.page.get_by_role("log").get_by_text("nomen-export.json")
    await expect(file).to_be_in_viewport(ratio=IN_FULL)
    await card.get_by_role("button", name="Delete my data").click()
    question = ui.cards("Delete everything?")
    await expect(question).to_be_in_viewport(ratio=IN_FULL)
    await expect(question).to_contain_text("2 stars in 1 server")
    await question.get_by_role("button", name="Delete everything").click()
    await expect(ui.messages("✓ 2 stars")).to_be_in_viewport(ratio=IN_FULL)

    await ui.run_command("/top5")
    top = ui.cards("This server’s top five")
    await expect(top).to_be_in_viewport(ratio=IN_FULL)
    assert await ui.names_on(top) == [second]
    await expect(ui.star_button(top, second)).to_have_text("★ 1")
    await ui.act_as("Tavio")
    await expect(ui.messages("What I keep about you")).to_have_count(0)
