"""What a visitor of the playground meets: keys alone, the mouse alone, on a desktop and a phone.

The tests save screenshots of the welcome and of a first card to build/screenshots.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
SERIOUS = ("serious", "critical")
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
    await expect(ui.list_of_choices).to_be_hidden()
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


@asynccontextmanager
async def late_commands(ui: PlaygroundPage) -> AsyncIterator[None]:
    """A page anew, which gets its commands when the context exits."""
    may_answer = asyncio.Event()

    async def answer(route: Route) -> None:
        await may_answer.wait()
        await route.continue_()

    await ui.page.route("**/api/commands", answer)
    await ui.reload()
    await ui.composer.focus()
    yield
    may_answer.set()


@pytest.mark.parametrize(
    ("command", "choice", "title"),
    [
        ("/name", "Netherlands", "Netherlands"),
        ("/match", "Tavio", "Find a name together?"),
        ("/top5", None, "This server’s top five"),
    ],
)
async def test_keys_typed_before_the_commands_are_there_are_kept(
    ui: PlaygroundPage, command: str, choice: str | None, title: str
) -> None:
    async with late_commands(ui):
        await type_command(ui, command, *([] if choice is None else [choice]), "")
    await expect(ui.cards(title)).to_be_visible()


async def test_another_command_may_be_typed_before_the_commands_are_there(
    ui: PlaygroundPage,
) -> None:
    async with late_commands(ui):
        await type_command(ui, "/name")
        await ui.page.keyboard.press("Control+A")
        await type_command(ui, "/top5", "")
    await expect(ui.cards("This server’s top five")).to_be_visible()


async def test_an_emptied_field_keeps_no_command(ui: PlaygroundPage) -> None:
    async with late_commands(ui):
        await type_command(ui, "/top5", "")
        await ui.page.keyboard.press("Control+A")
        await ui.page.keyboard.press("Backspace")
        await ui.page.keyboard.type("/top5")
    await expect(ui.page.get_by_role("option", name="/top5")).to_be_visible()
    await expect(ui.cards("This server’s top five")).to_have_count(0)


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
    await ui.page.keyboard.press("Control+A")
    await ui.pick("pol", "Poland")
    await ui.submit()
    await expect(ui.name_cards).to_contain_text("Poland")


async def test_no_list_is_over_an_empty_field(ui: PlaygroundPage) -> None:
    await ui.start_command("/name")
    await expect(ui.page.get_by_label("country, required")).to_be_focused()
    await expect(ui.list_of_choices).to_be_hidden()
    await ui.page.keyboard.type("n")
    await expect(ui.page.get_by_role("option", name="Netherlands")).to_be_visible()
    await ui.page.keyboard.press("Backspace")
    await expect(ui.list_of_choices).to_be_hidden()


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
    await expect(blend.get_by_role("heading")).to_be_in_viewport()
    await ui.press_button("Where is Marieke from?")
    await expect(ui.cards("Marieke").get_by_role("heading")).to_be_in_viewport()
    assert not ui.page_errors


async def test_welcome_leaves_room(ui: PlaygroundPage) -> None:
    welcome = await ui.messages("I invent first names").bounding_box()
    conversation = await ui.page.get_by_role("log").bounding_box()
    assert welcome is not None
    assert conversation is not None
    assert welcome["height"] < 0.7 * conversation["height"]


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
    await assert_whole(ui.page.get_by_label("country, required"))
    await ui.add_option("count", "12")
    await ui.page.keyboard.press("Enter")
    error = ui.page.get_by_text("Value is outside the allowed range.")
    await expect(error).to_be_in_viewport(ratio=IN_FULL)
    await assert_whole(error)
    await assert_whole(ui.page.get_by_label("count", exact=True))
    page, window = await ui.page.evaluate(
        "[document.documentElement.scrollWidth, window.innerWidth]"
    )
    assert page <= window


async def test_command_sent_as_a_message_is_told_how(ui: PlaygroundPage) -> None:
    await type_message(ui, "/name country: Netherlands")
    await expect(ui.messages("That was sent as a plain message")).to_be_in_viewport(ratio=IN_FULL)
    await expect(ui.composer).to_be_focused()


async def test_nothing_of_ours_has_a_serious_accessibility_fault_in_either_theme(
    ui: PlaygroundPage,
) -> None:
    await ui.press_button("Five Dutch names")
    await expect(ui.name_cards).to_have_count(1)
    for name in (await ui.names_on(ui.name_cards))[:2]:
        await ui.press_star(ui.name_cards, name)
        await expect(ui.star_button(ui.name_cards, name)).to_have_text("★ 1")
    await ui.press_button("Where is Marieke from?")
    await expect(ui.cards("Marieke")).to_be_visible()
    await ui.run_command("/top5")
    await ui.press_button("Vote")
    await ui.press_button("8 hours")
    await expect(ui.page.locator(".message-poll")).to_be_visible()
    await ui.start_command("/name")
    await ui.pick("ne", "Netherlands")
    await ui.add_option("count", "12")
    await ui.page.keyboard.press("Enter")
    await expect(ui.page.locator(".command-error")).to_be_visible()
    ours = {
        "include": [[".component-container"], [".message-poll"], [".command-row"]],
        "exclude": [[".discord-timestamp"]],  # SimCord draws it
    }
    grounds = set()
    for theme in THEMES:
        await ui.page.emulate_media(color_scheme=theme)
        grounds.add(
            await ui.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        )
        faults = (await Axe().run(ui.page, context=ours)).response["violations"]
        assert [fault["id"] for fault in faults if fault["impact"] in SERIOUS] == []
    assert len(grounds) == len(THEMES)


@pytest.mark.parametrize("language", languages())
async def test_welcome_and_menu_follow_the_language(
    ui: PlaygroundPage, language: str, request: pytest.FixtureRequest
) -> None:
    _ = translator_for_language(language)
    await ui.take_screenshot(f"welcome-{request.node.callspec.id}")
    await ui.start_command("/name")
    await expect(ui.page.locator(".command-pill-label")).to_have_text(_.option_name("country"))
    await expect(ui.page.locator(".command-context")).to_contain_text(
        _("Start typing: Netherlands, Iran, Chile…")
    )


async def type_message(ui: PlaygroundPage, text: str) -> None:
    """Send a message with the keyboard."""
    await ui.composer.fill(text)
    await ui.submit()
    await expect(ui.messages(text)).to_have_count(1)
