"""What a visitor of the playground meets: keys alone, the mouse alone, on a desktop and a phone.

The tests save screenshots of the welcome and of a first card to build/screenshots.
"""

import asyncio
import re
from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Route, expect

from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from bot.playground.projections import WINDOW
from tests.browser.conftest import PHONE, WIDE
from tests.browser.playground_page import PlaygroundPage

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"]),
]

IN_FULL = 0.99
"""Share of a card in view; rounded corners and pixels leave less than all of it."""
THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")


async def assert_whole(field: Locator) -> None:
    """Assert that nothing of a text is cut off."""
    wide, shown = await field.evaluate("field => [field.scrollWidth, field.clientWidth]")
    assert wide <= shown


async def type_command(ui: PlaygroundPage, *texts: str) -> None:
    """Type texts, each followed by Enter, as fast as the page takes keys."""
    for text in texts:
        await ui.page.keyboard.type(text)
        await ui.page.keyboard.press("Enter")


async def test_keys_alone_lead_from_a_country_in_full_to_the_next_command(
    ui: PlaygroundPage,
) -> None:
    await ui.composer.focus()
    await type_command(ui, "/name")
    await ui.page.keyboard.type("Netherlands")
    await expect(ui.page.get_by_role("option", name="Netherlands")).to_be_visible()
    await ui.page.keyboard.press("Enter")
    await expect(ui.page.locator(".more")).to_be_focused()
    await ui.page.keyboard.press("Enter")
    await expect(ui.name_cards).to_have_count(1)
    await expect(ui.composer).to_be_focused()
    await type_command(ui, "/top5", "")
    await expect(ui.cards("This server’s top five")).to_be_in_viewport(ratio=IN_FULL)


async def test_no_enter_of_a_fast_typist_is_lost(ui: PlaygroundPage) -> None:
    await ui.composer.focus()
    await type_command(ui, "/name", "Netherlands", "")
    await expect(ui.name_cards).to_have_count(1)
    await expect(ui.composer).to_be_focused()


async def test_no_enter_after_a_member_typed_fast_is_lost(ui: PlaygroundPage) -> None:
    await ui.composer.focus()
    await type_command(ui, "/match", "Tavio", "")
    await expect(ui.cards("Find a name together?")).to_contain_text("Tavio")


async def test_the_composer_comes_with_the_commands(ui: PlaygroundPage) -> None:
    may_answer = asyncio.Event()

    async def answer(route: Route) -> None:
        await may_answer.wait()
        await route.continue_()

    await ui.page.route("**/api/commands", answer)
    await ui.page.reload()
    await expect(ui.messages("I invent first names")).to_be_visible()
    await expect(ui.composer).to_be_hidden()
    may_answer.set()
    await expect(ui.composer).to_be_visible()
    await ui.run_command("/top5")
    await expect(ui.cards("This server’s top five")).to_be_visible()


async def test_the_menu_begins_with_names_and_says_what_commands_do(ui: PlaygroundPage) -> None:
    await ui.composer.fill("/")
    commands = ui.list_of_choices.get_by_role("option")
    await expect(commands.first).to_contain_text("/name")
    await expect(commands.first).to_contain_text("Invent first names that sound like")
    await expect(commands.first).to_have_attribute("aria-selected", "true")
    await expect(commands.last).to_contain_text("/board")


async def test_options_say_what_they_are_for(ui: PlaygroundPage) -> None:
    await ui.start_command("/name")
    await expect(ui.page.locator("#hint")).to_contain_text("Start typing: Netherlands")
    await ui.page.locator(".more").focus()
    count = ui.page.get_by_role("option", name="How many names")
    await expect(count.locator("strong")).to_have_text("count")


@pytest.mark.parametrize("option", ["starts", "starts with", "starts_with:"])
async def test_what_is_typed_after_a_choice_is_the_next_option(
    ui: PlaygroundPage, option: str
) -> None:
    await ui.start_command("/name")
    await ui.pick("Irel", "Ireland")
    await ui.page.keyboard.type(option)
    if not option.endswith(":"):
        await ui.submit()
    await type_command(ui, "m")
    await expect(ui.name_cards.get_by_role("heading").first).to_contain_text("Ireland")
    assert all(name.startswith("M") for name in await ui.names_on(ui.name_cards))


async def test_tab_leads_from_an_option_to_the_next_and_backspace_takes_one_out(
    ui: PlaygroundPage,
) -> None:
    await ui.start_command("/name")
    await ui.pick("Irel", "Ireland")
    await type_command(ui, "starts")
    await ui.page.keyboard.type("m")
    await ui.page.keyboard.press("Tab")
    await expect(ui.page.locator(".more")).to_be_focused()
    await ui.page.keyboard.press("Shift+Tab")
    await expect(ui.page.get_by_label("starts_with", exact=True)).to_be_focused()
    for _ in range(2):
        await ui.page.keyboard.press("End")
        await ui.page.keyboard.press("Backspace")
    await expect(ui.page.get_by_label("starts_with", exact=True)).to_have_count(0)
    await expect(ui.page.get_by_label("country")).to_be_focused()


