"""What somebody who has just typed `make run` can do, in a real browser.

It leaves pictures of the page in build/screenshots; the one in README.md is made by
`pytest tests/browser && cp build/screenshots/stars-wide.png docs/playground.png`.
"""

import signal
from urllib.parse import urlsplit

from playwright.async_api import Browser, expect

from tests.browser.conftest import address_in
from tests.browser.person import Person
from tests.wire.process import Process

PHONE = (390, 844)


async def test_a_country_is_picked_by_its_first_letters_and_five_names_come(
    person: Person,
) -> None:
    await person.asks_for_names("ne", "Netherlands")
    card = person.cards.last
    names = await person.names_on(card)
    assert len(set(names)) == 5
    assert all(name[0].isupper() for name in names)
    await expect(card.get_by_role("heading", name="Netherlands")).to_be_in_viewport()
    await person.takes_a_picture("wide")


async def test_more_can_be_asked_for_beside_the_country(person: Person) -> None:
    await person.begins("/name")
    await person.picks("ira", "Iran")
    await person.adds("count", "10")
    await person.adds("starts_with", "Sha")
    await person.sends()
    await expect(person.cards).to_have_count(1)
    names = await person.names_on(person.cards.last)
    assert len(names) == 10
    assert all(name.startswith("Sha") for name in names)


async def test_another_member_presses_again_and_all_see_the_new_card(person: Person) -> None:
    await person.asks_for_names("pol", "Poland")
    first = await person.names_on(person.cards.last)
    await person.becomes("Tavio")
    await person.cards.last.get_by_role("button", name="Again").click()
    await expect(person.cards).to_have_count(2)
    second = await person.names_on(person.cards.last)
    assert len(second) == 5
    assert second != first
    await person.becomes("Nilou")
    assert await person.names_on(person.cards.last) == second


async def test_a_country_that_is_none_is_answered_to_that_member_alone(person: Person) -> None:
    await person.begins("/name")
    await person.page.keyboard.type("Holand")
    await expect(person.page.get_by_role("option", name="Netherlands")).to_be_visible()
    await person.page.keyboard.press("Escape")
    await person.sends()
    answer = person.message("Did you mean Netherlands")
    await expect(answer).to_be_in_viewport()
    await person.becomes("Nilou")
    await expect(answer).to_have_count(0)


async def test_every_new_card_comes_into_sight_on_a_phone_too(
    browser: Browser, playground: Process
) -> None:
    person = await Person.opening(browser, address_in(playground.output) or "", PHONE)
    for letters, country in (("ne", "Netherlands"), ("chil", "Chile"), ("ita", "Italy")):
        await person.asks_for_names(letters, country)
        again = person.cards.last.get_by_role("button", name="Again")
        await expect(again).to_be_in_viewport(ratio=1)
    width = await person.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
    await person.takes_a_picture("phone")


async def test_the_page_loads_from_the_playground_alone_and_nothing_in_it_breaks(
    person: Person,
) -> None:
    await person.asks_for_names("fra", "France")
    hosts = {urlsplit(url).hostname for url in person.asked if not url.startswith("blob:")}
    assert hosts == {"127.0.0.1"}
    assert not person.broken


async def test_ctrl_c_ends_it_with_zero_while_the_page_is_open(
    person: Person, playground: Process
) -> None:
    await person.asks_for_names("chin", "China")
    playground.signal(signal.SIGINT)
    assert await playground.ended() == 0
    assert "Traceback" not in playground.output


async def test_the_end_button_of_the_page_ends_it_with_zero(
    person: Person, playground: Process
) -> None:
    await person.ends_the_session()
    assert await playground.ended() == 0
    assert playground.output.endswith("The playground has ended.\n")
