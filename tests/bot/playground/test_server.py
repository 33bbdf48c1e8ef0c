"""The project's page is served in front of SimCord's interface, in the language of the browser."""

import re

import aiohttp
import pytest
from simcord import Preview

from tests.bot.playground.channel import Visitor, messages_in
from tests.bot.playground.conftest import Playground
from tests.bot.stage import text_of

IMPORTED = re.compile(r'import \{([^}]+)\} from "([^"]+)"')


async def fetch(page: Preview, path: str, **headers: str) -> tuple[int, str, str]:
    """Return the status, the type and the text of what is at a path."""
    address = page.url.partition("#")[0].rstrip("/")
    async with aiohttp.ClientSession() as http, http.get(address + path, headers=headers) as found:
        return found.status, found.content_type, await found.text()


async def test_the_page_and_all_that_it_loads_are_served(playground: Playground) -> None:
    async with playground() as (_, page):
        _, kind, html = await fetch(page, "/")
        assert kind == "text/html"
        assert "<title>Nomen</title>" in html
        for path in re.findall(r'(?:href|src)="(/[^"]+)"', html):
            status, _, text = await fetch(page, path)
            assert (status, bool(text)) == (200, True), path


async def test_scripts_import_what_simcords_export(playground: Playground) -> None:
    async with playground() as (_, page):
        scripts = ["/page/app.js"]
        for script in scripts:
            _, kind, text = await fetch(page, script)
            assert kind == "text/javascript"
            for names, path in IMPORTED.findall(text):
                imported = path.replace("./", "/page/")
                _, _, module = await fetch(page, imported)
                for name in filter(None, map(str.strip, names.split(","))):
                    assert f"export function {name}(" in module, f"{name} of {imported}"
                if imported.startswith("/page/") and imported not in scripts:
                    scripts.append(imported)
    assert len(scripts) == len({*scripts}) > 1


async def test_other_hosts_are_refused(playground: Playground) -> None:
    async with playground() as (_, page):
        for path in ("/", "/page/app.js", "/page/words", "/messages.js"):
            status, _, _ = await fetch(page, path, Host="evil.example")
            assert status == 403, path


async def test_no_script_or_style_comes_from_elsewhere(playground: Playground) -> None:
    async with playground() as (_, page):
        address = page.url.partition("#")[0]
        async with aiohttp.ClientSession() as http, http.get(address) as answer:
            policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


async def test_words_and_menu_follow_the_browser(playground: Playground) -> None:
    async with playground() as (_, page):
        visitor = Visitor(page, "nl-NL,en;q=0.5")
        await visitor.open()
        assert (await visitor.words())["language"] == "nl"
        (name, *_) = await visitor.commands()
    assert name["description"].startswith("Verzin voornamen")


@pytest.mark.parametrize("language", ["it"])
async def test_the_playgrounds_language_goes_before_the_browsers(playground: Playground) -> None:
    async with playground() as (_, page):
        assert (await Visitor(page, "nl").words())["language"] == "it"


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
