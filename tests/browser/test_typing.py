"""How commands are typed: by keys alone, in parts or whole, pasted, fast."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.playground_page import IN_FULL, PlaygroundPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_keys_alone_lead_from_a_country_in_full_to_the_next_command(
    ui: PlaygroundPage,
) -> None:
    await ui.type_command("/name")
    await ui.page.keyboard.type("Netherlands")
    await expect(ui.page.get_by_role("option", name="Netherlands")).to_be_visible()
    await ui.page.keyboard.press("Enter")
    await expect(ui.page.locator(".more")).to_be_focused()
    await ui.page.keyboard.press("Enter")
    await expect(ui.name_cards).to_have_count(1)
    await expect(ui.composer).to_be_focused()
    await ui.type_command("/top5", "")
    await expect(ui.cards("This server’s top five")).to_be_in_viewport(ratio=IN_FULL)


async def test_a_misspelt_command_is_guessed_with_what_follows_it(ui: PlaygroundPage) -> None:
    await ui.page.keyboard.type("/nmae Italy")
    await expect(ui.list_of_choices.get_by_role("option")).to_contain_text(["/name"])
    await ui.page.keyboard.press("Enter")
    await expect(ui.cards("Italy")).to_be_visible()


@pytest.mark.parametrize(
    ("command", "title"), [("/blend Norway Greece", "Norway"), ("/mix Anna Peter", "Anna + Peter")]
)
async def test_two_words_are_for_two_options(ui: PlaygroundPage, command: str, title: str) -> None:
    await ui.page.keyboard.type(command)
    await ui.page.keyboard.press("Enter")
    await expect(ui.cards(title)).to_be_visible()
    await ui.composer.fill(command)  # as if it was pasted
    await expect(ui.page.locator("[data-option=second]")).to_have_value(
        command.rsplit(maxsplit=1)[-1]
    )


async def test_typing_after_a_command_that_needs_nothing_begins_another(
    ui: PlaygroundPage,
) -> None:
    await ui.start_command("/favourites list")
    await ui.type_command("/top5", "")
    await expect(ui.cards("This server’s top five")).to_be_visible()


@pytest.mark.parametrize(
    ("command", "value", "text"),
    [
        ("/name", "Netherlands", "close to"),
        ("/match", "Tavio", "Choose the country whose names"),
    ],
)
async def test_no_enter_of_a_fast_typist_is_lost(
    ui: PlaygroundPage, command: str, value: str, text: str
) -> None:
    await ui.type_command(command, value, "")
    await expect(ui.messages(text)).to_be_visible()
    await expect(ui.composer).to_be_focused()


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
    await ui.type_command("m")
    await expect(ui.name_cards.get_by_role("heading").first).to_contain_text("Ireland")
    assert all(name.startswith("M") for name in await ui.names_on(ui.name_cards))


async def test_tab_leads_from_an_option_to_the_next_and_backspace_takes_one_out(
    ui: PlaygroundPage,
) -> None:
    await ui.start_command("/name")
    await ui.pick("Irel", "Ireland")
    await ui.type_command("starts")
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
    await ui.type_command("", "")
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
    await ui.type_command(typed)
    await expect(ui.page.get_by_role("log").get_by_role("article")).to_have_count(2)
    await expect(ui.composer).to_be_focused()


async def test_options_are_named_as_a_command_is_typed(ui: PlaygroundPage) -> None:
    await ui.type_command("/name country: South Korea starts_with: Ka style: classic")
    await expect(ui.name_cards).to_contain_text("South Korea")
    await expect(ui.name_cards).to_contain_text("classic style")
    assert all(name.startswith("Ka") for name in await ui.names_on(ui.name_cards))


async def test_the_members_to_choose_from_begin_with_others(ui: PlaygroundPage) -> None:
    await ui.start_command("/match")
    members = ui.list_of_choices.get_by_role("option")
    await expect(members).to_have_text(["Tavio", "Nilou", "Mirel"])


async def test_whoever_writes_a_message_is_told_how_to_get_names(ui: PlaygroundPage) -> None:
    await ui.send_message("Italy, please")
    await expect(ui.page.get_by_role("status").first).to_have_text(
        "I don’t read messages, only commands: type /name to invent first names"
    )


async def test_an_unknown_command_is_not_sent(ui: PlaygroundPage) -> None:
    await ui.type_command("/weather Italy")
    said = ui.page.get_by_role("status").filter(has_text="I don’t have a command called “/weather”")
    await expect(said).to_be_in_viewport(ratio=IN_FULL)
    await expect(ui.page.get_by_role("article")).to_have_count(1)
    await expect(ui.composer).to_have_value("/weather Italy")


async def test_what_is_typed_for_no_option_is_neither_dropped_nor_sent(ui: PlaygroundPage) -> None:
    await ui.type_command("/name")
    await ui.pick("Japa", "Japan")
    await ui.type_command("Spain")
    await expect(ui.page.get_by_text("Nothing found")).to_be_visible()
    await expect(ui.page.locator(".more")).to_have_value("Spain")
    await expect(ui.page.get_by_role("article")).to_have_count(1)


async def test_a_command_in_a_message_begins_when_it_is_pressed(ui: PlaygroundPage) -> None:
    await ui.page.get_by_role("button", name="/blend", exact=True).click()
    await expect(ui.page.get_by_role("combobox", name="first")).to_be_focused()


async def test_escape_leaves_a_command(ui: PlaygroundPage) -> None:
    await ui.type_command("/name", "Japan")
    for _ in range(2):  # the list of options, then the command
        await ui.page.keyboard.press("Escape")
    await expect(ui.composer).to_be_visible()
    await expect(ui.page.get_by_role("article")).to_have_count(1)


async def test_typing_after_a_press_goes_on_in_the_composer(ui: PlaygroundPage) -> None:
    await ui.press_button("Five Dutch names")
    await expect(ui.name_cards).to_have_count(1)
    await ui.page.keyboard.type("/name")
    await expect(ui.composer).to_have_value("/name")


async def test_backspace_leads_back_to_the_menu(ui: PlaygroundPage) -> None:
    await ui.start_command("/name")
    await ui.page.keyboard.press("Backspace")
    await expect(ui.composer).to_have_value("/name")
    await expect(ui.page.get_by_role("option", name="/name")).to_be_visible()


async def test_a_choice_can_be_replaced_by_typing(ui: PlaygroundPage) -> None:
    await ui.start_command("/name")
    await ui.pick("Netherlands", "Netherlands")
    await ui.page.get_by_label("country").click()
    await ui.page.keyboard.press("Control+A")
    await ui.pick("pol", "Poland")
    await ui.submit()
    await expect(ui.name_cards).to_contain_text("Poland")
