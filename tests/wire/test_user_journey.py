"""From the first name to the deletion of all data, with users of different languages."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from bot.i18n.translator import translator_for_language
from tests.wire.card_contents import message_text, names_on, star_buttons
from tests.wire.discord_server.components import texts
from tests.wire.discord_server.interactions import Message, SentInteraction
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import LoopbackDiscord
from tests.wire.discord_server.world import SERVER, InteractionContext, User
from tests.wire.message_assertions import assert_valid_reply
from tests.wire.process import run_connected_bot
from tests.wire.star_client import StarClient, star


@dataclass(frozen=True, slots=True)
class CheckedMembers:
    """Acts as the users of one server, and checks every response."""

    discord: LoopbackDiscord
    context: InteractionContext

    async def command(
        self, name: str, by: User, /, *, private: bool, **options: str | float
    ) -> Message:
        sent = await self.discord.members.command(name, by, self.context, **options)
        return await self._checked_response(sent, by, private=private)

    async def press(self, message: Message, label: str, by: User, *, private: bool) -> Message:
        sent = await self.discord.members.press(message, label, by, self.context)
        return await self._checked_response(sent, by, private=private)

    async def star(self, card: Message, name: str, by: User, *, private: bool = False) -> Message:
        sent = await star(self.discord.members, card, name, by, self.context)
        return await self._checked_response(sent, by, private=private)

    async def take_back(self, card: Message, name: str, by: User) -> Message:
        """Press the star once more, and return what the member alone is told."""
        button = star_buttons(card)[name]
        sent = await self.discord.members.press_button(card, button, by, self.context)
        told = await sent.followup()
        assert_valid_reply(told, language(by.locale), private=True)
        return told

    async def _checked_response(
        self, interaction: SentInteraction, by: User, *, private: bool
    ) -> Message:
        message = await interaction.message()
        locale = by.locale if private else self.context.locale
        assert_valid_reply(message, language(locale), private=private)
        return message


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StarClient]:
    database = tmp_path_factory.mktemp("user_journey") / "stars.sqlite3"
    async with run_connected_bot(NOMEN_DATABASE=str(database)) as bot:
        yield StarClient(bot, database)


@pytest.fixture
def discord(client: StarClient) -> Iterator[LoopbackDiscord]:
    yield client.bot.discord
    client.reset()


def language(locale: str) -> str:
    return locale.partition("-")[0]


def counts(card: Message) -> dict[str, str]:
    return {name: str(button["label"]) for name, button in star_buttons(card).items()}


@pytest.mark.parametrize(
    ("server", "of_ada", "of_ben"),
    [("pl", "nl", "fr"), ("es-419", "it", "pl"), ("en-US", "fr", "es-ES")],
)
async def test_names_stars_top_fives_and_deletion(
    discord: LoopbackDiscord, server: str, of_ada: str, of_ben: str
) -> None:
    """Ada asks for names, shares them and deletes her data in the end; Ben stars the same names."""
    ada, ben = User("ada", of_ada), User("ben", of_ben)
    members = CheckedMembers(discord, replace(SERVER, locale=server))
    ada_text, ben_text, server_text = (
        translator_for_language(language(locale)) for locale in (of_ada, of_ben, server)
    )

    card = await members.command("name", ada, private=False, country="NL", count=3)
    first, second, third = names_on(card)
    await members.star(card, first, ada)
    await members.star(card, second, ada)
    await members.star(card, first, ben)
    assert counts(card) == {first: "★ 2", second: "★ 1", third: "☆"}

    top = await members.command("top5", ben, private=False)
    assert counts(top) == {first: "★ 2", second: "★ 1"}
    mine = await members.command("top5", ada, private=True, whose="mine")
    shared = await members.press(mine, ada_text("Share my top five"), ada, private=False)
    assert texts(shared)[0] == f"### ⭐ {server_text('{member}’s top five', member='Ada')}"
    assert counts(shared) == {first: "★ 2", second: "★ 1"}

    await members.star(shared, second, ben)
    told = await members.take_back(shared, second, ben)
    removed = "**{name}** is no longer one of your favourites."
    assert ben_text(removed, name=second) in message_text(told)
    assert counts(shared)[second] == "★ 1"

    policy = await members.command("privacy", ada, private=True)
    question = await members.press(policy, ada_text("Delete my data"), ada, private=True)
    await members.press(question, ada_text("Delete everything"), ada, private=True)
    done = ada_text(
        "That was everything I kept about you. Messages already in the chat stay as they are."
    )
    await wait_until(lambda: done in message_text(question), "deletion")
    assert_valid_reply(question, language(of_ada), private=True)

    await members.press(top, server_text("Refresh"), ben, private=False)
    assert counts(top) == {first: "★ 1"}
    assert counts(await members.command("top5", ada, private=False)) == {first: "★ 1"}
    await members.star(card, third, ben)
    assert counts(card) == {first: "★ 1", second: "☆", third: "★ 1"}
    empty = await members.command("favourites list", ada, private=True)
    assert not star_buttons(empty)


async def test_button_on_another_users_card_acts_for_the_presser(discord: LoopbackDiscord) -> None:
    members = CheckedMembers(discord, replace(SERVER, locale="it"))
    ada, ben = User("ada", "nl"), User("ben", "pl")
    await members.command("favourites add", ada, private=True, name="Vesna")
    mine = await members.command("top5", ada, private=True, whose="mine")
    # Ben cannot see the card, but a forged press can refer to any message.
    response = await members.press(mine, "Mijn top 5 delen", ben, private=True)
    assert "/favourites add" in message_text(response)
    own = await members.command("favourites list", ada, private=True)
    remove = translator_for_language("nl")("Remove")
    await discord.members.pressed(own, remove, ben, members.context)
    assert "Vesna" in message_text(await members.command("favourites list", ada, private=True))


async def test_undo_pressed_twice_at_once_restores_one_star(discord: LoopbackDiscord) -> None:
    members, ben = CheckedMembers(discord, replace(SERVER, locale="es-ES")), User("ben", "it")
    card = await members.command("name", ben, private=False, country="IT", count=1)
    (name,) = names_on(card)
    await members.star(card, name, ben)
    told = await members.take_back(card, name, ben)
    assert counts(card) == {name: "☆"}
    undo = translator_for_language("it")("Undo")
    back = await asyncio.gather(
        *(discord.members.press(told, undo, ben, members.context) for _ in range(2))
    )
    for interaction in back:
        assert_valid_reply(await interaction.message(), "it", private=True)
    await wait_until(lambda: counts(card) == {name: "★ 1"}, "one star")
