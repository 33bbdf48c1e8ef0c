"""Cards and stars by one, two and three workers over HTTP around one PostgreSQL. Linux only.

    python bench/workers.py

The workers, the server and the loopback Discord share this machine's cores, which are fewer than
they would have: so what counts is how much an answer takes of a worker's core, which does not
depend on how many of them run at a time. The same is measured of a process on the gateway.
"""

import argparse
import asyncio
import itertools
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.serving.load import SendInteraction, run_load, star_buttons
from bench.serving.measured_bot import cpu_seconds, resident_megabytes
from model.domain.countries import countries
from tests import postgres_server
from tests.bot.store.places import PostgresPlace
from tests.wire.discord_server.interactions import Message, SentInteraction, is_ephemeral
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.process import PythonProcess, run_bot, run_worker

CARDS, STARS_A_CARD = 400, 5
CONCURRENCY = 4
"""Requests at a time, for each worker: one that has little to do takes more of a core for each."""
GATEWAY, WORKERS = 0, (1, 2, 3)
"""Workers; none is a process on the gateway."""
WARMING = 150
"""Cards asked of each beforehand: what it needs of a country is read at the first."""
AIM = 0.9


@dataclass(frozen=True, slots=True)
class Figures:
    """Answers in a second of a core, and MB of each process at rest and after the load."""

    cards: float
    stars: float
    at_rest: float
    after: float


@dataclass(frozen=True, slots=True)
class MeasuredBot:
    """The processes of a bot."""

    discord: LoopbackDiscord
    processes: Sequence[PythonProcess]

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all processes."""
        return sum(map(cpu_seconds, self.processes))

    @property
    def megabytes(self) -> float:
        """Resident memory of a process, in the mean."""
        return statistics.mean(map(resident_megabytes, self.processes))


@asynccontextmanager
async def running(place: PostgresPlace, workers: int) -> AsyncIterator[MeasuredBot]:
    """Run so many workers, or a process on the gateway."""
    async with loopback_discord(strict=False) as discord, AsyncExitStack() as stack:
        if workers == GATEWAY:
            bot = await stack.enter_async_context(run_bot(discord, **place.environment))
            await discord.gateway.wait_until_ready()
            yield MeasuredBot(discord, [bot])
            return
        yield MeasuredBot(
            discord,
            [
                await stack.enter_async_context(run_worker(discord, **place.environment))
                for _ in range(workers)
            ],
        )


def name_requests(discord: LoopbackDiscord) -> SendInteraction:
    names = itertools.cycle([country.name for country in countries().values()])
    return lambda: discord.members.command("name", by=User(), country=next(names))


def star_requests(discord: LoopbackDiscord, cards: Sequence[Message]) -> SendInteraction:
    presses = ((card, place) for place in range(STARS_A_CARD) for card in cards)

    def press() -> Awaitable[SentInteraction]:
        card, place = next(presses)
        return discord.members.press_button(card, star_buttons(card)[place], User())

    return press


async def measure(place: PostgresPlace, workers: int, cards: int) -> Figures:
    processes = max(workers, 1)
    async with running(place, workers) as bot:
        at_rest, concurrency = bot.megabytes, CONCURRENCY * processes
        await run_load(bot, name_requests(bot.discord), WARMING * processes, concurrency)
        named = await run_load(bot, name_requests(bot.discord), cards * processes, concurrency)
        shown = [
            interaction.original
            for interaction in named.interactions
            if interaction.original and not is_ephemeral(interaction.original)
        ]
        press = star_requests(bot.discord, shown)
        starred = await run_load(bot, press, len(shown) * STARS_A_CARD, concurrency)
        return Figures(
            named.rate_per_core_second, starred.rate_per_core_second, at_rest, bot.megabytes
        )


async def measure_all(
    server: postgres_server.PostgresServer, folder: Path, cards: int, rounds: int
) -> None:
    kinds = (GATEWAY, *WORKERS)
    found: dict[int, list[Figures]] = {kind: [] for kind in kinds}
    for _, kind in itertools.product(range(rounds), kinds):  # in turn: the machine's load drifts
        place = PostgresPlace(server, server.create_database(), folder)  # or the decks would end
        found[kind].append(await measure(place, kind, cards))
    one = _medians(found[1])
    _print("| | cards a core-second | of one worker | stars a core-second | of one | MB | later |")
    _print("|---|--:|--:|--:|--:|--:|--:|")
    for kind, figures in found.items():
        cards_rate, stars_rate, at_rest, after = _medians(figures)
        name = "on the gateway" if kind == GATEWAY else f"{kind} over HTTP"
        _print(
            f"| {name} | {cards_rate:.1f} | {cards_rate / one[0]:.2f} | {stars_rate:.0f} "
            f"| {stars_rate / one[1]:.2f} | {at_rest:.0f} | {after:.0f} |"
        )
        if cards_rate / one[0] < AIM:
            _print(f"{name}: {AIM} of one worker is missed")


def _medians(figures: Sequence[Figures]) -> tuple[float, float, float, float]:
    def median(of: str) -> float:
        return float(statistics.median(getattr(each, of) for each in figures))

    return median("cards"), median("stars"), median("at_rest"), median("after")


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a benchmark's output


def main() -> None:
    """Run the benchmark and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=CARDS, help="for each process")
    parser.add_argument("--rounds", type=int, default=3, help="whose median is printed")
    arguments = parser.parse_args()
    postgres_server.OPTIONS["fsync"] = "on"
    with (
        postgres_server.running_server(postgres_server.require_programs()) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        asyncio.run(measure_all(server, Path(folder), arguments.cards, arguments.rounds))


if __name__ == "__main__":
    main()
