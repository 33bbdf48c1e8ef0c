"""How serving fares as stars gather: over the wire, as members feel it. Linux only.

`python tests/bench/serving/growth.py` prints how long `/top5` takes with ten, ten thousand and a
million stars, in one group and over a thousand, then what a year of a busy group makes of the
database and of the answers.
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bot.favourites.models import MAX_FAVOURITES
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.repository import open_favourites
from model.domain.condition import Condition
from model.domain.generation import Provenance
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from tests.bench.serving.contender import Contender, nomen
from tests.bench.serving.load import Ask, Load, cards_of, check_stars, naming, put, starring
from tests.bench.stars import GROUP, LAYOUTS, Layout, fill
from tests.wire.discord_server import world
from tests.wire.discord_server.world import Person, Place


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured.

    Attributes:
        layouts: of stars over groups, the first of which the others are held to.
        turns: of each.
        requests: of each kind in a turn, one by one.
        days: that the busy group lives for.
    """

    layouts: Sequence[Layout] = LAYOUTS
    turns: int = 3
    requests: int = 300
    days: int = 365


QUICK = Plan(layouts=LAYOUTS[:1], turns=1, requests=5, days=2)
"""To see whether it works."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A group in which many names are invented and starred.

    A member who has as many favourites as one may have takes the oldest back before the next.
    """

    members: int = 50
    names: int = 200
    stars: int = 100

    async def live(self, store: FavouritesRepository, days: int, now: "Clock") -> None:
        """Star names day by day: of those of the day, the first on the cards more often."""
        rng, namer = np.random.default_rng(2026), NameGenerator.load()
        kept: dict[int, dict[str, None]] = {member_of(one): {} for one in range(self.members)}
        for day in range(days):
            code = namer.countries[day % len(namer.countries)]
            names = namer.sample(Condition.for_country(code), self.names, rng)
            origin = Provenance(Condition.for_country(code), seed=day)
            for _ in range(self.stars):
                now.pass_by(timedelta(days=1) / self.stars)
                member = member_of(int(rng.integers(self.members)))
                name = names[int(len(names) * rng.random() ** 2)].capitalize()
                mine, key = kept[member], fold(name)
                if key in mine:
                    continue
                if len(mine) == MAX_FAVOURITES:
                    oldest = next(iter(mine))
                    await store.unstar(world.GUILD_ID, member, oldest)
                    del mine[oldest]
                await store.star(world.GUILD_ID, member, name, origin)
                mine[key] = None


@dataclass(slots=True)
class Clock:
    """A clock that goes as it is told."""

    moment: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def pass_by(self, time: timedelta) -> None:
        """Go on."""
        self.moment += time

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.moment


def member_of(number: int) -> int:
    """The id of a member of the busy group."""
    return 1_100_000_000_000_000_000 + number


async def felt(path: Path, place: Place, requests: int) -> float:
    """Ask for a group's top five and give the median, in milliseconds."""
    async with nomen(path) as bot:
        load = await put(bot, asking_top(bot, place), requests, 1)
        cards_of(load)
        return load.latency(0.5)


def asking_top(bot: Contender, place: Place) -> Ask:
    """Ask for a group's top five, each time as another member."""
    return lambda: bot.discord.members.command("top5", by=Person(), place=place)


async def stars(plan: Plan, folder: Path) -> Iterator[str]:
    """Measure top fives of ever more stars, and give the lines to print."""
    place = Place(0, 0, world.CHANNEL_ID, GROUP)
    paths = [folder / f"{number}.sqlite3" for number in range(len(plan.layouts))]
    disks = [await made(path, layout) for path, layout in zip(paths, plan.layouts, strict=True)]
    turns = [[await felt(path, place, plan.requests) for path in paths] for _ in range(plan.turns)]
    return table(plan.layouts, disks, turns)


def table(
    layouts: Sequence[Layout], disks: Sequence[float], turns: Sequence[Sequence[float]]
) -> Iterator[str]:
    """Lay out the medians, with the ratios to the first layout of the same turn."""
    yield "| stars | groups | `/top5`, ms | times the first | to be at most | bytes a star |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for number, (layout, disk) in enumerate(zip(layouts, disks, strict=True)):
        median = statistics.median(turn[number] for turn in turns)
        ratio = statistics.median(turn[number] / turn[0] for turn in turns)
        yield (
            f"| {layout.stars:,} | {layout.groups:,} | {median:.2f} | {ratio:.2f} "
            f"| {layout.target if number else ''} | {disk:.0f} |"
        )


async def made(path: Path, layout: Layout) -> float:
    """Make a database of a layout, and give the bytes that a star takes."""
    async with open_favourites(path):
        pass
    return fill(path, layout)


async def year(plan: Plan, folder: Path) -> Iterator[str]:
    """Let a busy group live, and give the lines that tell what came of it."""
    lived, empty, now = folder / "lived.sqlite3", folder / "empty.sqlite3", Clock()
    async with open_favourites(lived, now) as store:
        await Busy().live(store, plan.days, now)
        totals = await store.totals(world.GUILD_ID)
    size = lived.stat().st_size / 1e6
    before, after = [], []
    for _ in range(plan.turns):
        empty.unlink(missing_ok=True)
        before.append(await answers(empty, plan.requests))
        after.append(await answers(lived, plan.requests))
    kept = f"{totals.stars:,} stars of {totals.names:,} names"
    return told(f"After {plan.days} days a busy group keeps {kept}: {size:.2f} MB.", before, after)


async def answers(path: Path, requests: int) -> dict[str, Load]:
    """Ask one by one for all that stars have to do with."""
    async with nomen(path) as bot:
        members = bot.discord.members
        named = await put(bot, naming(members), requests, 1)
        starred = await put(bot, starring(members, cards_of(named)), requests, 1)
        check_stars(starred)
        owners = (Person(id=str(member_of(number % Busy().members))) for number in range(requests))
        return {
            "`/name`": named,
            "a star": starred,
            "`/top5`": await put(bot, asking_top(bot, world.SERVER), requests, 1),
            "`/favourites list`": await put(
                bot, lambda: members.command("favourites list", by=next(owners)), requests, 1
            ),
        }


def told(
    kept: str, before: Sequence[dict[str, Load]], after: Sequence[dict[str, Load]]
) -> Iterator[str]:
    """Lay out the medians of what a group's answers take at first and then, and the ratios."""
    yield kept
    yield ""
    yield "| one by one | half at first, ms | half then, ms | times | 99 of 100 then, ms |"
    yield "|---|--:|--:|--:|--:|"
    for kind in after[0]:
        first, then = ([load[kind].latency(0.5) for load in loads] for loads in (before, after))
        ratio = statistics.median(late / early for early, late in zip(first, then, strict=True))
        worst = statistics.median(load[kind].latency(0.99) for load in after)
        yield (
            f"| {kind} | {statistics.median(first):.2f} | {statistics.median(then):.2f} "
            f"| {ratio:.2f} | {worst:.2f} |"
        )


async def grow(plan: Plan) -> Iterator[str]:
    """Measure both, and give the lines to print."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = await stars(plan, Path(folder)), await year(plan, Path(folder))
    return iter([*first, "", *second])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="see whether it works: one short turn")
    plan = QUICK if parser.parse_args().quick else Plan()
    for line in asyncio.run(grow(plan)):
        print(line, flush=True)  # noqa: T201 - printing is a benchmark's work


if __name__ == "__main__":
    main()
