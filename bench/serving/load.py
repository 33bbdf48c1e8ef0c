"""Load on a bot: requests of members, at a given concurrency, and their latencies."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bench.serving.measured_bot import ANSWER_TIMEOUT
from model.domain.countries import countries
from tests.wire.discord_server.checks import CallbackType
from tests.wire.discord_server.components import Component, ComponentType, walk
from tests.wire.discord_server.interactions import Message, SentInteraction, is_ephemeral
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.world import User

SendInteraction = Callable[[], Awaitable[SentInteraction]]

NAMES_PER_CARD = 5
"""Names, and star buttons, on a card."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The outcome of a load.

    Attributes:
        interactions: all of them, with responses.
        seconds: wall time from the first request to the last response.
        bot_cpu: CPU seconds of the bot.
    """

    interactions: Sequence[SentInteraction]
    seconds: float
    bot_cpu: float

    @property
    def rate(self) -> float:
        """Responses per second."""
        return len(self.interactions) / self.seconds

    @property
    def rate_per_core_second(self) -> float:
        """Responses per CPU second of the bot."""
        return len(self.interactions) / self.bot_cpu

    def latency_ms(self, quantile: float) -> float:
        """Return a quantile, from 0 to 1, of the latency in milliseconds."""
        ordered = sorted(interaction.response_time for interaction in self.interactions)
        return 1000 * ordered[min(int(quantile * len(ordered)), len(ordered) - 1)]


class MeasuredProcesses(Protocol):
    """One process or several."""

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all their threads."""


async def run_load(
    bot: MeasuredProcesses,
    send: SendInteraction,
    count: int,
    concurrency: int,
    patience: float = ANSWER_TIMEOUT,
) -> LoadResult:
    """Send a number of requests at a given concurrency.

    Args:
        bot: what answers.
        send: makes a request.
        count: how many.
        concurrency: how many may be open at a time.
        patience: seconds from one response to the next, however long the load takes.

    Raises:
        TimeoutError: no response arrived for that long, though requests are open.
    """
    interactions: list[SentInteraction] = []
    remaining = iter(range(count))

    async def member() -> None:
        for _ in remaining:
            interaction = await send()
            await interaction.responded.wait()
            interactions.append(interaction)
            deadline.reschedule(loop.time() + patience)

    loop = asyncio.get_running_loop()
    started, bot_cpu = time.perf_counter(), bot.cpu_seconds
    async with asyncio.timeout(patience) as deadline, asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(member())
    seconds = time.perf_counter() - started
    return LoadResult(interactions, seconds, bot.cpu_seconds - bot_cpu)


def name_requests(members: Members) -> SendInteraction:
    """Request names of each country in turn, each time as another member."""
    names = _cycle_countries()
    return lambda: members.command("name", by=User(), country=next(names))


def autocomplete_requests(members: Members) -> SendInteraction:
    """Request autocompletion of one to four letters of each country in turn."""
    lengths = itertools.cycle(range(1, 5))
    names = _cycle_countries()
    return lambda: members.autocomplete("name", "country", next(names)[: next(lengths)], by=User())


def star_requests(members: Members, cards: Sequence[Message]) -> SendInteraction:
    """Press each star once, as different members: the first of every card, then the second."""
    stars = ((card, place) for place in range(NAMES_PER_CARD) for card in cards)

    def press() -> Awaitable[SentInteraction]:
        card, place = next(stars)
        return members.press_button(card, star_buttons(card)[place], by=User())

    return press


def require_cards(load: LoadResult) -> list[Message]:
    """Return the cards that name requests yielded.

    Up to 1% may be rejected with a timeout, since the bot may be deprived of its core for seconds.

    Raises:
        AssertionError: something else was sent, or more were rejected.
    """
    messages = [interaction.original for interaction in load.interactions]
    cards = [message for message in messages if message and not is_ephemeral(message)]
    others = [message for message in messages if message not in cards]
    assert len(cards) >= 0.99 * len(messages), f"{len(cards)} cards, and {others[:3]}"
    for card in cards:
        assert len(star_buttons(card)) == NAMES_PER_CARD, card
    return cards


def require_choices(load: LoadResult) -> None:
    """Ensure that every autocompletion has choices.

    Raises:
        AssertionError: one has none.
    """
    for interaction in load.interactions:
        assert interaction.callback is not None
        assert interaction.callback["data"]["choices"], interaction


def require_updates(load: LoadResult) -> None:
    """Ensure that every press updated its card.

    Raises:
        AssertionError: one did not.
    """
    for interaction in load.interactions:
        assert interaction.callback is not None
        kind = interaction.callback["type"]
        assert kind in {CallbackType.UPDATE, CallbackType.DEFERRED_UPDATE}, interaction.callback


def star_buttons(card: Message) -> list[Component]:
    """Return the star buttons of a card in order."""
    return [
        part["accessory"]
        for part in walk(card["components"])
        if part["type"] == ComponentType.SECTION
        and part["accessory"]["custom_id"].startswith("star:")
    ]


def _cycle_countries() -> Iterator[str]:
    return itertools.cycle([country.name for country in countries().values()])
