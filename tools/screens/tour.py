"""A visit that shows every card once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from playwright.async_api import Locator, expect

from bot.i18n.translator import Translator
from bot.playground.simulation import MEMBERS
from tests.browser.playground_page import PlaygroundPage
from tools.screens.camera import photograph

CARDS = (
    *("welcome", "menu", "list", "name", "copy", "starred-already", "blend", "origin", "why"),
    *("check", "compared", "rare"),
    *("clip", "clip-numbers", "more", "favourites", "undo", "duel", "match-asked", "match"),
    *("shared", "top5", "countries", "help", "privacy", "delete", "hyphen", "unknown"),
)
"""The cards, in the order in which they are shown."""
_SEED = "7"
"""Of the names, so that the pictures of two visits differ in what was changed alone."""
_FIRST, _SECOND = "NL", "PL"
_NAME = "Marieke"
_SECOND_MEMBER, _THIRD_MEMBER = MEMBERS[1:]
_PLOT_TIMEOUT_MS = 120_000


class Tour:
    """Walks through all cards in one language and takes pictures of each."""

    def __init__(self, ui: PlaygroundPage, translator: Translator, folder: Path) -> None:
        self._ui = ui
        self._translate = translator
        self._take = partial(photograph, ui.page, translator.language, folder)

    async def walk(self) -> None:
        """Show and photograph every card."""
        await self._take("welcome", self._newest)
        await self._menu()
        await self._names()
        await self._blend()
        await self._origin()
        await self._check()
        await self._clipping()
        await self._favourites()
        await self._top_five()
        await self._words()
        await self._errors()
        await self._match()

    async def _menu(self) -> None:
        composer = self._ui.page.locator(".channel-composer")
        await self._ui.composer.fill("/")
        await expect(self._ui.list_of_choices).to_be_visible()
        await self._take("menu", composer)
        await self._ui.composer.fill("")

    async def _names(self) -> None:
        _, ui, country = self._translate, self._ui, self._translate.country_name(_FIRST)
        await ui.start_command("/name")
        await ui.page.keyboard.type(country[:2])
        await expect(ui.page.get_by_role("option", name=country)).to_be_visible()
        await self._take("list", ui.page.locator(".channel-composer"))
        await ui.page.keyboard.press("Control+A")
        await ui.pick(country[:4], country)
        card = await self._send_with_seed()
        names = await self._names_on(card)
        for name in names[:2]:
            await self._star(card, name)
        await self._take("name", card)
        await self._take("copy", await self._press(card, _("Copy")))
        async with self._answer():
            await ui.press_star(card, names[0])
        await self._take("starred-already", self._newest)

    async def _blend(self) -> None:
        await self._ui.start_command("/blend")
        for country in map(self._translate.country_name, (_FIRST, _SECOND)):
            await self._ui.pick(country[:4], country)
        card = await self._send_with_seed()
        await self._star(card, (await self._names_on(card))[0])
        await self._take("blend", card)

    async def _origin(self) -> None:
        await self._ui.start_command("/origin")
        await self._ui.page.keyboard.type(_NAME)
        card = await self._send()
        await self._take("origin", card)
        await self._take("why", await self._press(card, self._translate("Why?")))

    async def _check(self) -> None:
        for picture, typed in (("check", "Saoirse"), ("compared", "Milou, Jonas, Ryō, Rente")):
            await self._ui.start_command("/check")
            await self._ui.page.keyboard.type(typed)
            await self._take(picture, await self._send())
        await self._ui.start_command("/name")
        country = self._translate.country_name(_FIRST)
        await self._ui.pick(country[:4], country)
        await self._ui.add_option(self._translate.option_name("seed"), _SEED)
        rare = self._translate("rare: a real name, but few people have it")
        await self._ui.add_option(self._translate.option_name("kind"), rare[:4])
        await self._ui.submit()
        await self._take("rare", await self._send())

    async def _clipping(self) -> None:
        card = await self._run("/clipdemo")
        plot = card.locator("img").last
        await expect(plot).to_have_js_property("naturalWidth", 1200, timeout=_PLOT_TIMEOUT_MS)
        await self._take("clip", card)
        numbers = await self._press(card, self._translate("Show the numbers"))
        await expect(numbers.locator("pre").first).to_be_visible(timeout=_PLOT_TIMEOUT_MS)
        await self._take("clip-numbers", numbers)

    async def _favourites(self) -> None:
        await self._take("more", await self._run("/more"))
        mine = await self._run("/favourites list")
        await self._take("favourites", mine)
        undo = mine.get_by_role("button", name=self._translate("Undo"))
        await mine.get_by_role("button", name="🗑️").click()
        await expect(undo).to_be_visible()
        await self._take("undo", mine)
        await undo.click()
        await expect(undo).to_have_count(0)
        await self._take("duel", await self._run("/favourites duel"))

    async def _match(self) -> None:
        await self._ui.start_command("/match")
        await expect(self._ui.page.locator(".command-option-input")).to_be_focused()
        await self._ui.page.keyboard.type(_THIRD_MEMBER)
        choice = self._ui.list_of_choices.get_by_role("option", name=_THIRD_MEMBER)
        await expect(choice).to_be_visible()
        await self._ui.page.keyboard.press("Enter")
        question = await self._send()
        await self._take("match-asked", question)
        await self._ui.act_as(_THIRD_MEMBER)
        await self._take("match", await self._press(question, self._translate("Yes, together")))

    async def _top_five(self) -> None:
        mine = await self._run("/favourites list")
        shared = await self._press(mine, self._translate("Share my top five"))
        await self._ui.act_as(_SECOND_MEMBER)
        await self._star(shared, (await self._names_on(shared))[1])
        await self._take("shared", shared)
        await self._take("top5", await self._run("/top5"))

    async def _words(self) -> None:
        await self._take("countries", await self._run("/countries"))
        await self._take("help", await self._run("/help"))
        privacy = await self._run("/privacy")
        await self._take("privacy", privacy)
        await self._take("delete", await self._press(privacy, self._translate("Delete my data")))

    async def _errors(self) -> None:
        page = self._ui.page
        await self._ui.start_command("/origin")
        await page.keyboard.type("Anne Marie")
        await self._take("hyphen", await self._send())
        await self._ui.start_command("/name")
        await page.keyboard.type("Polnad")
        await expect(page.get_by_text("OPTIONS MATCHING POLNAD")).to_be_visible()
        await page.keyboard.press("Escape")
        await self._take("unknown", await self._send())

    @property
    def _newest(self) -> Locator:
        return self._ui.page.get_by_role("log").get_by_role("article").last

    @asynccontextmanager
    async def _answer(self) -> AsyncIterator[None]:
        """Wait at the end for a message that is newer than all at the start."""
        before = await self._newest.get_attribute("data-message-id") or ""
        yield
        await expect(self._newest).not_to_have_attribute("data-message-id", before)
        for busy in (self._newest, self._ui.page.locator("#preview-app")):
            await expect(busy).to_have_attribute("aria-busy", "false")

    async def _message(self) -> Locator:
        """Return the newest message, which stays the same when there are newer ones."""
        identity = await self._newest.get_attribute("data-message-id")
        return self._ui.page.locator(f'article[data-message-id="{identity}"]')

    async def _send(self) -> Locator:
        async with self._answer():
            await self._ui.submit()
        return await self._message()

    async def _send_with_seed(self) -> Locator:
        await self._ui.add_option(self._translate.option_name("seed"), _SEED)
        return await self._send()

    async def _run(self, command: str) -> Locator:
        await self._ui.start_command(command)
        return await self._send()

    async def _press(self, card: Locator, label: str) -> Locator:
        async with self._answer():
            await card.get_by_role("button", name=label).click()
        return await self._message()

    async def _names_on(self, card: Locator) -> list[str]:
        await expect(card.locator(".component-section")).not_to_have_count(0)
        return await self._ui.names_on(card.locator(".component-container"))

    async def _star(self, card: Locator, name: str) -> None:
        await self._ui.press_star(card, name)
        await expect(self._ui.star_button(card, name)).to_contain_text("★")