async def test_a_surprise_is_three_enters_away(ui: PlaygroundPage) -> None:
    await ui.start_command("/name")
    surprise = ui.list_of_choices.get_by_role("option").first
    await expect(surprise).to_contain_text("Surprise me")
    await expect(surprise).to_have_attribute("aria-selected", "true")
    await type_command(ui, "", "")
    await expect(ui.name_cards).to_have_count(1)


@pytest.mark.parametrize(
    "typed", ["/name Italy", "/name country: Italy", "/name country: Italy count: 3"]
)
async def test_a_command_pasted_whole_is_taken(ui: PlaygroundPage, typed: str) -> None:
    await ui.composer.fill(typed)
    await ui.page.keyboard.press("Enter")
    await expect(ui.name_cards.get_by_role("heading").first).to_contain_text("Italy")
    assert len(await ui.names_on(ui.name_cards)) == (3 if "3" in typed else 5)
    await expect(ui.composer).to_be_focused()


@pytest.mark.parametrize("typed", ["/name Italy", "/name country: ita", "/match Tavio"])
async def test_a_command_typed_whole_is_taken(ui: PlaygroundPage, typed: str) -> None:
    await ui.composer.focus()
    await type_command(ui, typed)
    await expect(ui.page.locator(".component-container")).to_have_count(2)
    await expect(ui.composer).to_be_focused()


async def test_options_are_named_as_a_command_is_typed(ui: PlaygroundPage) -> None:
    await ui.composer.focus()
    await type_command(ui, "/name country: South Korea starts_with: Ka style: bold")
    await expect(ui.name_cards).to_contain_text("South Korea")
    await expect(ui.name_cards).to_contain_text("bold style")
    assert all(name.startswith("Ka") for name in await ui.names_on(ui.name_cards))


async def test_the_members_to_choose_from_begin_with_others(ui: PlaygroundPage) -> None:
    await ui.start_command("/match")
    members = ui.list_of_choices.get_by_role("option")
    await expect(members).to_have_text(["Tavio", "Nilou", "Mirel"])


async def test_whoever_writes_a_message_is_told_how_to_get_names(ui: PlaygroundPage) -> None:
    await type_message(ui, "Italy, please")
    await expect(ui.page.get_by_role("status").first).to_have_text(
        "Type /name to invent first names"
    )


async def test_an_unknown_command_is_not_sent(ui: PlaygroundPage) -> None:
    await ui.composer.focus()
    await type_command(ui, "/nmae Italy")
    said = ui.page.get_by_role("status").filter(has_text="I don’t have a command called “/nmae”")
    await expect(said).to_be_in_viewport(ratio=IN_FULL)
    await expect(ui.page.get_by_role("article")).to_have_count(1)
    await expect(ui.composer).to_have_value("/nmae Italy")


async def test_backspace_leads_back_to_the_menu(ui: PlaygroundPage) -> None:
    await ui.start_command("/name")
    await ui.page.keyboard.press("Backspace")
    await expect(ui.composer).to_have_value("/name")
    await expect(ui.page.get_by_role("option", name="/name")).to_be_visible()


async def test_keys_alone_choose_a_member(ui: PlaygroundPage) -> None:
    await ui.start_command("/match")
    await ui.page.keyboard.type("Tavio")
    await expect(ui.list_of_choices.get_by_role("option", name="Tavio")).to_be_visible()
    await ui.page.keyboard.press("Enter")
    await ui.page.keyboard.press("Enter")
    await expect(ui.cards("Find a name together?")).to_be_visible()


async def test_a_choice_can_be_replaced_by_typing(ui: PlaygroundPage) -> None:
    await ui.start_command("/name")
    await ui.pick("Netherlands", "Netherlands")
    await ui.page.get_by_label("country").click()
    await ui.page.keyboard.press("Control+A")
    await ui.pick("pol", "Poland")
    await ui.submit()
    await expect(ui.name_cards).to_contain_text("Poland")


async def test_mouse_alone_takes_all_three_steps_and_stars_a_name(
    ui: PlaygroundPage, request: pytest.FixtureRequest
) -> None:
    width = request.node.callspec.id
    await ui.take_screenshot(f"welcome-{width}")
    await ui.press_button("Five Dutch names")
    card = ui.cards("Netherlands")
    await expect(card).to_be_in_viewport(ratio=IN_FULL)
    name = (await ui.names_on(card))[0]
    await ui.press_star(card, name)
    await expect(ui.star_button(card, name)).to_have_text("★ 1")
    await ui.take_screenshot(f"first-card-{width}")
    await ui.press_button("Dutch × Polish")
    blend = ui.cards("Netherlands × 🇵🇱 Poland")
    await expect(blend.get_by_role("heading").first).to_be_in_viewport()
    await ui.press_button("Where is Marieke from?")
    await expect(ui.cards("Marieke").get_by_role("heading")).to_be_in_viewport()
    assert not ui.page_errors


