"""Cards and stars by one, two and three processes around a PostgreSQL database. Linux only.

    python tests/bench/cluster.py

The processes, the server and the loopback Discord share this machine's cores, which are fewer than
they would have: so what counts is how much an answer takes of a process's core, which does not
depend on how many of them run at a time. `tests/bench/postgres.py` measures the database alone.
"""

import argparse
import asyncio
import itertools
import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Sequence, Sized
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from model.domain.countries import countries
from tests import postgres_server
from tests.bench.serving.load import SendInteraction, run_load, star_buttons
from tests.bench.serving.measured_bot import cpu_seconds, resident_megabytes
from tests.bot.favourites.stores import PostgresStore
from tests.wire.cluster import SHARDS, Cluster, group_on, running_cluster
from tests.wire.discord_server.interactions import Message, SentInteraction, is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.world import InteractionContext, User

CARDS, STARS_A_CARD = 400, 5
CONCURRENCY = 4
"""Requests at a time, for each process: one that has little to do takes more of a core for each."""
PROCESSES = (1, 2, 3)
WARMING = 150
"""Cards asked of each process beforehand: what it needs of a country is read at the first."""
GROUPS = 10
"""Groups on each shard."""
AIM = 0.9
FEW_AND_MANY_SHARDS = (8, 64)


@dataclass(frozen=True, slots=True)
class Figures:
    """What so many processes answer in a second of one of their cores, and together in a second."""

    processes: int
    cards: float
    stars: float
    cards_a_second: float
    stars_a_second: float


@dataclass(frozen=True, slots=True)
class MeasuredCluster:
    """Processes of which some have warmed up."""

    cluster: Cluster

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all processes."""
        return sum(map(cpu_seconds, self.cluster.processes))


@asynccontextmanager
async def running(store: PostgresStore, processes: int) -> AsyncIterator[MeasuredCluster]:
    async with running_cluster(store, processes) as cluster:
        await cluster.wait_until_shared(processes)
        yield MeasuredCluster(cluster)


def name_requests(cluster: Cluster, groups: Sequence[InteractionContext]) -> SendInteraction:
    names = itertools.cycle([country.name for country in countries().values()])
    places = itertools.cycle(groups)
    members = cluster.discord.members
    return lambda: members.command("name", by=User(), context=next(places), country=next(names))


def star_requests(
    cluster: Cluster, cards: Sequence[tuple[InteractionContext, Message]]
) -> SendInteraction:
    presses = ((*card, place) for place in range(STARS_A_CARD) for card in cards)

    def press() -> Awaitable[SentInteraction]:
        group, card, place = next(presses)
        button = star_buttons(card)[place]
        return cluster.discord.members.press_button(card, button, User(), group)

    return press


async def measure(store: PostgresStore, processes: int, cards: int) -> Figures:
    groups = [group_on(number % SHARDS) for number in range(SHARDS * GROUPS)]
    async with running(store, processes) as measured:
        cluster = measured.cluster
        warming, concurrency = WARMING * processes, CONCURRENCY * processes
        await run_load(measured, name_requests(cluster, groups), warming, concurrency)
        named = await run_load(measured, name_requests(cluster, groups), cards, concurrency)
        shown = [
            (interaction.context, interaction.original)
            for interaction in named.interactions
            if interaction.original and not is_ephemeral(interaction.original)
        ]
        press = star_requests(cluster, shown)
        starred = await run_load(measured, press, len(shown) * STARS_A_CARD, concurrency)
    return Figures(
        processes,
        named.rate_per_core_second,
        starred.rate_per_core_second,
        named.rate,
        starred.rate,
    )


async def measure_all(server: postgres_server.PostgresServer, cards: int, rounds: int) -> None:
    _print(
        "| processes | cards a core-second | of one | stars a core-second | of one | both"
        ", a second |"
    )
    _print("|--:|--:|--:|--:|--:|--:|")
    store = PostgresStore(server, server.create_database())
    found: dict[int, list[Figures]] = {processes: [] for processes in PROCESSES}
    for _, processes in itertools.product(
        range(rounds), PROCESSES
    ):  # in turn: the machine's load drifts
        found[processes].append(await measure(store, processes, cards * processes))
    (one_cards, one_stars), *_ = [_medians(figures) for figures in found.values()]
    for processes, figures in found.items():
        cards_rate, stars_rate = _medians(figures)
        elapsed = statistics.median(each.stars_a_second for each in figures)
        elapsed_cards = statistics.median(each.cards_a_second for each in figures)
        _print(
            f"| {processes} | {cards_rate:.1f} | {cards_rate / one_cards:.2f} "
            f"| {stars_rate:.0f} | {stars_rate / one_stars:.2f} "
            f"| {elapsed_cards:.0f} cards, {elapsed:.0f} stars |"
        )
        reached = min(cards_rate / one_cards, stars_rate / one_stars) >= AIM
        if not reached:
            _print(f"{processes} processes: {AIM} of linear is missed")


async def measure_memory(server: postgres_server.PostgresServer) -> None:
    """Print what a shard takes of a process's memory, its servers apart."""
    megabytes = []
    for shards in FEW_AND_MANY_SHARDS:
        store = PostgresStore(server, server.create_database())
        async with running_cluster(store, 1, shards=shards) as cluster:
            sessions = cluster.discord.gateway.sessions
            await wait_until(partial(_has, sessions, shards), "connections of all shards", 60)
            megabytes.append(resident_megabytes(cluster.processes[0]))
    few, many = FEW_AND_MANY_SHARDS
    _print(f"a process with {few} shards: {megabytes[0]:.0f} MB resident")
    _print(f"a shard more: {(megabytes[1] - megabytes[0]) / (many - few):.2f} MB")


def _has(sessions: Sized, number: int) -> bool:
    return len(sessions) == number


def _medians(figures: Sequence[Figures]) -> tuple[float, float]:
    return (
        statistics.median(each.cards for each in figures),
        statistics.median(each.stars for each in figures),
    )


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a benchmark's output


def main() -> None:
    """Run the benchmark and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=CARDS, help="for each number of processes")
    parser.add_argument("--rounds", type=int, default=3, help="whose median is printed")
    arguments = parser.parse_args()
    postgres_server.OPTIONS["fsync"] = "on"
    with postgres_server.running_server(postgres_server.require_programs()) as server:
        asyncio.run(measure_memory(server))
        asyncio.run(measure_all(server, arguments.cards, arguments.rounds))


if __name__ == "__main__":
    main()
