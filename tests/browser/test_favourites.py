"""What a group does with the names that it likes, in a real browser, at a desk and on a phone.

It leaves pictures of every card in build/screenshots.
"""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import WIDE, address_in
from tests.browser.person import Person
from tests.wire.process import Process

PHONE = (390, 844)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "narrow"])
async def test_two_members_star_names_and_share_what_they_like(
    browser: Browser, playground: Process, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    person = await Person.opening(browser, address_in(playground.output) or "", size)
    width = request.node.callspec.id

    await person.asks_for_names("ne", "Netherlands")
    card = person.cards.last
    first, second, *_ = await person.names_on(card)
    await person.stars(card, second)
    await expect(person.star(card, second)).to_have_text("★ 1")

    await person.becomes("Tavio")
    card = person.cards.last
    for name, count in ((second, "★ 2"), (first, "★ 1")):
        await person.stars(card, name)
        await expect(person.star(card, name)).to_have_text(count)
    await person.takes_a_picture(f"stars-{width}")
    await person.stars(card, first)
    offer = person.message(f"You have starred {first} already")
    await expect(offer).to_be_in_viewport(ratio=0.99)
    await person.takes_a_picture(f"take-back-{width}")
    await offer.get_by_role("button", name="Take it back").click()
    await expect(person.message("Taken back")).to_be_in_viewport(ratio=0.99)
    await expect(person.star(card, first)).to_have_text("☆")
    await person.stars(card, first)

    await person.gives("/top5")
    top = person.card("This server’s top five")
    await expect(top).to_be_in_viewport(ratio=0.99)
    assert await person.names_on(top) == [second, first]
    await expect(top.get_by_text(re.compile(r"\b(ago|now)$"))).to_have_count(2)
    await person.takes_a_picture(f"top5-{width}")
    await person.becomes("Nilou")
    top = person.card("This server’s top five")
    await person.stars(top, first)
    await expect(person.star(top, first)).to_have_text("★ 2")

    await person.becomes("Tavio")
    await person.gives("/favourites list")
    mine = person.card("Your 2 favourites")
    await expect(mine).to_be_in_viewport(ratio=0.99)
    await mine.get_by_role("button", name="Down").first.click()
    await expect(mine.locator("strong").nth(1)).to_have_text(first)
    await person.takes_a_picture(f"favourites-{width}")
    await mine.get_by_role("button", name="Share my top five").click()
    shared = person.card("Tavio’s top five")
    await expect(shared).to_be_in_viewport(ratio=0.99)
    await person.takes_a_picture(f"shared-{width}")

    await person.becomes("Mirel")
    await expect(person.message("Only you see this")).to_have_count(0)
    await person.stars(person.card("Tavio’s top five"), first)
    await expect(person.star(person.card("Tavio’s top five"), first)).to_have_text("★ 3")
    await person.gives("/favourites list")
    await expect(person.card("Your 2 favourites")).to_be_in_viewport(ratio=0.99)
    assert not person.broken


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "narrow"])
async def test_a_name_goes_from_the_card_to_the_top_five_until_its_member_deletes_everything(
    browser: Browser, playground: Process, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    person = await Person.opening(browser, address_in(playground.output) or "", size)
    width = request.node.callspec.id

    await person.asks_for_names("pol", "Poland")
    names = person.cards.last
    first, second, *_ = await person.names_on(names)
    for name in (first, second):
        await person.stars(names, name)
        await expect(person.star(names, name)).to_have_text("★ 1")
    await person.becomes("Tavio")
    await person.stars(person.cards.last, second)
    await expect(person.star(person.cards.last, second)).to_have_text("★ 2")

    await person.becomes("Mirel")
    await person.gives("/top5")
    top = person.card("This server’s top five")
    await expect(top).to_be_in_viewport(ratio=0.99)
    assert await person.names_on(top) == [second, first]
    await person.gives("/favourites list")
    mine = person.card("Your 2 favourites")
    await mine.get_by_role("button", name="Share my top five").click()
    await expect(person.card("Mirel’s top five")).to_be_in_viewport(ratio=0.99)

    await person.gives("/privacy")
    card = person.card("What I keep about you")
    await expect(card.get_by_role("button", name="Delete my data")).to_be_in_viewport(ratio=0.99)
    await person.takes_a_picture(f"privacy-{width}")
    await card.get_by_role("button", name="Export my data").click()
    file = person.page.get_by_role("log").get_by_text("nomen-export.json")
    await expect(file).to_be_in_viewport(ratio=0.99)
    await person.takes_a_picture(f"export-{width}")
    await card.get_by_role("button", name="Delete my data").click()
    question = person.card("Delete everything?")
    await expect(question).to_be_in_viewport(ratio=0.99)
    await expect(question).to_contain_text("2 stars in 1 server")
    await person.takes_a_picture(f"delete-{width}")
    await question.get_by_role("button", name="Delete everything").click()
    await expect(person.message("favourites: 2 stars")).to_be_in_viewport(ratio=0.99)
    await person.takes_a_picture(f"deleted-{width}")

    await person.gives("/top5")
    tops = person.card("This server’s top five")
    await expect(tops).to_have_count(2)
    await expect(tops.last).to_be_in_viewport(ratio=0.99)
    assert await person.names_on(tops.last) == [second]
    await expect(person.star(tops.last, second)).to_have_text("★ 1")
    await person.takes_a_picture(f"top5-without-{width}")
    await person.becomes("Tavio")
    await expect(person.message("What I keep about you")).to_have_count(0)
    assert not person.broken
