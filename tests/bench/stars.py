"""How favourites fare with a million stars: time of a top five and of a press, and disk.

Databases of more and more stars are made, spread over groups or all in one, and used through the
store. `python tests/bench/stars.py` prints a line for each, and fails when a top five takes longer,
beside that of ten stars, than its target.
"""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.favourites.models import key_of
from bot.favourites.sqlite.repository import open_favourites
from model.domain.condition import Condition
from model.domain.generation import Provenance

GROUP, NEWCOMER = 10**18, 10**17
EACH = 100
"""Stars of one member in one group, or half the group's where it has few."""
ORIGIN = Provenance(Condition.blend({"NL": 3, "PL": 2}, "F"), seed=2**31)


@dataclass(frozen=True, slots=True)
class Layout:
    """How many stars in how many groups, and how long a top five may take beside the first's."""

    stars: int
    groups: int
    target: float


LAYOUTS = (
    Layout(10, 1, 1.0),
    Layout(10_000, 1, 3.0),
    Layout(10_000, 1_000, 1.5),
    Layout(1_000_000, 1, 3.0),
    Layout(1_000_000, 1_000, 1.5),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians of a top five and of a press in µs, bytes a star, and seconds of the rare things."""

    top: float
    press: float
    disk: float
    opening: float
    deletion: float


def fill(path: Path, layout: Layout) -> float:
    """Put stars into a database; gives the bytes that each of them takes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -500000")
        with connection:
            connection.executemany(
                "INSERT INTO star (guild, member, folded, name, countries, gender, sharpness, seed,"
                " starred_at, place)"
                """ VALUES (?, ?, ?, ?, '{"NL": 0.6, "PL": 0.4}', 'F', 1.0, 2147483648, ?, ?)""",
                invented(layout, np.random.default_rng(2026)),
            )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size / layout.stars


def invented(layout: Layout, rng: np.random.Generator) -> Iterator[tuple[int | str, ...]]:
    """Make up rows, member by member; some names are liked by many and most by few, as in life."""
    in_group = layout.stars // layout.groups
    each = min(EACH, in_group // 2)
    for turn in range(layout.stars // each):
        liked: set[int] = set()
        while len(liked) < each:
            liked.add(int(in_group * rng.random() ** 3))
        for place, number in enumerate(liked, 1):
            name = f"Mari{number:x}ke"
            moment = 1_700_000_000_000 + turn * EACH + place
            yield (
                GROUP + turn % layout.groups,
                2 * NEWCOMER + turn,
                key_of(name),
                name,
                moment,
                place,
            )


async def measure(layout: Layout) -> Measured:
    """Make a database and use it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "nomen.sqlite3")
        async with open_favourites(path):
            pass
        disk = fill(path, layout)
        start = time.perf_counter()
        async with open_favourites(path) as store:
            opening = time.perf_counter() - start
            top = await median(2000, lambda _: store.top_of_group(GROUP))
            press = await median(
                200, lambda turn: store.star(GROUP, NEWCOMER, f"Mari{turn:x}ke", ORIGIN)
            )
            start = time.perf_counter()
            await store.delete_member(NEWCOMER)
            return Measured(top, press, disk, opening, time.perf_counter() - start)


async def median(turns: int, ask: Callable[[int], Awaitable[object]]) -> float:
    """Time something many times, in microseconds."""
    times = []
    for turn in range(turns):
        start = time.perf_counter()
        await ask(turn)
        times.append(1e6 * (time.perf_counter() - start))
    return statistics.median(times)


async def main() -> int:
    """Measure every layout, tell what was found and return the exit code."""
    tell("    stars  groups  top five µs  of the first's  press µs  bytes a star  open s  delete s")
    first, missed = 0.0, 0
    for layout in LAYOUTS:
        found = await measure(layout)
        first = first or found.top
        ratio = found.top / first
        missed += ratio > layout.target
        tell(
            f"{layout.stars:9,}{layout.groups:8,}{found.top:13.0f}{ratio:16.2f}{found.press:10.0f}"
            f"{found.disk:14.0f}{found.opening:8.2f}{found.deletion:10.3f}"
        )
    return int(missed > 0)


def tell(line: str) -> None:
    """Say something to whoever runs the benchmark."""
    print(line, flush=True)  # noqa: T201 - printing is a benchmark's work


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
