"""How a form is opened, filled in, refused and left."""

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.browser.playground_page import PlaygroundPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def form(ui: PlaygroundPage) -> Locator:
    """The form of a card, just opened."""
    await ui.press_button("Five Dutch names")
    await ui.press_button("Refine")
    return ui.page.get_by_role("dialog")


async def test_keys_alone_open_a_form_and_leave_it(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    refine = ui.name_cards.get_by_role("button", name="Refine")
    form = ui.page.get_by_role("dialog", name="Refine")
    for _ in range(2):
        await refine.press("Enter")
        await expect(form.get_by_label("Gender")).to_be_focused()
        for _ in range(9):
            await ui.page.keyboard.press("Tab")
            outside = "document.activeElement.closest('#shell') !== null"
            assert not await ui.page.evaluate(outside)
        await ui.page.keyboard.press("Escape")
        await expect(form).to_be_hidden()
        await expect(refine).to_be_focused()
    await refine.press("Enter")
    await form.get_by_role("button", name="Cancel").press("Enter")
    await expect(refine).to_be_focused()
    await expect(ui.name_cards).to_have_count(1)


async def test_a_form_takes_as_many_letters_as_it_says(form: Locator) -> None:
    await form.get_by_label("Last letters").press_sequentially("abcdefghij")
    await expect(form.get_by_label("Last letters")).to_have_value("abcdefgh")
    await expect(form.get_by_text("8/8")).to_be_in_viewport()


async def test_a_form_that_is_not_taken_keeps_its_answers_and_says_so(form: Locator) -> None:
    await form.get_by_label("First letters").fill("m")
    await form.locator("select").first.evaluate("field => { field.name = 'unknown'; }")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_role("alert")).to_have_text("That didn’t work. Try again.")
    await expect(form.get_by_label("First letters")).to_have_value("m")
    await expect(form.get_by_role("button", name="Submit")).to_be_enabled()


async def test_a_question_without_an_answer_is_pointed_out(
    ui: PlaygroundPage, form: Locator
) -> None:
    await form.get_by_label("First letters").evaluate("field => { field.required = true; }")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_label("First letters")).to_be_focused()
    message = "field => field.validationMessage"
    told = await form.get_by_label("First letters").evaluate(message)
    assert told == "Fill this in."
    await form.get_by_label("First letters").press_sequentially("m")
    await form.get_by_role("button", name="Submit").click()
    await expect(ui.name_cards).to_have_count(2)