async def test_answer_comes_into_view_after_scrolling_up(ui: PlaygroundPage) -> None:
    for count in (1, 2, 3):
        await ui.press_button("Five Dutch names")
        await expect(ui.name_cards).to_have_count(count)
    first = ui.name_cards.first
    await ui.press_star(first, (await ui.names_on(first))[0])
    await expect(first.get_by_text("★ 1")).to_be_in_viewport()
    await ui.run_command("/top5")
    await expect(ui.cards("This server’s top five")).to_be_in_viewport(ratio=IN_FULL)


async def test_reload_opens_at_the_newest_message(ui: PlaygroundPage) -> None:
    for count in (1, 2, 3):
        await ui.press_button("Five Dutch names")
        await expect(ui.name_cards).to_have_count(count)
    await ui.page.reload()
    await expect(ui.name_cards.last).to_be_in_viewport(ratio=IN_FULL)


async def test_earlier_messages_are_a_button_away(ui: PlaygroundPage) -> None:
    for sent in range(WINDOW):
        await type_message(ui, f"message {sent}")
    await expect(ui.messages("I invent first names")).to_have_count(0)
    await ui.page.get_by_role("button", name="Load earlier messages").click()
    await expect(ui.messages("I invent first names")).to_have_count(1)
    await expect(ui.messages("message 0")).to_have_count(1)
    await ui.run_command("/top5")
    await expect(ui.cards("This server’s top five")).to_be_in_viewport(ratio=IN_FULL)


async def test_another_member_sees_the_newest_messages_and_the_answer(ui: PlaygroundPage) -> None:
    for sent in range(WINDOW + 2):
        await type_message(ui, f"message {sent} of many")
    await ui.request_names("ne", "Netherlands")
    await ui.act_as("Tavio")
    await expect(ui.name_cards.last).to_be_in_viewport()
    await type_message(ui, "from Tavio")
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
    page, window = await ui.page.evaluate(
        "[document.documentElement.scrollWidth, window.innerWidth]"
    )
    assert page <= window


async def test_an_option_that_is_needed_is_pointed_out_in_the_pages_own_words(
    ui: PlaygroundPage,
) -> None:
    await ui.start_command("/mix")
    await ui.page.keyboard.type("Marian")
    await ui.page.keyboard.press("Enter")
    await expect(ui.page.locator("#command .error")).to_have_text("Fill this in first.")
    await expect(ui.page.get_by_label("second")).to_be_focused()


