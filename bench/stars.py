"""The repository with up to a million stars: time of a top five and of a star, and disk usage.

`python bench/stars.py` creates databases of increasing size, in one group or many, prints a
line for each, and fails if a top five takes too long compared with that of ten stars.
"""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from bot.favourites.models import name_key
from bot.favourites.store import open_favourites
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.favourites.rows import COUNT_ANEW, USED_THEN

GROUP, NEWCOMER = 10**18, 10**17
STARS_PER_MEMBER = 100
"""Stars of one member in one group, or half the group's if it has few."""
PROVENANCE = Provenance(Condition.blend({"NL": 3, "PL": 2}, "F"), seed=2**31)


@dataclass(frozen=True, slots=True)
class Layout:
    """Stars over groups, and the maximum time of a top five relative to the first layout."""

    stars: int
    groups: int
    max_ratio: float


LAYOUTS = (
    Layout(10, 1, 1.0),
    Layout(10_000, 1, 3.0),
    Layout(10_000, 1_000, 1.5),
    Layout(1_000_000, 1, 3.0),
    Layout(1_000_000, 1_000, 1.5),
)


@dataclass(frozen=True, slots=True)
class RepositoryTimings:
    """Medians of a top five and of a star in µs, and the costs of the rest."""

    top_five_us: float
    star_us: float
    bytes_per_star: float
    opening_seconds: float
    deletion_seconds: float


def fill(path: Path, layout: Layout) -> float:
    """Insert stars into a database, and return its bytes per star."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -500000")
        with connection:
            connection.executemany(
                "INSERT INTO star (guild, member, folded, name, countries, gender, sharpness, seed,"
                " starred_at, place, sequence)"
                """ VALUES (?, ?, ?, ?, '{"NL": 0.6, "PL": 0.4}', 'F', 1.0, 2147483648, ?, ?, ?)""",
                random_stars(layout, np.random.default_rng(2026)),
            )
            connection.execute(COUNT_ANEW)
            connection.execute(USED_THEN)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size / layout.stars


def random_stars(layout: Layout, rng: np.random.Generator) -> Iterator[tuple[int | str, ...]]:
    """Yield rows, member by member; a few names are popular, as in life."""
    stars_in_group = layout.stars // layout.groups
    per_member = min(STARS_PER_MEMBER, stars_in_group // 2)
    sequence = count(1)
    for member in range(layout.stars // per_member):
        liked: set[int] = set()
        while len(liked) < per_member:
            liked.add(int(stars_in_group * rng.random() ** 3))
        for place, number in enumerate(liked, 1):
            name = f"Mari{number:x}ke"
            moment = 1_700_000_000_000 + member * STARS_PER_MEMBER + place
            yield (
                GROUP + member % layout.groups,
                2 * NEWCOMER + member,
                name_key(name),
                name,
                moment,
                place,
                next(sequence),
            )


async def measure(layout: Layout) -> RepositoryTimings:
    """Create a database and measure operations on it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "nomen.sqlite3")
        async with open_favourites(path):
            pass
        bytes_per_star = fill(path, layout)
        start = time.perf_counter()
        async with open_favourites(path) as repository:
            opening = time.perf_counter() - start
            top = await median_microseconds(2000, lambda _: repository.top_of_group(GROUP))
            press = await median_microseconds(
                200,
                lambda number: repository.star(GROUP, NEWCOMER, f"Mari{number:x}ke", PROVENANCE),
            )
            start = time.perf_counter()
            await repository.delete_member(NEWCOMER)
            deletion = time.perf_counter() - start
            return RepositoryTimings(top, press, bytes_per_star, opening, deletion)


async def median_microseconds(repetitions: int, call: Callable[[int], Awaitable[object]]) -> float:
    """Return the median duration of repeated calls in microseconds."""
    times = []
    for repetition in range(repetitions):
        start = time.perf_counter()
        await call(repetition)
        times.append(1e6 * (time.perf_counter() - start))
    return statistics.median(times)


async def main() -> int:
    """Measure every layout, print the results and return the exit code."""
    print_line(
        "    stars  groups  top five µs  of the first's  press µs  bytes a star  open s  delete s"
    )
    first, missed = 0.0, 0
    for layout in LAYOUTS:
        timings = await measure(layout)
        first = first or timings.top_five_us
        ratio = timings.top_five_us / first
        missed += ratio > layout.max_ratio
        print_line(
            f"{layout.stars:9,}{layout.groups:8,}{timings.top_five_us:13.0f}{ratio:16.2f}{timings.star_us:10.0f}"
            f"{timings.bytes_per_star:14.0f}{timings.opening_seconds:8.2f}{timings.deletion_seconds:10.3f}"
        )
    return int(missed > 0)


def print_line(line: str) -> None:
    """Print a line of the result."""
    print(line, flush=True)  # noqa: T201 - a benchmark's output


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
