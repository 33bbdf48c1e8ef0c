"""What serving costs beside a trivial bot. Linux only.

`python tests/bench/serving/race.py` runs Nomen and the trivial bot of `card_bot.py` in turn, each
in a process on a core of its own, while this process is the Discord that they are on, and prints
the medians, the medians of the turns' ratios, and whether the targets are reached.
"""

import argparse
import asyncio
import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from tests.bench.serving.contender import Contender, card_bot, nomen
from tests.bench.serving.load import (
    STARS,
    Load,
    cards_of,
    check_choices,
    check_stars,
    naming,
    put,
    starring,
    typing,
)

Figures = Mapping[str, float]
Make = Callable[[], AbstractAsyncContextManager[Contender]]

WIDE = 32
"""Members who ask at once."""
LONG = "resident after {:,} requests, MB"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured.

    Attributes:
        turns: of each bot.
        requests: of each kind in a turn, at once, and as many one by one.
        rest: seconds left alone before memory is looked at; discord.py calls a bot ready two
            seconds after its last server has come.
        rounds: of a thousand requests each, after which memory is looked at again.
    """

    turns: int = 5
    requests: int = 500
    rest: float = 3.0
    rounds: int = 20


QUICK = Plan(turns=1, requests=10, rest=0.0, rounds=0)
"""To see whether it works."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is to be beside the trivial bot's: times it, or so much more."""

    figure: str
    times: float = 1.0
    more: float = 0.0
    least: bool = False

    def told(self, ours: float, theirs: float, ratio: float) -> str:
        """Say whether it is reached."""
        if self.more:
            reached = ours <= theirs + self.more
            found = f"{ours - theirs:.3g} more"
            return _verdict(self.figure, found, f"{self.more:g} more or less", reached)
        reached = ratio >= self.times if self.least else ratio <= self.times
        bound = "or more" if self.least else "or less"
        return _verdict(self.figure, f"{ratio:.2f} times", f"{self.times:g} times {bound}", reached)


TARGETS = (
    Target("names: answers a second", 0.3, least=True),
    Target("names: answers a second of its core", 0.3, least=True),
    Target("names: 99 of 100 one by one, ms", more=8.0),
    Target("stars: answers a second", 0.5, least=True),
    Target("stars: answers a second of its core", 0.5, least=True),
    Target("typing: answers a second", 0.8, least=True),
    Target("typing: answers a second of its core", 0.8, least=True),
    Target("start to the first answer, s", 1.5),
    Target("core of the bot until then, s", 1.5),
    Target("resident at rest, MB", 1.8),
    Target(LONG.format(20_000), 2.0),
)


def _verdict(figure: str, found: str, wanted: str, reached: bool) -> str:  # noqa: FBT001 - what it says
    return f"{figure}: {found}, to be {wanted}: {'reached' if reached else 'missed'}"


async def turn(make: Make, plan: Plan) -> Figures:
    """Run a bot and measure it."""
    async with make() as bot:
        await asyncio.sleep(plan.rest)
        memory, members = bot.memory(), bot.discord.members
        named = await put(bot, naming(members), plan.requests, WIDE)
        cards = cards_of(named)
        alone = await put(bot, naming(members), plan.requests, 1)
        press, presses = starring(members, cards), 2 * len(cards)
        starred, star = await put(bot, press, presses, WIDE), await put(bot, press, presses, 1)
        typed = await put(bot, typing(members), 2 * plan.requests, WIDE)
        letter = await put(bot, typing(members), plan.requests, 1)
        for load in (starred, star):
            check_stars(load)
        for load in (typed, letter):
            check_choices(load)
        answers = len(cards) + len(cards_of(alone))
        return {
            "names: refused for lack of time": 2 * plan.requests - answers,
            "start to the first answer, s": bot.first,
            "core of the bot until then, s": bot.first_cpu,
            "resident at rest, MB": memory["Rss"],
            "its own part of that, MB": memory["Pss"],
            **_told("names", named, alone),
            **_told("stars", starred, star),
            **_told("typing", typed, letter),
        }


def _told(kind: str, wide: Load, alone: Load) -> Figures:
    return {
        f"{kind}: answers a second": wide.rate,
        f"{kind}: answers a second of its core": wide.core_rate,
        f"{kind}: core of the Discord an answer, ms": wide.server_cost,
        f"{kind}: half of them one by one, ms": alone.latency(0.5),
        f"{kind}: 99 of 100 one by one, ms": alone.latency(0.99),
    }


async def endure(make: Make, plan: Plan) -> Figures:
    """Put thousands of requests to a bot and see what it holds then."""
    async with make() as bot:
        members = bot.discord.members
        for _ in range(plan.rounds):
            cards = cards_of(await put(bot, naming(members), 100, WIDE))
            check_stars(await put(bot, starring(members, cards), STARS * len(cards), WIDE))
            check_choices(await put(bot, typing(members), 400, WIDE))
        await asyncio.sleep(plan.rest)
        return {LONG.format(1000 * plan.rounds): bot.memory()["Rss"]}


async def race(plan: Plan) -> Iterator[str]:
    """Let both take turns, and give the lines to print."""
    ours: list[Figures] = []
    theirs: list[Figures] = []
    for _ in range(plan.turns):
        ours.append(await turn(nomen, plan))
        theirs.append(await turn(card_bot, plan))
    if plan.rounds:
        ours.append(await endure(nomen, plan))
        theirs.append(await endure(card_bot, plan))
    return table(ours, theirs)


def table(ours: Sequence[Figures], theirs: Sequence[Figures]) -> Iterator[str]:
    """Lay out the medians beside each other, then the targets."""
    rows = {
        figure: (_median(ours, figure), _median(theirs, figure), _ratio(ours, theirs, figure))
        for figure in dict.fromkeys(figure for figures in ours for figure in figures)
    }
    yield "| | Nomen | trivial | times |"
    yield "|---|--:|--:|--:|"
    for figure, (one, other, ratio) in rows.items():
        yield f"| {figure} | {one:,.4g} | {other:,.4g} | {_times(ratio)} |"
    yield ""
    yield from (target.told(*rows[target.figure]) for target in TARGETS if target.figure in rows)


def _times(ratio: float) -> str:
    return "" if math.isnan(ratio) else f"{ratio:.2f}"


def _median(figures: Sequence[Figures], figure: str) -> float:
    return statistics.median(one[figure] for one in figures if figure in one)


def _ratio(ours: Sequence[Figures], theirs: Sequence[Figures], figure: str) -> float:
    """The median of the ratios of turns that followed each other, which other work hardly moves."""
    ratios = [
        one[figure] / other[figure]
        for one, other in zip(ours, theirs, strict=True)
        if figure in one and other[figure]
    ]
    return statistics.median(ratios) if ratios else math.nan


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="see whether it works: one short turn")
    plan = QUICK if parser.parse_args().quick else Plan()
    for line in asyncio.run(race(plan)):
        print(line, flush=True)  # noqa: T201 - printing is a benchmark's work


if __name__ == "__main__":
    main()
