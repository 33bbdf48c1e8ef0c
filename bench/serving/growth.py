"""Latency over the wire as stars accumulate. Linux only.

`python bench/serving/growth.py` prints the latency of `/top5` with more and more stars, in one
group and in a thousand, then the size of the database and the latencies after a year of a busy
group.
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.serving.load import (
    LoadResult,
    SendInteraction,
    name_requests,
    require_cards,
    require_updates,
    run_load,
    star_requests,
)
from bench.serving.measured_bot import MeasuredBot, run_nomen
from bench.stars import GROUP, LAYOUTS, Layout, fill_file
from bot.store.stars import MAX_FAVOURITES, Stars
from bot.store.store import serving_store
from model.domain.condition import Condition
from model.domain.generation import Provenance
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from tests.support.rows import run_sql
from tests.wire.discord_server import world
from tests.wire.discord_server.world import InteractionContext, User


@dataclass(frozen=True, slots=True)
class GrowthPlan:
    """The size of the measurement.

    Attributes:
        layouts: of stars over groups; the first is the baseline.
        repetitions: of each.
        requests: of each kind per repetition, sequentially.
        days: for which the busy group is simulated.
    """

    layouts: Sequence[Layout] = LAYOUTS
    repetitions: int = 3
    requests: int = 300
    days: int = 365


QUICK = GrowthPlan(layouts=LAYOUTS[:1], repetitions=1, requests=5, days=2)
"""A smoke test."""


@dataclass(frozen=True, slots=True)
class BusyGroup:
    """A group in which many names are generated and starred daily.

    A member with `MAX_FAVOURITES` removes the oldest before adding another.
    """

    members: int = 50
    names: int = 200
    stars: int = 100

    async def simulate(self, stars: Stars, days: int) -> None:
        """Star some of each day's names, the first ones more often."""
        rng, generator = np.random.default_rng(2026), NameGenerator.load()
        favourites: dict[int, dict[str, None]] = {
            member_id(number): {} for number in range(self.members)
        }
        for day in range(days):
            code = generator.countries[day % len(generator.countries)]
            names = generator.sample(Condition.for_country(code), self.names, rng)
            provenance = Provenance(Condition.for_country(code), seed=day)
            for _ in range(self.stars):
                member = member_id(int(rng.integers(self.members)))
                name = names[int(len(names) * rng.random() ** 2)].capitalize()
                own, key = favourites[member], fold(name)
                if key in own:
                    continue
                if len(own) == MAX_FAVOURITES:
                    oldest = next(iter(own))
                    await stars.unstar(world.GUILD_ID, member, oldest)
                    del own[oldest]
                await stars.star(world.GUILD_ID, member, name, provenance)
                own[key] = None


def member_id(number: int) -> int:
    """Return the id of a member of the busy group."""
    return 1_100_000_000_000_000_000 + number


async def measure_top5(path: Path, context: InteractionContext, requests: int) -> float:
    """Return the median latency of a group's top five in milliseconds."""
    async with run_nomen(path) as bot:
        load = await run_load(bot, top5_requests(bot, context), requests, 1)
        require_cards(load)
        return load.latency_ms(0.5)


def top5_requests(bot: MeasuredBot, context: InteractionContext) -> SendInteraction:
    """Request a group's top five, each time as another member."""
    return lambda: bot.discord.members.command("top5", by=User(), context=context)


async def measure_layouts(plan: GrowthPlan, folder: Path) -> Iterator[str]:
    """Measure top fives by number of stars, and yield the lines to print."""
    context = InteractionContext(0, 0, world.CHANNEL_ID, GROUP)
    paths = [folder / f"{number}.sqlite3" for number in range(len(plan.layouts))]
    sizes = [
        await make_database(path, layout) for path, layout in zip(paths, plan.layouts, strict=True)
    ]
    latencies = [
        [await measure_top5(path, context, plan.requests) for path in paths]
        for _ in range(plan.repetitions)
    ]
    return layout_table(plan.layouts, sizes, latencies)