async def test_no_press_is_lost_however_fast(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    await expect(ui.name_cards).to_have_count(1)
    names = await ui.names_on(ui.name_cards)
    buttons = [await ui.star_button(ui.name_cards, name).element_handle() for name in names]
    await ui.page.evaluate("buttons => buttons.forEach((button) => button.click())", buttons)
    for name in names:
        await expect(ui.star_button(ui.name_cards, name)).to_have_text("★ 1")


async def test_answers_that_only_one_member_sees_are_marked(ui: PlaygroundPage) -> None:
    await ui.run_command("/help")
    answer = ui.page.get_by_role("article").last
    await expect(answer.locator(".message-ephemeral-note")).to_have_text("Only you can see this.")


async def test_a_code_block_is_copied_at_a_press(ui: PlaygroundPage) -> None:
    await ui.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ui.press_button("Five Dutch names")
    await ui.name_cards.get_by_role("button", name="As text").click()
    block = ui.page.locator(".code-block-wrap")
    button = block.first.get_by_role("button", name="Copy")
    await button.click()
    await expect(block.first.get_by_role("button")).to_have_text("Copied")
    copied = await ui.page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == list(await ui.names_on(ui.name_cards))
    await expect(button).to_have_text("Copy")


async def test_the_copied_command_gives_the_same_names(ui: PlaygroundPage) -> None:
    await ui.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ui.press_button("Five Dutch names")
    await ui.name_cards.get_by_role("button", name="As text").click()
    block = ui.page.locator(".code-block-wrap").last
    await block.get_by_role("button", name="Copy").click()
    await expect(block.get_by_role("button")).to_have_text("Copied")
    await ui.composer.focus()
    await ui.page.keyboard.press("Control+V")
    await ui.submit()
    await expect(ui.name_cards).to_have_count(2)
    assert await ui.names_on(ui.name_cards.last) == await ui.names_on(ui.name_cards.first)


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
    await ui.press_button("Save")
    await ui.press_button("As a picture")
    answer = ui.page.get_by_role("article").last
    await expect(answer.get_by_role("button", name="My favourites: 1.")).to_be_in_viewport()
    save = answer.get_by_role("button", name="Download")
    async with ui.page.expect_download() as saved:
        await save.click()
    assert (await saved.value).suggested_filename == "names.png"
    assert (await (await saved.value).path()).read_bytes().startswith(b"\x89PNG")
    await assert_accessible(ui)


async def test_keys_alone_open_a_form_and_leave_it(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    refine = ui.name_cards.get_by_role("button", name="Refine")
    form = ui.page.get_by_role("dialog", name="Refine")
    for _ in range(2):
        await refine.press("Enter")
        await expect(form.get_by_label("Style")).to_be_focused()
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


async def test_a_form_takes_as_many_letters_as_it_says(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    await ui.press_button("Refine")
    form = ui.page.get_by_role("dialog")
    await form.get_by_label("Last letters").press_sequentially("abcdefghij")
    await expect(form.get_by_label("Last letters")).to_have_value("abcdefgh")
    await expect(form.get_by_text("8/8")).to_be_in_viewport()


async def test_a_form_is_opened_again_as_it_was_filled_in(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    await ui.press_button("Refine")
    form = ui.page.get_by_role("dialog")
    await form.get_by_label("Gender").select_option(index=1)
    await form.get_by_label("First letters").fill("m")
    await form.get_by_label("Letters to avoid").fill("m")
    await form.get_by_label("Letters to avoid").press("Enter")
    await expect(form).to_be_hidden()
    again = ui.page.get_by_role("button", name="Change it")
    await expect(again).to_be_in_viewport()
    await again.click()
    await expect(form.get_by_label("Gender")).to_have_js_property("selectedIndex", 1)
    await expect(form.get_by_label("First letters")).to_have_value("m")
    await form.get_by_label("Letters to avoid").fill("x")
    await form.get_by_role("button", name="Submit").click()
    await expect(ui.name_cards).to_have_count(2)
    await expect(ui.name_cards.last).to_be_in_viewport(ratio=IN_FULL)


async def test_a_form_that_is_not_taken_keeps_its_answers_and_says_so(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    await ui.press_button("Refine")
    form = ui.page.get_by_role("dialog")
    await form.get_by_label("First letters").fill("m")
    await form.locator("select").first.evaluate("field => { field.name = 'unknown'; }")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_role("alert")).to_have_text("That didn’t work. Try again.")
    await expect(form.get_by_label("First letters")).to_have_value("m")
    await expect(form.get_by_role("button", name="Submit")).to_be_enabled()


async def test_a_question_without_an_answer_is_pointed_out(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    await ui.press_button("Refine")
    form = ui.page.get_by_role("dialog")
    await form.get_by_label("First letters").evaluate("field => { field.required = true; }")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_label("First letters")).to_be_focused()
    message = "field => field.validationMessage"
    told = await form.get_by_label("First letters").evaluate(message)
    assert told == "Fill this in first."
    await form.get_by_label("First letters").press_sequentially("m")
    await form.get_by_role("button", name="Submit").click()
    await expect(ui.name_cards).to_have_count(2)


async def test_the_bar_leaves_seven_eighths_of_a_phone(ui: PlaygroundPage) -> None:
    bar = await ui.page.get_by_role("banner").bounding_box()
    assert bar is not None
    assert bar["height"] <= PHONE[1] / 8


async def test_the_page_has_no_accessibility_fault_in_either_theme(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    await expect(ui.name_cards).to_have_count(1)
    for name in (await ui.names_on(ui.name_cards))[:2]:
        await ui.press_star(ui.name_cards, name)
        await expect(ui.star_button(ui.name_cards, name)).to_have_text("★ 1")
    await ui.press_button("Where is Marieke from?")
    await expect(ui.cards("Marieke")).to_be_visible()
    await ui.run_command("/top5")
    await ui.press_button("Start a poll")
    await ui.press_button("8 hours")
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
async def test_welcome_and_menu_follow_the_language(
    ui: PlaygroundPage, language: str, request: pytest.FixtureRequest
) -> None:
    _ = translator_for_language(language)
    welcome = ui.messages(_("I invent first names"))
    await expect(welcome).to_be_in_viewport(ratio=IN_FULL)
    await ui.take_screenshot(f"welcome-{request.node.callspec.id}")
    await ui.start_command("/name")
    await expect(ui.page.locator(".pill label")).to_have_text(_.option_name("country"))
    await expect(ui.page.locator("#hint")).to_contain_text(
        _("Start typing: Netherlands, Iran, Chile…")
    )


async def type_message(ui: PlaygroundPage, text: str) -> None:
    """Send a message with the keyboard."""
    await ui.composer.fill(text)
    await ui.submit()
    await expect(ui.messages(text)).to_have_count(1)
