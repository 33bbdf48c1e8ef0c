"""Serving compared with a trivial bot. Linux only.

`python bench/serving/compare.py` runs Nomen and the trivial bot of `card_bot.py` alternately,
each in a process on a core of its own, while this process is the loopback server, and prints the
medians, the medians of the ratios, and whether the targets are met.
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
        requests: of each kind per repetition, concurrently, and as many sequentially.
        idle_seconds: between the first answer and the measurements; discord.py considers a bot
            ready two seconds after its last guild has arrived.
        rounds: of a thousand requests each, after which memory is measured again.
    """

    repetitions: int = 5
    requests: int = 500
    idle_seconds: float = 10.0
    rounds: int = 20


QUICK = ComparisonPlan(repetitions=1, requests=10, idle_seconds=0.0, rounds=0)
"""A smoke test."""


@dataclass(frozen=True, slots=True)
class ServingTarget:
    """A bound on a figure relative to the trivial bot's: on the ratio, or on the difference."""

    figure: str
    ratio_bound: float = 1.0
    max_difference: float = 0.0
    at_least: bool = False

    def describe(self, ours: float, theirs: float, ratio: float) -> str:
        """Describe whether it is reached."""
        if self.max_difference:
            reached = ours <= theirs + self.max_difference
            found = f"{ours - theirs:.3g} more"
            return _verdict(self.figure, found, f"{self.max_difference:g} more or less", reached)
        reached = ratio >= self.ratio_bound if self.at_least else ratio <= self.ratio_bound
        bound = "or more" if self.at_least else "or less"
        return _verdict(
            self.figure, f"{ratio:.2f} times", f"{self.ratio_bound:g} times {bound}", reached
        )


TARGETS = (
    ServingTarget("names: answers a second", 0.3, at_least=True),
    ServingTarget("names: answers a second of its core", 0.3, at_least=True),
    ServingTarget("names: 99 of 100 one by one, ms", max_difference=8.0),
    ServingTarget("stars: answers a second", 0.5, at_least=True),
    ServingTarget("stars: answers a second of its core", 0.5, at_least=True),
    ServingTarget("typing: answers a second", 0.8, at_least=True),
    ServingTarget("typing: answers a second of its core", 0.8, at_least=True),
    ServingTarget("start to the first answer, s", 1.5),
    ServingTarget("core of the bot until then, s", 1.5),
    ServingTarget("resident at rest, MB", 1.8),
    ServingTarget(MEMORY_AFTER.format(20_000), 2.0),
)


def _verdict(figure: str, found: str, wanted: str, reached: bool) -> str:  # noqa: FBT001 - internal
    return f"{figure}: {found}, to be {wanted}: {'reached' if reached else 'missed'}"


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
    """Yield a table of the medians, then the targets."""
    rows = {
        figure: (_median(ours, figure), _median(theirs, figure), _ratio(ours, theirs, figure))
        for figure in dict.fromkeys(figure for figures in ours for figure in figures)
    }
    yield "| | Nomen | trivial | times |"
    yield "|---|--:|--:|--:|"
    for figure, (our, their, ratio) in rows.items():
        yield f"| {figure} | {our:,.4g} | {their:,.4g} | {_times(ratio)} |"
    yield ""
    yield from (
        target.describe(*rows[target.figure]) for target in TARGETS if target.figure in rows
    )


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
