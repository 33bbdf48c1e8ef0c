"""From the first name to the deletion of all data, with users of different languages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.i18n.translator import translator_for_language
from tests.wire.card_contents import message_text, names_on, star_buttons
from tests.wire.discord_server.components import texts
from tests.wire.discord_server.interactions import Message, SentInteraction
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.world import DM, SERVER, InteractionContext, User, new_snowflake
from tests.wire.message_assertions import assert_valid_reply
from tests.wire.process import run_connected_bot
from tests.wire.star_client import star

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def members(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Members]:
    database = tmp_path_factory.mktemp("user_journey") / "stars.sqlite3"
    async with run_connected_bot(NOMEN_DATABASE=str(database)) as bot:
        yield bot.discord.members


def new_server(locale: str) -> InteractionContext:
    """Return a server without any stars."""
    return replace(SERVER, guild_id=int(new_snowflake()), locale=locale)


def language(locale: str) -> str:
    return locale.partition("-")[0]


async def public(sending: Awaitable[SentInteraction]) -> Message:
    """Return a response that all see in the server's language."""
    sent = await sending
    message = await sent.message()
    assert_valid_reply(message, language(sent.context.locale), private=False)
    return message


async def private(sending: Awaitable[SentInteraction]) -> Message:
    """Return a response that the user alone sees, in their language."""
    sent = await sending
    message = await sent.message()
    assert_valid_reply(message, language(sent.user.locale), private=True)
    return message


async def take_back(
    members: Members, card: Message, name: str, by: User, server: InteractionContext
) -> Message:
    """Press the star once more, take it back, and return what the member alone is told."""
    told = await (await members.press_button(card, star_buttons(card)[name], by, server)).followup()
    assert_valid_reply(told, language(by.locale), private=True)
    label = translator_for_language(language(by.locale))("Take it back")
    return await private(members.press(told, label, by, server))


def counts(card: Message) -> dict[str, str]:
    return {name: str(button["label"]) for name, button in star_buttons(card).items()}


@pytest.mark.parametrize(
    ("of_server", "of_ada", "of_ben"),
    [("pl", "nl", "fr"), ("es-419", "it", "pl"), ("en-US", "fr", "es-ES")],
)
async def test_names_stars_top_fives_and_deletion(
    members: Members, of_server: str, of_ada: str, of_ben: str
) -> None:
    """Ada asks for names, shares them and deletes her data in the end; Ben stars the same names."""
    server, ada, ben = new_server(of_server), User("ada", of_ada), User("ben", of_ben)
    ada_text, ben_text, server_text = (
        translator_for_language(language(locale)) for locale in (of_ada, of_ben, of_server)
    )

    card = await public(members.command("name", ada, server, country="NL", count=3))
    first, second, third = names_on(card)
    for name, by in ((first, ada), (second, ada), (first, ben)):
        await public(star(members, card, name, by, server))
    given = {first: "★ 2", second: "★ 1", third: "☆"}
    await wait_until(lambda: counts(card) == given, "stars of both")

    top = await public(members.command("top5", ben, server))
    assert counts(top) == {first: "★ 2", second: "★ 1"}
    mine = await private(members.command("top5", ada, server, whose="mine"))
    shared = await public(members.press(mine, ada_text("Share my top five"), ada, server))
    assert texts(shared)[0] == f"### ⭐ {server_text('{member}’s top five', member='Ada')}"
    assert counts(shared) == {first: "★ 2", second: "★ 1"}

    await public(star(members, shared, second, ben, server))
    told = await take_back(members, shared, second, ben, server)
    removed = "**{name}** is no longer one of your favourites."
    assert ben_text(removed, name=second) in message_text(told)
    await wait_until(lambda: counts(shared)[second] == "★ 1", "count without the star")

    policy = await private(members.command("privacy", ada, server))
    question = await private(members.press(policy, ada_text("Delete my data"), ada, server))
    await private(members.press(question, ada_text("Delete everything"), ada, server))
    done = ada_text(
        "That was everything I kept about you. Messages already in the chat stay as they are."
    )
    await wait_until(lambda: done in message_text(question), "deletion")
    assert_valid_reply(question, language(of_ada), private=True)

    assert counts(await public(members.command("top5", ben, server))) == {first: "★ 1"}
    await public(star(members, card, third, ben, server))
    kept = {first: "★ 1", second: "☆", third: "★ 1"}
    await wait_until(lambda: counts(card) == kept, "stars of Ben alone")
    assert not star_buttons(await private(members.command("favourites list", ada, server)))


async def test_suggestions_errors_and_direct_messages_are_in_the_language_of_the_member(
    members: Members,
) -> None:
    dutch = User("ada", "nl")
    suggested = await members.autocomplete("name", "country", "pol", dutch)
    assert (await suggested.choices())[0]["name"] == "Polen"
    refusal = await private(members.command("name", dutch, new_server("pl"), country="Xanadu"))
    assert refusal["content"].startswith("Ik ken geen land dat “Xanadu” heet")
    card = await (await members.command("name", dutch, DM, country="NL")).message()
    assert "🇳🇱 Nederland" in message_text(card)


async def test_button_on_another_users_card_acts_for_the_presser(members: Members) -> None:
    server, ada, ben = new_server("it"), User("ada", "nl"), User("ben", "pl")
    await private(members.command("favourites add", ada, server, name="Vesna"))
    mine = await private(members.command("top5", ada, server, whose="mine"))
    # Ben cannot see the card, but a forged press can refer to any message.
    response = await private(members.press(mine, "Mijn top 5 delen", ben, server))
    assert "/favourites add" in message_text(response)
    own = await private(members.command("favourites list", ada, server))
    remove = translator_for_language("nl")("Remove")
    await members.pressed(own, remove, ben, server)
    assert "Vesna" in message_text(await private(members.command("favourites list", ada, server)))


async def test_undo_pressed_twice_at_once_restores_one_star(members: Members) -> None:
    server, ben = new_server("es-ES"), User("ben", "it")
    card = await public(members.command("name", ben, server, country="IT", count=1))
    (name,) = names_on(card)
    await public(star(members, card, name, ben, server))
    told = await take_back(members, card, name, ben, server)
    await wait_until(lambda: counts(card) == {name: "☆"}, "no star")
    undo = translator_for_language("it")("Undo")
    await asyncio.gather(*(private(members.press(told, undo, ben, server)) for _ in range(2)))
    await wait_until(lambda: counts(card) == {name: "★ 1"}, "one star")
