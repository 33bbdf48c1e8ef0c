"""The playground in a real browser."""

import signal

import pytest
from playwright.async_api import expect

from tests.browser.conftest import find_url
from tests.browser.playground_page import PlaygroundPage
from tests.wire.process import PythonProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_again_by_another_member_posts_a_card_for_all(ui: PlaygroundPage) -> None:
    await ui.request_names("pol", "Poland")
    first = await ui.names_on(ui.name_cards.last)
    await ui.act_as("Tavio")
    await ui.name_cards.last.get_by_role("button", name="Again").click()
    await expect(ui.name_cards).to_have_count(2)
    second = await ui.names_on(ui.name_cards.last)
    assert len(second) == 5
    assert second != first
    await ui.act_as("Nilou")
    assert await ui.names_on(ui.name_cards.last) == second


async def test_an_unknown_country_gets_an_ephemeral_reply_that_names_the_nearest(
    ui: PlaygroundPage,
) -> None:
    await ui.start_command("/name")
    await ui.page.keyboard.type("Holand")
    await expect(ui.page.get_by_role("option", name="Netherlands")).to_be_visible()
    await ui.page.keyboard.press("Escape")
    await ui.submit()
    response = ui.messages("Did you mean: Netherlands")
    await expect(response).to_be_in_viewport()
    await ui.act_as("Nilou")
    await expect(response).to_have_count(0)


async def test_ctrl_c_ends_it_and_the_page_says_so_and_what_of_the_stars(
    ui: PlaygroundPage, playground: PythonProcess
) -> None:
    await ui.request_names("ne", "Netherlands")
    playground.send_signal(signal.SIGINT)
    assert await playground.wait() == 0
    assert "Traceback" not in playground.output
    notice = ui.page.get_by_role("alert")
    await expect(notice).to_contain_text("The playground has ended")
    await expect(notice).to_contain_text("Stars only last while it runs")
    await expect(ui.composer).to_be_hidden()
    await expect(ui.name_cards).to_have_count(1)


@pytest.mark.parametrize(
    ("key", "said"),
    [("", "This address is incomplete"), ("#another", "This page is from an earlier run")],
    ids=["none", "wrong"],
)
async def test_page_says_what_is_wrong_with_its_address(
    ui: PlaygroundPage, playground: PythonProcess, key: str, said: str
) -> None:
    address, _, _ = (find_url(playground.output) or "").partition("#")
    await ui.page.goto("about:blank")
    await ui.page.goto(address + key)
    await expect(ui.page.get_by_role("alert")).to_contain_text(said)
    await expect(ui.page.get_by_role("alert")).to_contain_text("Open the")
    await expect(ui.composer).to_be_hidden()
