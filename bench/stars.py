"""How long the store takes for what members do, in both databases.

    python bench/stars.py [--postgres]

prints, for groups of more and more stars, the medians of a star, of taking it back, of a top five
and of a list of favourites, and how many stars a second members get who press at once. Writes are
durable. The program, and PostgreSQL's server, share this machine's cores.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import asyncpg
import numpy as np

from bot.runtime.postgres_url import PostgresUrl
from bot.store.stars import name_key
from bot.store.store import Place, Store, open_store
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests import postgres_server
from tests.support.rows import insert_stars

GROUP, NEWCOMER = 10**18, 10**17
STARS_PER_MEMBER = 100
"""Stars of one member in one group, or half the group's if it has few."""
PROVENANCE = Provenance(Condition.blend({"NL": 3, "PL": 2}, "F"), seed=2**31)
AT_ONCE, PRESSES = 32, 960
"""Members who press at once, and all of their presses."""
REPETITIONS = 300
COPIED = (
    *("guild", "member", "folded", "name", "place", "countries", "gender", "sharpness", "seed"),
    *("starred_at", "standing", "number"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Stars over groups."""

    stars: int
    groups: int = 1


LAYOUTS = (Layout(100), Layout(10_000), Layout(100_000), Layout(1_000_000, 1_000))


@dataclass(frozen=True, slots=True)
class Timings:
    """Medians in µs, and stars a second of `AT_ONCE` members."""

    star: float
    unstar: float
    top_five: float
    favourites: float
    stars_per_second: float


def random_stars(layout: Layout) -> Iterator[tuple[int, int, str, str, int]]:
    """Yield a guild, a member, a folded name, a name and its place; a few names are popular."""
    rng = np.random.default_rng(2026)
    stars_in_group = layout.stars // layout.groups
    per_member = min(STARS_PER_MEMBER, stars_in_group // 2)
    for member in range(layout.stars // per_member):
        liked: set[int] = set()
        while len(liked) < per_member:
            liked.add(int(stars_in_group * rng.random() ** 3))
        for place, number in enumerate(liked, 1):
            name = _name(number)
            guild = GROUP + member % layout.groups
            yield guild, 2 * NEWCOMER + member, name_key(name), name, place


def fill_file(path: Path, layout: Layout) -> float:
    """Insert stars into an empty database, and return its bytes per star."""
    insert_stars(path, random_stars(layout))
    return path.stat().st_size / layout.stars


async def fill_server(url: PostgresUrl, layout: Layout) -> float:
    """Insert stars into an empty database, and return its bytes per star."""
    connection = await asyncpg.connect(url.dsn, server_settings={"search_path": "nomen"})
    empty = await connection.fetchval("SELECT pg_database_size(current_database())")
    now, provenance = int(time.time()), ('{"NL": 0.6, "PL": 0.4}', "F", 1.0, 2**31)
    rows = (
        (*star, *provenance, now, 0, number) for number, star in enumerate(random_stars(layout), 1)
    )
    await connection.copy_records_to_table("star", records=rows, columns=COPIED)
    await connection.execute("SELECT setval('numbers', $1)", layout.stars)
    await connection.execute("VACUUM ANALYZE star")
    size = await connection.fetchval("SELECT pg_database_size(current_database())")
    await connection.close()
    return float(size - empty) / layout.stars


async def measure(store: Store) -> Timings:
    """Measure what is done in the first group."""
    stars = store.stars

    async def press(number: int) -> None:
        await stars.star(GROUP, 3 * NEWCOMER + number % AT_ONCE, _name(number), PROVENANCE)

    star = await median_microseconds(
        lambda number: stars.star(GROUP, NEWCOMER + number // 100, _name(number), PROVENANCE)
    )
    unstar = await median_microseconds(
        lambda number: stars.unstar(GROUP, NEWCOMER + number // 100, _name(number))
    )
    top_five = await median_microseconds(lambda _: stars.top_of_group(GROUP))
    favourites = await median_microseconds(lambda _: stars.favourites(GROUP, 2 * NEWCOMER))
    numbers, start = count(), time.perf_counter()

    async def press_on() -> None:
        while (number := next(numbers)) < PRESSES:
            await press(number)

    await asyncio.gather(*(press_on() for _ in range(AT_ONCE)))
    return Timings(star, unstar, top_five, favourites, PRESSES / (time.perf_counter() - start))


async def median_microseconds(call: Callable[[int], Awaitable[object]]) -> float:
    """Return the median duration of repeated calls in microseconds."""
    times = []
    for repetition in range(REPETITIONS):
        start = time.perf_counter()
        await call(repetition)
        times.append(1e6 * (time.perf_counter() - start))
    return statistics.median(times)


async def measure_all(new_server_database: Callable[[], PostgresUrl] | None) -> None:
    """Measure every layout in a file, and in a server if there is one, and print the results."""
    print_line(
        "| database | stars | groups | a star, µs | taken back | top five | favourites "
        "| stars a second at once | bytes a star |"
    )
    print_line("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for layout in LAYOUTS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "nomen.sqlite3")
            await _print_row("SQLite", path, layout)
        if new_server_database is not None:
            await _print_row("PostgreSQL", new_server_database(), layout)


async def _print_row(name: str, place: Place, layout: Layout) -> None:
    async with open_store(place):
        pass
    if isinstance(place, PostgresUrl):
        bytes_per_star = await fill_server(place, layout)
    else:
        bytes_per_star = fill_file(place, layout)
    async with open_store(place) as store:
        timings = await measure(store)
    print_line(
        f"| {name} | {layout.stars:,} | {layout.groups:,} | {timings.star:,.0f} "
        f"| {timings.unstar:,.0f} | {timings.top_five:,.0f} | {timings.favourites:,.0f} "
        f"| {timings.stars_per_second:,.0f} | {bytes_per_star:,.0f} |"
    )


def _name(number: int) -> str:
    return f"Mari{number:x}ke"


def print_line(line: str) -> None:
    """Print a line of the result."""
    print(line, flush=True)  # noqa: T201 - a benchmark's output


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="also in a server of its own")
    if not parser.parse_args().postgres:
        asyncio.run(measure_all(None))
        return
    postgres_server.OPTIONS["fsync"] = "on"
    with postgres_server.running_server(postgres_server.require_programs()) as server:
        asyncio.run(measure_all(server.create_database))


if __name__ == "__main__":
    main()
