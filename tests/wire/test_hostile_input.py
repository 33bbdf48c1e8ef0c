"""Names and input with markup that would do harm if it were shown unescaped."""

from dataclasses import replace

import pytest

from tests.wire.card_contents import message_text
from tests.wire.discord_server.components import texts
from tests.wire.discord_server.world import SERVER, User
from tests.wire.message_assertions import as_displayed, assert_valid_reply, remove_escaped
from tests.wire.process import ConnectedBot

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("bot", ["gateway"], indirect=True, scope="module"),
]

POLISH_SERVER = replace(SERVER, locale="pl")
MARKDOWN = set("*_~`|[<#\\")

MARKUP = "<#1><t:1><:a:1></name:1> **@everyone**"
LINK = "[[a](https://x.example)](b) ||d|| :skull:"
TYPED = [
    *("**bold** @everyone", "<@123456789012345678>", "[[a](https://x.example)](b)", "*abc*"),
    *("\u202enataS\u2066", "\u200b\u200b", "\u3164", "a\n# b\n- c", "\x00\x1b[31m", "", " "),
    *("🐙" * 20, "x" * 4000, "🐙" * 4000, "`" * 4000, "e" + "\u0301" * 200, "مرضیه"),
    *("".join(map(chr, range(0xF0000, 0xF0000 + number))) for number in (40, 100)),
]


def mallory(display_name: str, nick: str | None = None) -> User:
    return User("mal_lory", "nl", display_name, nick)


@pytest.mark.parametrize(
    ("by", "shown"),
    [
        (mallory(MARKUP), MARKUP),
        (mallory(LINK), LINK),
        (mallory("\u202enataS\u2066 x"), "nataS x"),
        (mallory("# a\n- b\u200b"), "# a - b"),
        (mallory("`" * 32), "`" * 32),
        (mallory("\u3164\u200b\u2800"), "mal_lory"),
        (mallory("Mallory", nick="[x](http://y) @here"), "[x](http://y) @here"),
    ],
)
async def test_name_of_a_member_is_shown_inert(bot: ConnectedBot, by: User, shown: str) -> None:
    """A Dutch user shares a top five on a Polish server."""
    members = bot.discord.members
    await members.card("favourites add", by, POLISH_SERVER, name="Ana")
    own = await members.card("top5", by, POLISH_SERVER, whose="mine")
    card = await members.pressed(own, "Mijn top 5 delen", by, POLISH_SERVER)
    assert_valid_reply(card, "pl", private=False)
    (title, *_) = texts(card)
    assert not MARKDOWN & set(remove_escaped(title).removeprefix("### "))
    assert as_displayed(title) == f"### ⭐ Top 5: {shown}"


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: ascii(typed[:20]))
@pytest.mark.parametrize("command", ["favourites add", "origin"])
async def test_hostile_name_is_rejected_in_the_users_language(
    bot: ConnectedBot, command: str, typed: str
) -> None:
    options = [{"name": "name", "type": 3, "value": typed}]
    members, italian = bot.discord.members, User(locale="it")
    sent = await members.forged_command(command, options, italian, POLISH_SERVER)
    message = await sent.message()
    assert_valid_reply(message, "it", private=True)
    shown = message_text(message)
    assert not MARKDOWN & set(remove_escaped(shown))
    assert all(letter.isprintable() for letter in shown.replace("@\u200b", "@"))
