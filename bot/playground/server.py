"""Serves the project's page in front of SimCord's interface, in each visitor's language."""

import json
from collections.abc import Awaitable, Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import ClassVar

from aiohttp import web
from simcord import Preview
from simcord.preview._server import PreviewServer

from bot.app import NomenBot
from bot.i18n.translator import Translator, translator_for_language
from bot.playground.menu import translate_menu
from bot.playground.words import page_words, preferred_language

Welcome = Callable[[Translator], Awaitable[object]]
"""Welcomes a visitor whose page opens."""

_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_PAGE, _WORDS = "/page/index.html", "/page/words"


def _own_files() -> dict[str, Traversable]:
    folder = files(__package__).joinpath("page")
    return {f"/page/{file.name}": file for file in folder.iterdir() if _suffix(file.name) in _TYPES}


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]


class PageServer(PreviewServer):
    """SimCord's server, with the project's page at its root and that page's files under `/page/`.

    SimCord's modules that draw messages are served as they are; the page imports them.
    """

    _OWN_FILES: ClassVar = _own_files()
    _STATIC_FILES: ClassVar = {
        **PreviewServer._STATIC_FILES,  # noqa: SLF001 - SimCord makes a route of each address in it
        **dict.fromkeys([*_OWN_FILES, _WORDS], ""),
    }

    def __init__(
        self, preview: Preview, port: int, bot: NomenBot, welcome: Welcome, language: str | None
    ) -> None:
        """Prepare to serve.

        Args:
            preview: the simulation's interface.
            port: the port to listen on; 0 for any free one.
            bot: answers in the language of the browser that acts.
            welcome: called before a page gets its messages.
            language: the language of everything; None follows each visitor's browser.
        """
        super().__init__(preview, port)
        self._bot = bot
        self._welcome = welcome
        self._language = language

    async def _static(self, request: web.Request) -> web.Response:
        if self.port is None or request.headers.get("Host", "") not in self._allowed_hosts():
            raise web.HTTPForbidden
        path = _PAGE if request.path == "/" else request.path
        if path == _WORDS:
            words = page_words(self._translator(request))
            return web.json_response(words, headers=self._SECURITY_HEADERS)
        if path not in self._OWN_FILES:
            response: web.Response = await super()._static(request)
            return response
        text = self._OWN_FILES[path].read_text("utf-8")
        kind = _TYPES[_suffix(path)]
        return web.Response(text=text, content_type=kind, headers=self._SECURITY_HEADERS)

    async def _pages(self, request: web.Request) -> web.Response:
        if self._authorized(request):
            await self._welcome(self._translator(request))
        response: web.Response = await super()._pages(request)
        return response

    async def _action(self, request: web.Request) -> web.Response:
        self._bot.language = self._translator(request).language
        response: web.Response = await super()._action(request)
        return response

    async def _commands(self, request: web.Request) -> web.Response:
        response: web.Response = await super()._commands(request)
        menu = translate_menu(json.loads(response.text or "{}"), self._translator(request))
        response.text = json.dumps(menu, ensure_ascii=False)
        return response

    def _translator(self, request: web.Request) -> Translator:
        accepted = request.headers.get("Accept-Language", "")
        return translator_for_language(self._language or preferred_language(accepted))
