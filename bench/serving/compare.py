"""Serving compared with a trivial bot. Linux only.

`python bench/serving/compare.py` runs Nomen and the trivial bot of `card_bot.py` alternately,
each in a process on a core of its own, while this process is the loopback server, and prints the
medians and the medians of the ratios.
"""

import argparse
import asyncio
import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from bench.serving.load import (
    NAMES_PER_CARD,
    LoadResult,
    autocomplete_requests,
    name_requests,
    require_cards,
    require_choices,
    require_updates,
    run_load,
    star_requests,
)
from bench.serving.measured_bot import MeasuredBot, run_card_bot, run_nomen

Figures = Mapping[str, float]
BotFactory = Callable[[], AbstractAsyncContextManager[MeasuredBot]]

CONCURRENCY = 32
"""Concurrent members."""
MEMORY_AFTER = "resident after {:,} requests, MB"


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """The size of the measurement.

    Attributes:
        repetitions: of each bot.
        requests: of each kind per repetition, concurrently, and as many sequentially: ten cards of
            each country, which is fewer than Vietnam has new names for.
        idle_seconds: between the first answer and the measurements; discord.py considers a bot
            ready two seconds after its last guild has arrived.
        rounds: of a thousand requests each, after which memory is measured again.
    """

    repetitions: int = 5
    requests: int = 350
    idle_seconds: float = 10.0
    rounds: int = 20


QUICK = ComparisonPlan(repetitions=1, requests=10, idle_seconds=0.0, rounds=0)
"""A smoke test."""


async def measure_bot(run_bot: BotFactory, plan: ComparisonPlan) -> Figures:
    """Run a bot and measure it."""
    async with run_bot() as bot:
        await asyncio.sleep(plan.idle_seconds)
        memory, members = bot.memory(), bot.discord.members
        concurrent_names = await run_load(bot, name_requests(members), plan.requests, CONCURRENCY)
        cards = require_cards(concurrent_names)
        sequential_names = await run_load(bot, name_requests(members), plan.requests, 1)
        send_press, presses = star_requests(members, cards), 2 * len(cards)
        concurrent_stars, sequential_stars = (
            await run_load(bot, send_press, presses, CONCURRENCY),
            await run_load(bot, send_press, presses, 1),
        )
        concurrent_completions = await run_load(
            bot, autocomplete_requests(members), 2 * plan.requests, CONCURRENCY
        )
        sequential_completions = await run_load(
            bot, autocomplete_requests(members), plan.requests, 1
        )
        for load in (concurrent_stars, sequential_stars):
            require_updates(load)
        for load in (concurrent_completions, sequential_completions):
            require_choices(load)
        answers = len(cards) + len(require_cards(sequential_names))
        return {
            "names: refused for lack of time": 2 * plan.requests - answers,
            "start to the first answer, s": bot.startup_seconds,
            "core of the bot until then, s": bot.startup_cpu,
            "resident at rest, MB": memory["Rss"],
            "its own part of that, MB": memory["Pss"],
            **_load_figures("names", concurrent_names, sequential_names),
            **_load_figures("stars", concurrent_stars, sequential_stars),
            **_load_figures("typing", concurrent_completions, sequential_completions),
        }


def _load_figures(kind: str, concurrent: LoadResult, sequential: LoadResult) -> Figures:
    return {
        f"{kind}: answers a second": concurrent.rate,
        f"{kind}: answers a second of its core": concurrent.rate_per_core_second,
        f"{kind}: half of them one by one, ms": sequential.latency_ms(0.5),
        f"{kind}: 99 of 100 one by one, ms": sequential.latency_ms(0.99),
    }


async def measure_memory_growth(run_bot: BotFactory, plan: ComparisonPlan) -> Figures:
    """Send thousands of requests to a bot and measure its memory afterwards."""
    async with run_bot() as bot:
        members = bot.discord.members
        for _ in range(plan.rounds):
            cards = require_cards(await run_load(bot, name_requests(members), 100, CONCURRENCY))
            require_updates(
                await run_load(
                    bot, star_requests(members, cards), NAMES_PER_CARD * len(cards), CONCURRENCY
                )
            )
            require_choices(await run_load(bot, autocomplete_requests(members), 400, CONCURRENCY))
        await asyncio.sleep(plan.idle_seconds)
        return {MEMORY_AFTER.format(1000 * plan.rounds): bot.memory()["Rss"]}


async def compare(plan: ComparisonPlan) -> Iterator[str]:
    """Measure both bots alternately, and yield the lines to print."""
    ours: list[Figures] = []
    theirs: list[Figures] = []
    for _ in range(plan.repetitions):
        ours.append(await measure_bot(run_nomen, plan))
        theirs.append(await measure_bot(run_card_bot, plan))
    if plan.rounds:
        ours.append(await measure_memory_growth(run_nomen, plan))
        theirs.append(await measure_memory_growth(run_card_bot, plan))
    return table(ours, theirs)


def table(ours: Sequence[Figures], theirs: Sequence[Figures]) -> Iterator[str]:
    """Yield a table of the medians, and of the medians of the ratios."""
    rows = {
        figure: (_median(ours, figure), _median(theirs, figure), _ratio(ours, theirs, figure))
        for figure in dict.fromkeys(figure for figures in ours for figure in figures)
    }
    yield "| | Nomen | trivial | times |"
    yield "|---|--:|--:|--:|"
    for figure, (our, their, ratio) in rows.items():
        yield f"| {figure} | {our:,.4g} | {their:,.4g} | {_times(ratio)} |"


def _times(ratio: float) -> str:
    return "" if math.isnan(ratio) else f"{ratio:.2f}"


def _median(figures: Sequence[Figures], figure: str) -> float:
    return statistics.median(run[figure] for run in figures if figure in run)


def _ratio(ours: Sequence[Figures], theirs: Sequence[Figures], figure: str) -> float:
    """Return the median ratio of consecutive runs, which is robust to other load on the machine."""
    ratios = [
        our[figure] / their[figure]
        for our, their in zip(ours, theirs, strict=True)
        if figure in our and their[figure]
    ]
    return statistics.median(ratios) if ratios else math.nan


def main() -> None:
    """Run the benchmark and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke test: one short repetition")
    plan = QUICK if parser.parse_args().quick else ComparisonPlan()
    for line in asyncio.run(compare(plan)):
        print(line, flush=True)  # noqa: T201 - a benchmark's output


if __name__ == "__main__":
    main()
