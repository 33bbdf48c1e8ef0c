"""One story from the first name to the last deletion, among members of different languages."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.i18n.translator import translator_for_language
from tests.wire.card_contents import message_text, names_on, star_buttons
from tests.wire.discord_server.components import texts
from tests.wire.discord_server.faults import CALLBACK_ROUTE, EDIT_ROUTE, ErrorResponse
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, Message, SentInteraction
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import SERVER, InteractionContext, User
from tests.wire.message_assertions import assert_valid_reply, remove_escaped
from tests.wire.process import run_bot, run_connected_bot


@dataclass(frozen=True, slots=True)
class Cast:
    """A server with a language, and members with their own.

    Attributes:
        server: the server's.
        ada: who asks, shares and is forgotten in the end.
        ben: who stars what she found.
    """

    server: str
    ada: str
    ben: str

    @property
    def context(self) -> InteractionContext:
        """The server."""
        return replace(SERVER, locale=self.server)


CASTS = [Cast("pl", "nl", "fr"), Cast("es-419", "it", "pl"), Cast("en-US", "fr", "es-ES")]


@dataclass(frozen=True, slots=True)
class Play:
    """Members of one server at work, each of whose answers is judged as it comes."""

    discord: LoopbackDiscord
    context: InteractionContext

    async def command(
        self, name: str, by: User, /, *, private: bool, **options: str | float
    ) -> Message:
        """Give a command."""
        asked = await self.discord.members.command(name, by, self.context, **options)
        return await self._judged(asked, by, private=private)

    async def press(self, message: Message, label: str, by: User, *, private: bool) -> Message:
        """Press a button."""
        pressed = await self.discord.members.press(message, label, by, self.context)
        return await self._judged(pressed, by, private=private)

    async def star(self, card: Message, name: str, by: User, *, private: bool = False) -> Message:
        """Press the star beside a name."""
        star = star_buttons(card)[name]
        pressed = await self.discord.members.press_button(card, star, by, self.context)
        return await self._judged(pressed, by, private=private)

    async def _judged(self, interaction: SentInteraction, by: User, *, private: bool) -> Message:
        message = await interaction.message()
        assert interaction.response_time < RESPONSE_DEADLINE
        assert_valid_reply(
            message, language(by.locale if private else self.context.locale), private=private
        )
        return message


@pytest.fixture
async def discord(tmp_path: Path) -> AsyncIterator[LoopbackDiscord]:
    async with run_connected_bot(NOMEN_DATABASE=str(tmp_path / "stars.sqlite3")) as bot:
        yield bot.discord
        assert "Traceback" not in bot.process.output, bot.process.output


def language(locale: str) -> str:
    return locale.partition("-")[0]


def title(card: Message) -> str:
    return texts(card)[0]


def counts(card: Message) -> dict[str, str]:
    return {name: str(star["label"]) for name, star in star_buttons(card).items()}


@pytest.mark.parametrize("cast", CASTS, ids=lambda cast: f"{cast.server}-{cast.ada}-{cast.ben}")
async def test_names_stars_top_fives_and_deletion(discord: LoopbackDiscord, cast: Cast) -> None:
    ada, ben = User("ada", cast.ada), User("ben", cast.ben)
    play, hers, his = (
        Play(discord, cast.context),
        translator_for_language(cast.ada),
        translator_for_language(language(cast.ben)),
    )
    ours = translator_for_language(language(cast.server))

    card = await play.command("name", ada, private=False, country="NL", count=3)
    first, second, third = names_on(card)
    await play.star(card, first, ada)
    await play.star(card, second, ada)
    await play.star(card, first, ben)
    assert counts(card) == {first: "★ 2", second: "★ 1", third: "☆"}

    top = await play.command("top5", ben, private=False)
    assert counts(top) == {first: "★ 2", second: "★ 1"}
    mine = await play.command("top5", ada, private=True, whose="mine")
    shared = await play.press(mine, hers("Share my top five"), ada, private=False)
    assert title(shared) == f"## ⭐ {ours('{member}’s top five', member='Ada')}"
    assert counts(shared) == {first: "★ 2", second: "★ 1"}

    await play.star(shared, second, ben)
    again = await play.star(shared, second, ben, private=True)
    assert his("You have starred **{name}** already.", name=second) in message_text(again)
    await play.press(again, his("Take it back"), ben, private=True)
    await wait_until(lambda: counts(shared)[second] == "★ 1", "the star that was taken back")

    policy = await play.command("privacy", ada, private=True)
    question = await play.press(policy, hers("Delete my data"), ada, private=True)
    await play.press(question, hers("Delete everything"), ada, private=True)
    gone = hers("That was all that I kept about you.")
    await wait_until(lambda: gone in message_text(question), "the deletion")
    assert_valid_reply(question, language(cast.ada), private=True)

    await play.press(top, ours("Count again"), ben, private=False)
    assert counts(top) == {first: "★ 1"}
    assert counts(await play.command("top5", ada, private=False)) == {first: "★ 1"}
    await play.star(card, third, ben)
    assert counts(card) == {first: "★ 1", second: "☆", third: "★ 1"}
    empty = await play.command("favourites list", ada, private=True)
    assert not star_buttons(empty)


async def test_help_and_privacy_are_in_each_users_language(
    discord: LoopbackDiscord,
) -> None:
    for locale in ("nl", "pl", "es-419", "fr", "it", "en-GB"):
        play = Play(discord, replace(SERVER, locale="fr" if locale != "fr" else "nl"))
        for command in ("help", "privacy"):
            await play.command(command, User(locale=locale), private=True)


async def test_rate_limit_message_is_in_the_users_language(
    discord: LoopbackDiscord,
) -> None:
    play, dutch = Play(discord, replace(SERVER, locale="pl")), User(locale="nl")
    asked = [
        await discord.members.command("top5", dutch, play.context, whose="mine") for _ in range(14)
    ]
    answers = await asyncio.gather(*(interaction.message() for interaction in asked))
    refused = [message for message in answers if "veel tegelijk" in message_text(message)]
    assert refused
    for message in answers:
        assert_valid_reply(message, "nl", private=True)


async def test_button_on_another_users_card_acts_for_the_presser(
    discord: LoopbackDiscord,
) -> None:
    play = Play(discord, replace(SERVER, locale="it"))
    ada, ben = User("ada", "nl"), User("ben", "pl")
    await play.command("favourites add", ada, private=True, name="Vesna")
    mine = await play.command("top5", ada, private=True, whose="mine")
    # Nobody else sees the card, but a forged press can name any message.
    answer = await play.press(mine, "Deel mijn top 5", ben, private=True)
    assert "/favourites add" in message_text(answer)
    own = await play.command("favourites list", ada, private=True)
    pressed = await discord.members.press(
        own, f"✕ {translator_for_language('nl')('Remove')}", ben, play.context
    )
    await pressed.message()
    assert "Vesna" in message_text(await play.command("favourites list", ada, private=True))


async def test_concurrent_double_press_stars_once_and_offers_removal(
    discord: LoopbackDiscord,
) -> None:
    play, ben = Play(discord, replace(SERVER, locale="es-ES")), User("ben", "it")
    card = await play.command("name", ben, private=False, country="IT", count=1)
    (name,) = names_on(card)
    star = star_buttons(card)[name]
    pressed = await asyncio.gather(
        *(discord.members.press_button(card, star, ben, play.context) for _ in range(2))
    )
    answers = [await interaction.message() for interaction in pressed]
    (offer,) = [answer for answer in answers if answer is not card]
    assert_valid_reply(offer, "it", private=True)
    await wait_until(lambda: counts(card) == {name: "★ 1"}, "the one star")
    back = await asyncio.gather(
        *(
            discord.members.press(
                offer, translator_for_language("it")("Take it back"), ben, play.context
            )
            for _ in range(2)
        )
    )
    for interaction in back:
        assert_valid_reply(await interaction.message(), "it", private=True)
    await wait_until(lambda: counts(card) == {name: "☆"}, "no star")


async def test_every_step_succeeds_when_rate_limited_by_discord(
    discord: LoopbackDiscord,
) -> None:
    play, ada = Play(discord, replace(SERVER, locale="fr")), User("ada", "pl")
    faults, hers = discord.rest.faults, translator_for_language("pl")

    def busy(route: str = CALLBACK_ROUTE) -> None:
        faults.inject(route, ErrorResponse.rate_limited(0.2))

    busy()
    card = await play.command("name", ada, private=False, country="FR", count=1)
    (name,) = names_on(card)
    busy()
    await play.star(card, name, ada)
    busy()
    mine = await play.command("top5", ada, private=True, whose="mine")
    busy()
    await play.press(mine, hers("Share my top five"), ada, private=False)
    question = await play.press(
        await play.command("privacy", ada, private=True),
        hers("Delete my data"),
        ada,
        private=True,
    )
    busy(EDIT_ROUTE)
    await play.press(question, hers("Delete everything"), ada, private=True)
    gone = hers("That was all that I kept about you.")
    await wait_until(lambda: gone in message_text(question), "the deletion")
    assert not faults.remaining


async def test_cards_and_state_survive_restarts(tmp_path: Path) -> None:
    database = str(tmp_path / "stars.sqlite3")
    ada, ben = User("ada", "it"), User("ben", "nl")
    hers, ours = translator_for_language("it"), translator_for_language("pl")
    async with loopback_discord() as discord:
        play = Play(discord, replace(SERVER, locale="pl"))
        async with run_bot(discord, NOMEN_DATABASE=database):
            await discord.gateway.wait_until_ready()
            card = await play.command("name", ada, private=False, country="PL", count=1)
            (name,) = names_on(card)
        async with run_bot(discord, NOMEN_DATABASE=database):
            await discord.gateway.wait_until_ready()
            await play.star(card, name, ada)
            mine = await play.command("top5", ada, private=True, whose="mine")
            top = await play.command("top5", ben, private=False)
            offer = await play.star(card, name, ada, private=True)
            policy = await play.command("privacy", ada, private=True)
        async with run_bot(discord, NOMEN_DATABASE=database):
            await discord.gateway.wait_until_ready()
            shared = await play.press(mine, hers("Share my top five"), ada, private=False)
            await play.star(shared, name, ben)
            await play.press(offer, hers("Take it back"), ada, private=True)
            await play.press(top, ours("Count again"), ben, private=False)
            assert counts(top) == {name: "★ 1"}
            question = await play.press(policy, hers("Delete my data"), ada, private=True)
            assert "/" not in remove_escaped(message_text(question))
        assert not discord.rest.rejections
