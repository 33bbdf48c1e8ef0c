"""A visit that shows every card once."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Locator, expect

from bot.i18n.translator import Translator
from bot.playground.simulation import MEMBERS
from tests.browser.playground_page import PlaygroundPage

_SEED = "7"
"""Of the names, so that the pictures of two visits differ in what was changed alone."""
_FIRST, _SECOND = "NL", "PL"
_SECOND_MEMBER, _THIRD_MEMBER = MEMBERS[1:]
_PLOT_TIMEOUT_MS = 120_000

Pictures = AsyncIterator[tuple[str, Locator]]
"""The names of pictures, each with what it shows: a message or the composer."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A member's visit in one language."""

    ui: PlaygroundPage
    translate: Translator

    @property
    def newest(self) -> Locator:
        """The newest message."""
        return self.ui.page.get_by_role("log").get_by_role("article").last

    @property
    def composer(self) -> Locator:
        """The composer, with the list over it."""
        return self.ui.page.locator("#composer")

    async def answer(self, act: Awaitable[None]) -> Locator:
        """Act, and return the message that answers, also when there are newer ones."""
        before = await self.newest.get_attribute("data-message-id") or ""
        await act
        await expect(self.newest).not_to_have_attribute("data-message-id", before)
        for busy in (self.newest, self.ui.page.get_by_role("main")):
            await expect(busy).to_have_attribute("aria-busy", "false")
        identity = await self.newest.get_attribute("data-message-id")
        return self.ui.page.locator(f'article[data-message-id="{identity}"]')

    async def send(self) -> Locator:
        """Send the command, and return the answer."""
        return await self.answer(self.ui.submit())

    async def run(self, command: str, typed: str = "") -> Locator:
        """Send a command with what its first option takes, and return the answer."""
        await self.ui.start_command(command)
        await self.ui.page.keyboard.type(typed)
        return await self.send()

    async def press(self, card: Locator, label: str) -> Locator:
        """Press a button, and return the answer."""
        button = card.get_by_role("button", name=self.translate(label))
        return await self.answer(button.click())

    async def pick(self, *codes: str) -> None:
        """Pick countries for the options of a command, and add the seed."""
        for country in map(self.translate.country_name, codes):
            await self.ui.pick(country[:4], country)
        await self.ui.add_option(self.translate.option_name("seed"), _SEED)

    async def star(self, card: Locator, *numbers: int) -> list[str]:
        """Star names of a card by their numbers, from 0, and return all of its names."""
        await expect(card.locator(".component-section").nth(max(numbers))).to_be_visible()
        names = await self.ui.names_on(card.locator(".component-container"))
        for name in (names[number] for number in numbers):
            await self.ui.press_star(card, name)
            await expect(self.ui.star_button(card, name)).to_contain_text(re.compile(r"\d"))
        return names


async def _name(visit: Visit) -> Pictures:
    ui, country = visit.ui, visit.translate.country_name(_FIRST)
    yield "welcome", visit.newest
    await ui.composer.fill("/")
    await expect(ui.list_of_choices).to_be_visible()
    yield "menu", visit.composer
    await ui.composer.fill("")
    await ui.start_command("/name")
    await ui.page.keyboard.type(country[:2])
    await expect(ui.page.get_by_role("option", name=country)).to_be_visible()
    yield "list", visit.composer
    await ui.page.keyboard.press("Control+A")
    await visit.pick(_FIRST)
    card = await visit.send()
    names = await visit.star(card, 0, 1)
    yield "name", card
    yield "copy", await visit.press(card, "As text")
    yield "starred-already", await visit.answer(ui.press_star(card, names[0]))


async def _blend_and_origin(visit: Visit) -> Pictures:
    await visit.ui.start_command("/blend")
    await visit.pick(_FIRST, _SECOND)
    card = await visit.send()
    await visit.star(card, 0)
    yield "blend", card
    yield "origin", await visit.run("/origin", "Marieke")


async def _mix(visit: Visit) -> Pictures:
    await visit.ui.start_command("/mix")
    await visit.ui.page.keyboard.type("Ana")
    await visit.ui.page.keyboard.press("Tab")
    await visit.ui.page.keyboard.type("Luis")
    card = await visit.send()
    await visit.star(card, 0)
    yield "mix", card


async def _rare(visit: Visit) -> Pictures:
    await visit.ui.start_command("/name")
    await visit.pick(_FIRST)
    card = await visit.send()
    yield "rare", await visit.press(card, "Rare")


async def _clipping(visit: Visit) -> Pictures:
    card = await visit.run("/clipdemo")
    plot = card.locator("img").last
    await expect(plot).to_have_js_property("naturalWidth", 1200, timeout=_PLOT_TIMEOUT_MS)
    yield "clip", card


async def _favourites(visit: Visit) -> Pictures:
    yield "more", await visit.run("/more")
    mine = await visit.run("/favourites list")
    yield "favourites", mine
    undo = mine.get_by_role("button", name=visit.translate("Undo"))
    await mine.get_by_role("button", name=visit.translate("Remove")).click()
    await expect(undo).to_be_visible()
    yield "undo", mine
    await undo.click()
    await expect(undo).to_have_count(0)
    yield "duel", await visit.run("/favourites duel")
    shared = await visit.press(await visit.run("/favourites list"), "Share my top five")
    await visit.ui.act_as(_SECOND_MEMBER)
    await visit.star(shared, 1)
    yield "shared", shared
    yield "top5", await visit.run("/top5")


async def _words(visit: Visit) -> Pictures:
    yield "help", await visit.run("/help")
    privacy = await visit.run("/privacy")
    yield "privacy", privacy
    yield "delete", await visit.press(privacy, "Delete my data")
    yield "hyphen", await visit.run("/origin", "Anne Marie")
    page = visit.ui.page
    await visit.ui.start_command("/name")
    await page.keyboard.type("Polnad")
    await visit.ui.wait_for_choices("Polnad")
    await page.keyboard.press("Escape")
    yield "unknown", await visit.send()


async def _match(visit: Visit) -> Pictures:
    ui = visit.ui
    await ui.start_command("/match")
    await expect(ui.page.locator("#command [data-option='with']")).to_be_focused()
    await ui.page.keyboard.type(_THIRD_MEMBER)
    choice = ui.list_of_choices.get_by_role("option", name=_THIRD_MEMBER)
    await expect(choice).to_be_visible()
    await ui.page.keyboard.press("Enter")
    question = await visit.send()
    yield "match-asked", question
    await ui.act_as(_THIRD_MEMBER)
    yield "match", await visit.press(question, "Yes, let’s!")


PARTS: tuple[Callable[[Visit], Pictures], ...] = (
    *(_name, _blend_and_origin, _mix, _rare, _clipping, _favourites, _words, _match),
)
"""The parts of a visit, in order: later ones use the stars of earlier ones."""