def layout_table(
    layouts: Sequence[Layout], sizes: Sequence[float], latencies: Sequence[Sequence[float]]
) -> Iterator[str]:
    """Yield a table of the medians and of their ratios to the first layout, by repetition."""
    yield "| stars | groups | `/top5`, ms | times the first | bytes a star |"
    yield "|--:|--:|--:|--:|--:|"
    for number, (layout, size) in enumerate(zip(layouts, sizes, strict=True)):
        median = statistics.median(run[number] for run in latencies)
        ratio = statistics.median(run[number] / run[0] for run in latencies)
        yield (
            f"| {layout.stars:,} | {layout.groups:,} | {median:.2f} | {ratio:.2f} | {size:.0f} |"
        )


async def make_database(path: Path, layout: Layout) -> float:
    """Create a database with a layout, and return its bytes per star."""
    async with serving_store(path, path.parent / "backups", keep=0):
        pass
    return fill_file(path, layout)


async def measure_busy_group(plan: GrowthPlan, folder: Path) -> Iterator[str]:
    """Simulate a busy group, and yield the lines that describe the outcome."""
    full = folder / "full.sqlite3"
    async with serving_store(full, folder / "backups", keep=0) as store:
        await BusyGroup().simulate(store.stars, plan.days)
    ((stars, names),) = run_sql(full, "SELECT count(*), count(DISTINCT folded) FROM star")
    size = full.stat().st_size / 1e6
    before, after = [], []
    for repetition in range(plan.repetitions):
        empty = folder / f"empty{repetition}.sqlite3"
        before.append(await measure_commands(empty, plan.requests))
        after.append(await measure_commands(full, plan.requests))
    stored = f"{stars:,} stars of {names:,} names"
    return command_table(
        f"After {plan.days} days a busy group keeps {stored}: {size:.2f} MB.", before, after
    )


async def measure_commands(path: Path, requests: int) -> dict[str, LoadResult]:
    """Measure everything that involves stars, sequentially."""
    async with run_nomen(path) as bot:
        members = bot.discord.members
        named = await run_load(bot, name_requests(members), requests, 1)
        starred = await run_load(bot, star_requests(members, require_cards(named)), requests, 1)
        require_updates(starred)
        owners = (
            User(id=str(member_id(number % BusyGroup().members))) for number in range(requests)
        )
        return {
            "`/name`": named,
            "a star": starred,
            "`/top5`": await run_load(bot, top5_requests(bot, world.SERVER), requests, 1),
            "`/favourites list`": await run_load(
                bot, lambda: members.command("favourites list", by=next(owners)), requests, 1
            ),
        }


def command_table(
    title: str, before: Sequence[dict[str, LoadResult]], after: Sequence[dict[str, LoadResult]]
) -> Iterator[str]:
    """Yield a table of the latencies before and after, and their ratios."""
    yield title
    yield ""
    yield "| one by one | half at first, ms | half then, ms | times | 99 of 100 then, ms |"
    yield "|---|--:|--:|--:|--:|"
    for kind in after[0]:
        first, last = ([load[kind].latency_ms(0.5) for load in loads] for loads in (before, after))
        ratio = statistics.median(late / early for early, late in zip(first, last, strict=True))
        worst = statistics.median(load[kind].latency_ms(0.99) for load in after)
        yield (
            f"| {kind} | {statistics.median(first):.2f} | {statistics.median(last):.2f} "
            f"| {ratio:.2f} | {worst:.2f} |"
        )


async def measure_growth(plan: GrowthPlan) -> Iterator[str]:
    """Measure both, and yield the lines to print."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (
            await measure_layouts(plan, Path(folder)),
            await measure_busy_group(plan, Path(folder)),
        )
    return iter([*first, "", *second])


def main() -> None:
    """Run the benchmark and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke test: one short repetition")
    plan = QUICK if parser.parse_args().quick else GrowthPlan()
    for line in asyncio.run(measure_growth(plan)):
        print(line, flush=True)  # noqa: T201 - a benchmark's output


if __name__ == "__main__":
    main()
