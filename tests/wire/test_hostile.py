"""Members who call themselves, or type, what would do harm if it were shown as it stands."""

from dataclasses import replace
from typing import Any

import pytest

from tests.wire.discord_server.components import texts
from tests.wire.discord_server.exchanges import Message, is_ephemeral
from tests.wire.discord_server.world import SERVER, Person
from tests.wire.judging import as_read, assert_fit, assert_harmless, bare
from tests.wire.process import Served
from tests.wire.reading import said

pytestmark = pytest.mark.asyncio(loop_scope="module")

POLES = replace(SERVER, locale="pl")
MARKS = set("*_~`|[<#\\")
"""Signs of which Discord's markdown is made."""

FAMILY = "👩\u200d👩\u200d👧 🏴\U000e0067\U000e007f"
PERSIAN = "عل\u200cرض"

CALLED = {
    "**@everyone**": "**@everyone**",
    "<@123456789012345678>": "<@123456789012345678>",
    "<#1><t:1><:a:1></name:1>": "<#1><t:1><:a:1></name:1>",
    "[a](https://x.example)": "[a](https://x.example)",
    "[[a](https://x.example)](b)": "[[a](https://x.example)](b)",
    "[a](b) **c** ||d|| [e](http://f)": "[a](b) **c** ||d|| [e](http://f)",
    "https://x.example": "https://x.example",
    ":skull: \\*": ":skull: \\*",
    "\u202enataS\u2066 x": "nataS x",
    "A\u200bd\u2060a\ufeff": "Ada",
    "# a\n- b": "# a - b",
    "`" * 32: "`" * 32,
    FAMILY: FAMILY,
    PERSIAN: PERSIAN,
    "\u3164\u200b\u2800": "mal_lory",
    "\u0301\u0301": "mal_lory",
}
"""What somebody calls themselves, and what is read of it."""

TYPED = [
    "**bold** @everyone",
    "<@123456789012345678>",
    "[[a](https://x.example)](b)",
    "\u202enataS\u2066",
    "\u200b\u200b",
    "\u3164",
    "a\n# b\n- c",
    "🐙" * 20,
    "x" * 4000,
    "🐙" * 4000,
    "`" * 4000,
    "*abc*",
    "\x00\x1b[31m",
    "",
    " ",
    "e" + "\u0301" * 200,
    "مرضیه",
    "".join(map(chr, range(0xF0000, 0xF0000 + 40))),
    "".join(map(chr, range(0xF0000, 0xF0000 + 100))),
]


async def shared(served: Served, by: Person) -> Message:
    """Somebody, who is Dutch, has a favourite and shares it among Poles."""
    members = served.discord.members
    await (await members.command("favourites add", by, POLES, name="Ana")).message()
    own = await (await members.command("top5", by, POLES, whose="mine")).message()
    return await (await members.press(own, "Deel mijn top 5", by, POLES)).message()


@pytest.mark.parametrize("name", CALLED, ids=ascii)
async def test_what_somebody_calls_themselves_is_read_and_does_nothing(
    served: Served, name: str
) -> None:
    card = await shared(served, Person("mal_lory", "nl", shown=name))
    assert_fit(card, "pl", private=False)
    (title, *_) = texts(card)
    assert not MARKS & set(bare(title).removeprefix("## "))
    assert as_read(title) == f"## ⭐ Top 5: {CALLED[name]}"


async def test_a_nickname_of_the_server_goes_before_and_is_as_harmless(served: Served) -> None:
    mallory = Person("mal_lory", "nl", shown="Mallory", nick="[x](http://y) @here")
    title = texts(await shared(served, mallory))[0]
    assert as_read(title) == "## ⭐ Top 5: [x](http://y) @here"
    assert_harmless(title)


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: ascii(typed[:20]))
@pytest.mark.parametrize("command", ["favourites add", "origin"])
async def test_what_somebody_types_for_a_name_is_refused_in_their_language_and_does_nothing(
    served: Served, command: str, typed: str
) -> None:
    root, *inner = command.split()
    options: list[Any] = [{"name": "name", "type": 3, "value": typed}]
    for word in inner:
        options = [{"name": word, "type": 1, "options": options}]
    asked = await served.discord.members.forged_command(root, options, Person(locale="it"), POLES)
    message = await asked.message()
    assert_fit(message, "it", private=True)
    shown = said(message)
    assert not MARKS & set(bare(shown))
    assert all(letter.isprintable() for letter in shown.replace("@\u200b", "@"))


OPTIONS = [
    ("name", "country"),
    ("name", "style"),
    ("name", "gender"),
    ("name", "starts_with"),
    ("blend", "second"),
    ("origin", "among"),
    ("top5", "whose"),
]


@pytest.mark.parametrize(("command", "option"), OPTIONS)
@pytest.mark.parametrize("language", ["en", "nl", "pl", "es", "it"])
async def test_nor_does_what_they_type_into_any_other_option(
    served: Served, command: str, option: str, language: str
) -> None:
    needed = {"name": {"country": "NL"}, "blend": {"first": "NL", "second": "PL"}}
    needed["origin"] = {"name": "Marieke"}
    for typed in TYPED:
        given = {**needed.get(command, {}), option: typed}
        options = [{"name": name, "type": 3, "value": value} for name, value in given.items()]
        by = Person(locale={"en": "en-US", "es": "es-ES"}.get(language, language))
        asked = await served.discord.members.forged_command(command, options, by, POLES)
        message = await asked.message()
        if is_ephemeral(message):
            assert_fit(message, language, private=True)
            assert not MARKS & set(bare(said(message)))
        else:
            assert_harmless(said(message))
