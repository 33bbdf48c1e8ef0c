"""The project's page is served in front of SimCord's interface, in the language of the browser."""

import re

import aiohttp
import pytest
from simcord import Preview

from bot.features.names.names import name
from bot.i18n.translator import translator_for_language
from tests.bot.playground.channel import Visitor, messages_in
from tests.bot.playground.conftest import Playground
from tests.bot.stage import text_of

IMPORTED = re.compile(r'import \{([^}]+)\} from "([^"]+)"')


async def fetch(page: Preview, path: str, **headers: str) -> tuple[aiohttp.ClientResponse, str]:
    """Return what is at a path, and its text."""
    address = page.url.partition("#")[0].rstrip("/")
    async with aiohttp.ClientSession() as http, http.get(address + path, headers=headers) as found:
        return found, await found.text()


async def test_the_page_and_all_that_it_loads_are_served_from_here(playground: Playground) -> None:
    async with playground() as (_, page):
        found, html = await fetch(page, "/")
        assert found.content_type == "text/html"
        assert "<title>Nomen</title>" in html
        for path in re.findall(r'(?:href|src)="(/[^"]+)"', html):
            loaded, text = await fetch(page, path)
            assert (loaded.status, bool(text)) == (200, True), path
    policy = found.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


async def test_scripts_import_what_simcords_export(playground: Playground) -> None:
    async with playground() as (_, page):
        scripts = ["/page/app.js"]
        for script in scripts:
            found, text = await fetch(page, script)
            assert found.content_type == "text/javascript"
            for names, path in IMPORTED.findall(text):
                imported = path.replace("./", "/page/")
                _, module = await fetch(page, imported)
                for name in filter(None, map(str.strip, names.split(","))):
                    assert f"export function {name}(" in module, f"{name} of {imported}"
                if imported.startswith("/page/") and imported not in scripts:
                    scripts.append(imported)
    assert len(scripts) == len({*scripts}) > 1


async def test_other_hosts_are_refused(playground: Playground) -> None:
    async with playground() as (_, page):
        for path in ("/", "/page/app.js", "/page/words", "/messages.js"):
            found, _ = await fetch(page, path, Host="evil.example")
            assert found.status == 403, path


@pytest.mark.parametrize(
    ("own", "expected"), [(None, "nl"), ("it", "it")], ids=["the browser's", "the playground's"]
)
async def test_words_menu_and_welcome_are_in_one_language(
    playground: Playground, own: str | None, expected: str
) -> None:
    _ = translator_for_language(expected)
    async with playground(own) as (_env, page):
        visitor = Visitor(page, "nl-NL,en;q=0.5")
        await visitor.open()
        (welcome,) = messages_in(page)
        assert f"## {_('I invent first names')}" in text_of(welcome)
        assert (await visitor.ask("GET", "/page/words"))["language"] == expected
        (command, *_others) = await visitor.commands()
    assert command["description"] == _(name.description)


async def test_the_bot_answers_in_the_language_of_who_acts(playground: Playground) -> None:
    async with playground() as (_, page):
        for accepted, title in (("nl", "Nederland"), ("pl", "Holandia")):
            visitor = Visitor(page, accepted)
            state = await visitor.open()
            (name, *_) = await visitor.commands()
            await visitor.act(
                state,
                "run_command",
                command_id=name["commandId"],
                path=name["path"],
                schema_fingerprint=name["schemaFingerprint"],
                options={"country": "NL"},
            )
            assert title in text_of(messages_in(page)[-1])
