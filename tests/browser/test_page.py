"""What a visitor of the playground meets, on a desktop and a phone."""

import re
from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from bot.playground.projections import WINDOW
from tests.browser.conftest import PHONE, WIDE
from tests.browser.playground_page import IN_FULL, PlaygroundPage, assert_whole

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"]),
]

THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")


async def test_mouse_alone_takes_all_three_steps_and_stars_a_name(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    card = ui.cards("Netherlands")
    await expect(card).to_be_in_viewport(ratio=IN_FULL)
    name = (await ui.names_on(card))[0]
    await ui.press_star(card, name)
    await expect(ui.star_button(card, name)).to_have_text("★ 1")
    await ui.press_button("Dutch × Polish")
    blend = ui.cards("Netherlands × 🇵🇱 Poland")
    await expect(blend.get_by_role("heading").first).to_be_in_viewport()
    await ui.press_button("Where is Marieke from?")
    await expect(ui.cards("Marieke").get_by_role("heading")).to_be_in_viewport()


async def test_answer_comes_into_view_after_scrolling_up(ui: PlaygroundPage) -> None:
    for _ in range(3):
        await ui.request_names("ne", "Netherlands")
    first = ui.name_cards.first
    await ui.press_star(first, (await ui.names_on(first))[0])
    await expect(first.get_by_text("★ 1")).to_be_in_viewport()
    await expect(ui.messages("is your first favourite here!")).not_to_be_in_viewport()
    await ui.run_command("/top5")
    await expect(ui.cards("This server’s top five")).to_be_in_viewport(ratio=IN_FULL)


async def test_reload_opens_at_the_newest_message(ui: PlaygroundPage) -> None:
    for _ in range(3):
        await ui.request_names("ne", "Netherlands")
    await ui.page.reload()
    await expect(ui.name_cards.last).to_be_in_viewport(ratio=IN_FULL)


async def test_earlier_messages_are_a_button_away(ui: PlaygroundPage) -> None:
    for sent in range(WINDOW):
        await ui.send_message(f"message {sent}")
    await expect(ui.messages("I invent first names")).to_have_count(0)
    await ui.page.get_by_role("button", name="Load earlier messages").click()
    await expect(ui.messages("I invent first names")).to_have_count(1)
    await expect(ui.messages("message 0")).to_have_count(1)
    await ui.run_command("/top5")
    await expect(ui.cards("This server’s top five")).to_be_in_viewport(ratio=IN_FULL)


async def test_another_member_sees_the_newest_messages_and_the_answer(ui: PlaygroundPage) -> None:
    for sent in range(WINDOW + 2):
        await ui.send_message(f"message {sent} of many")
    await ui.request_names("ne", "Netherlands")
    await ui.act_as("Tavio")
    await expect(ui.name_cards.last).to_be_in_viewport()
    await ui.send_message("from Tavio")
    await expect(ui.messages("from Tavio")).to_be_in_viewport()


async def test_values_and_errors_are_shown_whole(ui: PlaygroundPage) -> None:
    await ui.start_command("/name")
    await ui.pick("bosn", "Bosnia")
    await assert_whole(ui.page.get_by_label("country"))
    await ui.add_option("count", "12")
    await ui.page.keyboard.press("Enter")
    error = ui.page.get_by_text("Type a number from 1 to 10.")
    await expect(error).to_be_in_viewport(ratio=IN_FULL)
    await assert_whole(error)
    await assert_whole(ui.page.get_by_label("count", exact=True))
    await ui.assert_no_overflow()


async def test_an_option_that_is_needed_is_pointed_out_once_it_was_left_out(
    ui: PlaygroundPage,
) -> None:
    await ui.start_command("/mix")
    await ui.page.keyboard.type("Marian")
    await ui.page.keyboard.press("Enter")
    await expect(ui.page.get_by_label("second")).to_be_focused()
    await expect(ui.page.locator("#command .error")).to_have_count(0)
    await ui.page.keyboard.press("Enter")
    await expect(ui.page.locator("#command .error")).to_have_text("Fill this in.")
    await expect(ui.page.get_by_label("second")).to_be_focused()


async def test_no_press_is_lost_however_fast(ui: PlaygroundPage) -> None:
    await ui.request_names("ne", "Netherlands")
    names = await ui.names_on(ui.name_cards)
    buttons = [await ui.star_button(ui.name_cards, name).element_handle() for name in names]
    await ui.page.evaluate("buttons => buttons.forEach((button) => button.click())", buttons)
    for name in names:
        await expect(ui.star_button(ui.name_cards, name)).to_have_text("★ 1")


async def test_answers_that_only_one_member_sees_are_marked(ui: PlaygroundPage) -> None:
    await ui.run_command("/help")
    answer = ui.page.get_by_role("article").last
    await expect(answer.locator(".message-ephemeral-note")).to_have_text("Only you can see this.")


async def test_names_are_copied_at_a_press(ui: PlaygroundPage) -> None:
    await ui.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ui.press_button("Five Dutch names")
    await ui.name_cards.get_by_role("button", name="As text").click()
    names = ui.page.locator(".code-block-wrap").get_by_role("button")
    await names.click()
    await expect(names).to_have_text("Copied")
    copied = await ui.page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == list(await ui.names_on(ui.name_cards))
    await expect(names).to_have_text("Copy")


async def test_a_name_is_played_and_saved_by_buttons_in_the_pages_own_words(
    ui: PlaygroundPage,
) -> None:
    await ui.press_button("Where is Marieke from?")
    await ui.press_button("Hear it")
    answer = ui.page.get_by_role("article").last
    await expect(answer.locator(".length")).to_have_text(re.compile(r"^\d(\.\d)?s$"))
    play = answer.locator(".play")
    await expect(play).to_have_accessible_name("Play")
    await assert_accessible(ui)
    await play.click()
    await expect(answer.locator(".voice-wave-bar.is-over")).not_to_have_count(0)
    await expect(play).to_have_accessible_name("Play")
    await expect(answer.locator(".voice-wave-bar.is-over")).to_have_count(0)
    async with ui.page.expect_download() as saved:
        await answer.get_by_role("button", name="Download").click()
    assert (await saved.value).suggested_filename == "name.wav"


async def test_a_picture_is_saved_at_a_press(ui: PlaygroundPage) -> None:
    await ui.page.get_by_role("log").get_by_role("button", name="☆").first.click()
    await ui.run_command("/favourites list")
    await ui.press_button("As a picture")
    answer = ui.page.get_by_role("article").last
    await expect(answer.get_by_role("button", name="My favourites: 1.")).to_be_in_viewport()
    save = answer.get_by_role("button", name="Download")
    async with ui.page.expect_download() as saved:
        await save.click()
    assert (await saved.value).suggested_filename == "names.png"
    assert (await (await saved.value).path()).read_bytes().startswith(b"\x89PNG")
    await assert_accessible(ui)


async def test_the_bar_leaves_seven_eighths_of_a_phone(ui: PlaygroundPage) -> None:
    bar = await ui.page.get_by_role("banner").bounding_box()
    assert bar is not None
    assert bar["height"] <= PHONE[1] / 8


async def test_the_page_has_no_accessibility_fault_in_either_theme(ui: PlaygroundPage) -> None:
    await ui.request_names("ne", "Netherlands")
    for name in (await ui.names_on(ui.name_cards))[:2]:
        await ui.press_star(ui.name_cards, name)
        await expect(ui.star_button(ui.name_cards, name)).to_have_text("★ 1")
    await ui.press_button("Where is Marieke from?")
    await expect(ui.cards("Marieke")).to_be_visible()
    await ui.run_command("/top5")
    await ui.press_button("Start a poll")
    await expect(ui.page.locator(".message-poll")).to_be_visible()
    await ui.press_button("As text")
    await expect(ui.page.locator(".copy").first).to_be_visible()
    await ui.run_command("/help")
    await expect(ui.cards("What I can do")).to_be_visible()
    await assert_accessible(ui)
    await ui.composer.fill("/")
    await expect(ui.list_of_choices).to_be_visible()
    await assert_accessible(ui)
    await ui.composer.fill("")
    await ui.start_command("/name")
    await ui.pick("ne", "Netherlands")
    await ui.add_option("count", "12")
    await ui.page.keyboard.press("Enter")
    await expect(ui.page.locator(".error")).to_be_visible()
    await assert_accessible(ui)
    await ui.page.locator("#leave").click()
    await ui.press_button("Refine")
    await expect(ui.page.get_by_role("dialog")).to_be_visible()
    await assert_accessible(ui)


async def assert_accessible(ui: PlaygroundPage) -> None:
    """Assert that axe finds no fault of any weight, in the dark and in the light theme."""
    grounds = set()
    for theme in THEMES:
        await ui.page.emulate_media(color_scheme=theme)
        grounds.add(
            await ui.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        )
        faults = (await Axe().run(ui.page)).response["violations"]
        assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults] == []
    assert len(grounds) == len(THEMES)


@pytest.mark.parametrize("language", languages())
async def test_welcome_and_menu_follow_the_language(ui: PlaygroundPage, language: str) -> None:
    _ = translator_for_language(language)
    await expect(ui.page.locator("html")).to_have_attribute("lang", language)
    welcome = ui.messages(_("I invent first names"))
    await expect(welcome).to_be_in_viewport(ratio=IN_FULL)
    await ui.start_command("/name")
    await expect(ui.page.locator(".pill label")).to_have_text(_.option_name("country"))
    await expect(ui.page.locator("#hint")).to_contain_text(
        _("Start typing: Netherlands, Iran, Chile…")
    )
