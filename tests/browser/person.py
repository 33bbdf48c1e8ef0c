"""Somebody at the page of the playground: what they do and what they see."""

from pathlib import Path
from typing import Self

from playwright.async_api import Browser, Locator, Page, expect

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"


class Person:
    """Hands and eyes at one page.

    Attributes:
        page: the page itself.
        asked: every address that it has loaded something from.
        broken: errors of its scripts.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.broken: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    @classmethod
    async def opening(cls, browser: Browser, url: str, size: tuple[int, int]) -> Self:
        """Open an address in a window of some width and height, in pixels."""
        width, height = size
        person = cls(await browser.new_page(viewport={"width": width, "height": height}))
        await person.page.goto(url)
        await expect(person.message("I invent first names")).to_be_in_viewport()
        return person

    async def begins(self, command: str) -> None:
        """Type a slash command and take it from the list."""
        await self.page.get_by_label("Message", exact=True).click()
        await self.page.keyboard.type(command)
        await expect(self.page.get_by_role("option", name=command)).to_be_visible()
        await self.page.keyboard.press("Enter")

    async def picks(self, letters: str, choice: str) -> None:
        """Type the first letters of a choice and press Enter on it."""
        await self.page.keyboard.type(letters)
        offered = self.page.get_by_role("option", name=choice)
        await expect(offered).to_have_attribute("aria-selected", "true")
        await self.page.keyboard.press("Enter")

    async def adds(self, option: str, value: str) -> None:
        """Add an option of the command from those that it may have, and fill it in."""
        await self.page.get_by_role("button", name="more").click()
        await self.page.get_by_role("option", name=option).click()
        await self.page.keyboard.type(value)

    async def sends(self) -> None:
        """Press Enter, once the page has an open ear: it hears none while it looks options up."""
        await expect(self.page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
        await self.page.keyboard.press("Enter")

    async def asks_for_names(self, letters: str, country: str) -> None:
        """Use /name for a country and wait for the card."""
        before = await self.cards.count()
        await self.begins("/name")
        await self.picks(letters, country)
        await self.sends()
        await expect(self.cards).to_have_count(before + 1)

    async def gives(self, command: str) -> None:
        """Use a command without options; Enter would choose one that there may be."""
        await self.begins(command)
        await self.page.get_by_role("button", name="Send", exact=True).click()

    async def stars(self, card: Locator, name: str) -> None:
        """Press the star beside a name."""
        await self.star(card, name).click()

    async def becomes(self, member: str) -> None:
        """Act as another member."""
        await self.page.get_by_label("Viewing as").select_option(label=member)
        await expect(self.message("I invent first names")).to_be_attached()

    async def ends_the_session(self) -> None:
        """Use the end button of the page."""
        await self.page.get_by_text("More", exact=True).click()
        await self.page.get_by_role("button", name="End preview session").click()

    async def takes_a_picture(self, name: str) -> None:
        """Keep what is on the screen, in build/screenshots."""
        await self.page.screenshot(path=PICTURES / f"{name}.png")

    def message(self, text: str) -> Locator:
        """The messages in the channel that hold a text."""
        return self.page.get_by_role("log").get_by_role("article").filter(has_text=text)

    @property
    def cards(self) -> Locator:
        """The cards of names in the channel, oldest first."""
        again = self.page.get_by_role("button", name="Again")
        return self.page.get_by_role("log").locator(".component-container").filter(has=again)

    def star(self, card: Locator, name: str) -> Locator:
        """The star beside a name."""
        exactly = self.page.get_by_text(name, exact=True)
        return card.locator(".component-section").filter(has=exactly).get_by_role("button")

    def card(self, title: str) -> Locator:
        """The cards in the channel with a title."""
        heading = self.page.get_by_role("heading", name=title)
        return self.page.get_by_role("log").locator(".component-container").filter(has=heading)

    async def names_on(self, card: Locator) -> list[str]:
        """The names on a card."""
        return await card.locator("strong").all_inner_texts()
