"""One story from the first name to the last deletion, among members of different languages."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.i18n.translator import translator_in
from tests.wire.discord_server.components import texts
from tests.wire.discord_server.exchanges import DEADLINE, Exchange, Message
from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.discord_server.world import SERVER, Person, Place
from tests.wire.judging import assert_fit, bare
from tests.wire.process import bot_on, serving
from tests.wire.reading import names_on, said, stars_on

CALLBACK = "POST /interactions/{id}/{token}/callback"
EDIT = "PATCH /webhooks/{application}/{token}/messages/{message}"


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
    def place(self) -> Place:
        """The server."""
        return replace(SERVER, locale=self.server)


CASTS = [Cast("pl", "nl", "fr"), Cast("es-419", "it", "pl"), Cast("en-US", "fr", "es-ES")]


@dataclass(frozen=True, slots=True)
class Play:
    """Members of one server at work, each of whose answers is judged as it comes."""

    discord: LoopbackDiscord
    place: Place

    async def command(
        self, name: str, by: Person, /, *, private: bool, **options: str | float
    ) -> Message:
        """Give a command."""
        asked = await self.discord.members.command(name, by, self.place, **options)
        return await self._judged(asked, by, private=private)

    async def press(self, message: Message, label: str, by: Person, *, private: bool) -> Message:
        """Press a button."""
        pressed = await self.discord.members.press(message, label, by, self.place)
        return await self._judged(pressed, by, private=private)

    async def star(self, card: Message, name: str, by: Person, *, private: bool = False) -> Message:
        """Press the star beside a name."""
        star = stars_on(card)[name]
        pressed = await self.discord.members.press_button(card, star, by, self.place)
        return await self._judged(pressed, by, private=private)

    async def _judged(self, exchange: Exchange, by: Person, *, private: bool) -> Message:
        message = await exchange.message()
        assert exchange.seconds < DEADLINE
        assert_fit(message, language(by.locale if private else self.place.locale), private=private)
        return message


@pytest.fixture
async def discord(tmp_path: Path) -> AsyncIterator[LoopbackDiscord]:
    async with serving(NOMEN_DATABASE=str(tmp_path / "stars.sqlite3")) as served:
        yield served.discord
        assert "Traceback" not in served.process.output, served.process.output


def language(locale: str) -> str:
    return locale.partition("-")[0]


def title(card: Message) -> str:
    return texts(card)[0]


def counts(card: Message) -> dict[str, str]:
    return {name: str(star["label"]) for name, star in stars_on(card).items()}


@pytest.mark.parametrize("cast", CASTS, ids=lambda cast: f"{cast.server}-{cast.ada}-{cast.ben}")
async def test_from_a_first_name_to_being_forgotten(discord: LoopbackDiscord, cast: Cast) -> None:
    ada, ben = Person("ada", cast.ada), Person("ben", cast.ben)
    play, hers, his = (
        Play(discord, cast.place),
        translator_in(cast.ada),
        translator_in(language(cast.ben)),
    )
    ours = translator_in(language(cast.server))

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
    assert his("You have starred **{name}** already.", name=second) in said(again)
    await play.press(again, his("Take it back"), ben, private=True)
    await until(lambda: counts(shared)[second] == "★ 1", "the star that was taken back")

    policy = await play.command("privacy", ada, private=True)
    question = await play.press(policy, hers("Delete my data"), ada, private=True)
    await play.press(question, hers("Delete everything"), ada, private=True)
    gone = hers("That was all that I kept about you.")
    await until(lambda: gone in said(question), "the deletion")
    assert_fit(question, language(cast.ada), private=True)

    await play.press(top, ours("Count again"), ben, private=False)
    assert counts(top) == {first: "★ 1"}
    assert counts(await play.command("top5", ada, private=False)) == {first: "★ 1"}
    await play.star(card, third, ben)
    assert counts(card) == {first: "★ 1", second: "☆", third: "★ 1"}
    empty = await play.command("favourites list", ada, private=True)
    assert not stars_on(empty)


async def test_each_member_reads_the_help_and_the_policy_in_their_own_language(
    discord: LoopbackDiscord,
) -> None:
    for locale in ("nl", "pl", "es-419", "fr", "it", "en-GB"):
        play = Play(discord, replace(SERVER, locale="fr" if locale != "fr" else "nl"))
        for command in ("help", "privacy"):
            await play.command(command, Person(locale=locale), private=True)


async def test_who_asks_too_often_is_told_so_in_their_own_language(
    discord: LoopbackDiscord,
) -> None:
    play, dutch = Play(discord, replace(SERVER, locale="pl")), Person(locale="nl")
    asked = [
        await discord.members.command("top5", dutch, play.place, whose="mine") for _ in range(14)
    ]
    answers = await asyncio.gather(*(exchange.message() for exchange in asked))
    refused = [message for message in answers if "veel tegelijk" in said(message)]
    assert refused
    for message in answers:
        assert_fit(message, "nl", private=True)


async def test_a_button_of_somebody_elses_does_what_it_says_for_whoever_presses_it(
    discord: LoopbackDiscord,
) -> None:
    play = Play(discord, replace(SERVER, locale="it"))
    ada, ben = Person("ada", "nl"), Person("ben", "pl")
    await play.command("favourites add", ada, private=True, name="Vesna")
    mine = await play.command("top5", ada, private=True, whose="mine")
    # Nobody else sees the card, but a forged press can name any message.
    answer = await play.press(mine, "Deel mijn top 5", ben, private=True)
    assert "/favourites add" in said(answer)
    own = await play.command("favourites list", ada, private=True)
    pressed = await discord.members.press(
        own, f"✕ {translator_in('nl')('Remove')}", ben, play.place
    )
    await pressed.message()
    assert "Vesna" in said(await play.command("favourites list", ada, private=True))


async def test_a_press_twice_at_once_is_one_star_and_an_offer_in_the_members_language(
    discord: LoopbackDiscord,
) -> None:
    play, ben = Play(discord, replace(SERVER, locale="es-ES")), Person("ben", "it")
    card = await play.command("name", ben, private=False, country="IT", count=1)
    (name,) = names_on(card)
    star = stars_on(card)[name]
    pressed = await asyncio.gather(
        *(discord.members.press_button(card, star, ben, play.place) for _ in range(2))
    )
    answers = [await exchange.message() for exchange in pressed]
    (offer,) = [answer for answer in answers if answer is not card]
    assert_fit(offer, "it", private=True)
    await until(lambda: counts(card) == {name: "★ 1"}, "the one star")
    back = await asyncio.gather(
        *(
            discord.members.press(offer, translator_in("it")("Take it back"), ben, play.place)
            for _ in range(2)
        )
    )
    for exchange in back:
        assert_fit(await exchange.message(), "it", private=True)
    await until(lambda: counts(card) == {name: "☆"}, "no star")


async def test_where_discord_is_too_busy_every_step_of_the_story_waits_and_comes(
    discord: LoopbackDiscord,
) -> None:
    play, ada = Play(discord, replace(SERVER, locale="fr")), Person("ada", "pl")
    faults, hers = discord.front.faults, translator_in("pl")

    def busy(route: str = CALLBACK) -> None:
        faults.order(route, Fault.too_many(0.2))

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
    busy(EDIT)
    await play.press(question, hers("Delete everything"), ada, private=True)
    gone = hers("That was all that I kept about you.")
    await until(lambda: gone in said(question), "the deletion")
    assert not faults.left


async def test_the_story_goes_on_after_every_restart(tmp_path: Path) -> None:
    database = str(tmp_path / "stars.sqlite3")
    ada, ben = Person("ada", "it"), Person("ben", "nl")
    hers, ours = translator_in("it"), translator_in("pl")
    async with loopback_discord() as discord:
        play = Play(discord, replace(SERVER, locale="pl"))
        async with bot_on(discord, NOMEN_DATABASE=database):
            await discord.gateway.ready()
            card = await play.command("name", ada, private=False, country="PL", count=1)
            (name,) = names_on(card)
        async with bot_on(discord, NOMEN_DATABASE=database):
            await discord.gateway.ready()
            await play.star(card, name, ada)
            mine = await play.command("top5", ada, private=True, whose="mine")
            top = await play.command("top5", ben, private=False)
            offer = await play.star(card, name, ada, private=True)
            policy = await play.command("privacy", ada, private=True)
        async with bot_on(discord, NOMEN_DATABASE=database):
            await discord.gateway.ready()
            shared = await play.press(mine, hers("Share my top five"), ada, private=False)
            await play.star(shared, name, ben)
            await play.press(offer, hers("Take it back"), ada, private=True)
            await play.press(top, ours("Count again"), ben, private=False)
            assert counts(top) == {name: "★ 1"}
            question = await play.press(policy, hers("Delete my data"), ada, private=True)
            assert "/" not in bare(said(question))
        assert not discord.front.refusals
