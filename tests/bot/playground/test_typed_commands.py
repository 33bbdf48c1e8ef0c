"""Commands that were typed out and sent as messages."""

from bot.i18n.translator import Translator
from bot.playground.typed_commands import how_to_send
from tests.bot.playground.channel import first_member, messages_in
from tests.bot.playground.conftest import Playground
from tests.bot.stage import text_of


async def test_command_sent_as_a_message_is_answered(
    playground: Playground, translator: Translator
) -> None:
    typed = "/name country: Netherlands"
    async with playground() as (_, page):
        await first_member(page).send(page.channel, typed)
        assert text_of(messages_in(page)[-1]) == how_to_send(typed, translator)


async def test_other_messages_are_not_answered(playground: Playground) -> None:
    async with playground() as (_, page):
        await first_member(page).send(page.channel, "either/or")
        assert messages_in(page)[-1].content == "either/or"


def test_known_command_is_told_how_to_send_it(translator: Translator) -> None:
    assert "Type `/name`, press Enter" in how_to_send("/name country: Iran", translator)


def test_unknown_command_is_told_where_all_are(translator: Translator) -> None:
    assert how_to_send("/nmae", translator).startswith(
        "I don’t have a command called “/nmae”. Type `/`"
    )


def test_slash_alone_is_told_where_all_are(translator: Translator) -> None:
    assert "Type `/` to see all" in how_to_send("/ name", translator)


def test_what_was_typed_is_escaped(translator: Translator) -> None:
    assert "**" not in how_to_send("/**bold**", translator).replace("\\*", "")
