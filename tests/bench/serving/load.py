"""What members ask of a bot, so many at once, and how long it takes."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from model.domain.countries import countries
from tests.bench.serving.contender import Contender, answered
from tests.wire.discord_server.checks.callbacks import Answer
from tests.wire.discord_server.components import Component, Kind, walk
from tests.wire.discord_server.exchanges import Exchange, Message, is_ephemeral
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.world import Person

Ask = Callable[[], Awaitable[Exchange]]

STARS = 5
"""Names on a card, a star beside each."""


@dataclass(frozen=True, slots=True)
class Load:
    """What became of some requests.

    Attributes:
        exchanges: all of them, answered.
        seconds: from the first request to the last answer.
        cpu: seconds that the bot had its core for meanwhile.
        server_cpu: seconds that the Discord had its.
    """

    exchanges: Sequence[Exchange]
    seconds: float
    cpu: float
    server_cpu: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.exchanges) / self.seconds

    @property
    def core_rate(self) -> float:
        """Answers for each second that the bot had its core."""
        return len(self.exchanges) / self.cpu

    @property
    def server_cost(self) -> float:
        """Milliseconds of the Discord's core that an answer takes."""
        return 1000 * self.server_cpu / len(self.exchanges)

    def latency(self, share: float) -> float:
        """Milliseconds within which a share of the requests, from 0 to 1, was answered."""
        ordered = sorted(exchange.seconds for exchange in self.exchanges)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


async def put(bot: Contender, ask: Ask, count: int, width: int) -> Load:
    """Ask a number of times, so many at once.

    Raises:
        TimeoutError: an answer did not come.
    """
    exchanges: list[Exchange] = []
    turns = iter(range(count))

    async def member() -> None:
        for _ in turns:
            exchange = await answered(await ask())
            exchanges.append(exchange)

    began, cpu, server_cpu = time.perf_counter(), bot.cpu, time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(width):
            group.create_task(member())
    seconds = time.perf_counter() - began
    return Load(exchanges, seconds, bot.cpu - cpu, time.process_time() - server_cpu)


def naming(members: Members) -> Ask:
    """Ask for five names of each country in turn, each time as another member."""
    names = _in_turn()
    return lambda: members.command("name", by=Person(), country=next(names))


def typing(members: Members) -> Ask:
    """Type the first letters of each country in turn, one to four of them."""
    lengths = itertools.cycle(range(1, 5))
    names = _in_turn()
    return lambda: members.type_into("name", "country", next(names)[: next(lengths)], by=Person())


def starring(members: Members, cards: Sequence[Message]) -> Ask:
    """Press each star once, as another member: the first ones of all cards, then the second."""
    stars = ((card, place) for place in range(STARS) for card in cards)

    def press() -> Awaitable[Exchange]:
        card, place = next(stars)
        return members.press_button(card, stars_of(card)[place], by=Person())

    return press


def cards_of(load: Load) -> list[Message]:
    """The cards that came of asking for names.

    A bot that has been kept from its core for seconds may refuse one in a hundred for lack of time.

    Raises:
        AssertionError: something else came, or more were refused.
    """
    messages = [exchange.original for exchange in load.exchanges]
    cards = [message for message in messages if message and not is_ephemeral(message)]
    assert len(cards) >= 0.99 * len(messages), messages
    for card in cards:
        assert len(stars_of(card)) == STARS, card
    return cards


def check_choices(load: Load) -> None:
    """See that all that was typed was completed.

    Raises:
        AssertionError: something was not.
    """
    for exchange in load.exchanges:
        assert exchange.callback is not None
        assert exchange.callback["data"]["choices"], exchange


def check_stars(load: Load) -> None:
    """See that each press changed its card.

    Raises:
        AssertionError: one did something else.
    """
    for exchange in load.exchanges:
        assert exchange.callback is not None
        assert exchange.callback["type"] == Answer.UPDATE, exchange.callback


def stars_of(card: Message) -> list[Component]:
    """The star buttons of a card in order."""
    return [part["accessory"] for part in walk(card["components"]) if part["type"] == Kind.SECTION]


def _in_turn() -> Iterator[str]:
    return itertools.cycle([country.name for country in countries().values()])
