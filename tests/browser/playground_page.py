"""Page object of the playground."""

import re
from typing import Self

from playwright.async_api import Browser, Locator, Page, expect

IN_FULL = 0.99
"""Share of a card in view; rounded corners and pixels leave less than all of it."""


async def assert_whole(part: Locator) -> None:
    """Assert that nothing of a part of the page is cut off at its side."""
    wide, shown = await part.evaluate("part => [part.scrollWidth, part.clientWidth]")
    assert wide <= shown


class PlaygroundPage:
    """Acts as a user of the playground in one browser page.

    Attributes:
        page: Playwright's page.
        requested_urls: every URL that it has requested.
        page_errors: uncaught errors of its scripts.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requested_urls: list[str] = []
        self.page_errors: list[str] = []
        page.on("request", lambda request: self.requested_urls.append(request.url))
        page.on("pageerror", lambda error: self.page_errors.append(str(error)))

    @classmethod
    async def open(cls, browser: Browser, url: str, size: tuple[int, int]) -> Self:
        """Open a URL in a viewport of some width and height, in pixels."""
        width, height = size
        opened = cls(await browser.new_page(viewport={"width": width, "height": height}))
        await opened.page.goto(url)
        await expect(opened.page.get_by_role("log").get_by_role("article")).to_be_in_viewport()
        await expect(opened.composer).to_be_visible()
        await opened.composer.focus()
        return opened

    async def assert_no_overflow(self) -> None:
        """Assert that neither preformatted text nor the page is wider than there is room."""
        for block in await self.page.locator("pre, html").all():
            await assert_whole(block)

    async def start_command(self, command: str) -> None:
        """Type a slash command and choose it from the list."""
        await self.composer.click()
        await self.page.keyboard.type(command)
        await expect(self.page.get_by_role("option", name=command)).to_be_visible()
        await self.page.keyboard.press("Enter")

    async def type_command(self, *texts: str) -> None:
        """Type texts, each followed by Enter, as fast as the page takes keys."""
        for text in texts:
            await self.page.keyboard.type(text)
            await self.submit()

    async def send_message(self, text: str) -> None:
        """Send a message with the keyboard."""
        await self.composer.fill(text)
        await self.submit()
        await expect(self.messages(text)).to_have_count(1)

    async def pick(self, letters: str, choice: str) -> None:
        """Type the first letters of a choice and press Enter once it is selected."""
        await self.page.keyboard.type(letters)
        await self.wait_for_choices(letters)
        option = self.page.get_by_role("option", name=choice)
        await expect(option).to_have_attribute("aria-selected", "true")
        await self.submit()

    async def wait_for_choices(self, typed: str) -> None:
        """Wait for the list of choices that match what was typed, not for less."""
        await expect(self.list_of_choices).to_have_attribute("data-typed", typed)
        await expect(self.list_of_choices).to_be_visible()

    async def add_option(self, option: str, value: str) -> None:
        """Add an optional argument to the command and fill it in."""
        await self.page.locator(".more").click()
        name = self.page.locator("strong", has_text=re.compile(f"^{re.escape(option)}$"))
        await self.page.get_by_role("option").filter(has=name).click()
        await self.page.keyboard.type(value)

    async def submit(self) -> None:
        """Press Enter."""
        await self.page.keyboard.press("Enter")

    async def request_names(self, letters: str, country: str) -> None:
        """Run /name for a country and wait for the card."""
        before = await self.name_cards.count()
        await self.start_command("/name")
        await self.pick(letters, country)
        await self.submit()
        await expect(self.name_cards).to_have_count(before + 1)

    async def run_command(self, command: str) -> None:
        """Run a command without arguments."""
        await self.start_command(command)
        await self.submit()

    async def press_button(self, label: str) -> None:
        """Press the first button in the channel with a label."""
        await self.page.get_by_role("log").get_by_role("button", name=label).first.click()

    async def press_star(self, card: Locator, name: str) -> None:
        """Press the star beside a name."""
        await self.star_button(card, name).click()

    async def act_as(self, member: str) -> None:
        """Switch to another member."""
        await self.page.locator("#viewer").select_option(label=member)
        await expect(self.page.get_by_role("main")).to_have_attribute("aria-busy", "false")

    def messages(self, text: str) -> Locator:
        """The messages in the channel that contain a text."""
        return self.page.get_by_role("log").get_by_role("article").filter(has_text=text)

    @property
    def composer(self) -> Locator:
        """The field for messages and commands."""
        return self.page.locator("#message")

    @property
    def list_of_choices(self) -> Locator:
        """The list over the composer."""
        return self.page.locator("#list")

    @property
    def name_cards(self) -> Locator:
        """The cards of names in the channel, oldest first."""
        again = self.page.get_by_role("button", name="Again")
        return self.page.get_by_role("log").locator(".component-container").filter(has=again)

    def star_button(self, card: Locator, name: str) -> Locator:
        """The star button beside a name."""
        heading = self.page.locator("h2", has_text=re.compile(rf"(^|\s){re.escape(name)}$"))
        return card.locator(".component-section").filter(has=heading).get_by_role("button")

    def cards(self, title: str) -> Locator:
        """The cards in the channel with a title."""
        heading = self.page.get_by_role(
            "heading", name=re.compile(rf"(^|\W){re.escape(title)}(\W|$)")
        )
        return self.page.get_by_role("log").locator(".component-container").filter(has=heading)

    async def names_on(self, card: Locator) -> list[str]:
        """Return the names on a card, without the ranks before them."""
        return [
            text.split()[-1]
            for text in await card.locator(".component-section h2").all_inner_texts()
        ]
