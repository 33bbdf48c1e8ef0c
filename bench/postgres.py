"""Stars a second in PostgreSQL, beside bare inserts of the same rows by pgbench, and in SQLite.

    python bench/postgres.py [--stars 10000000]

Writes are durable in all three. Clients and server share this machine's cores.
"""

import argparse
import asyncio
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import asyncpg

from bot.favourites.models import TOP_SIZE
from bot.favourites.queries import load_queries
from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import open_favourites
from bot.favourites.ties import MAX_TIED_NAMES
from bot.runtime.postgres_url import PostgresUrl
from tests import postgres_server
from tests.postgres_server import PostgresServer

STARS = 6000
GROUPS, MEMBERS, NAMES = 1000, 2000, 401
WORKERS = 16
SECONDS = 8
SIZES = (100_000, 300_000, 1_000_000, 3_000_000)
INSERT = """
\\set guild random(1, 1000)
\\set member random(1, 1000000000)
INSERT INTO nomen.star (guild, member, folded, name, starred_at, place, sequence)
VALUES (:guild, :member, 'zofieke', 'Zofieke', 1767225600000, 1, nextval('nomen.numbers'));
"""
FILL = """
    INSERT INTO star (guild, member, folded, name, starred_at, place, sequence)
    SELECT 1 + n % 10000, 5000000000 + n / 10, 'name' || n % 397, 'Name' || n % 397,
        1767225600000, n % 10, nextval('numbers')
    FROM generate_series($1::bigint, $2::bigint) AS n ON CONFLICT DO NOTHING
"""
TALLY = """
    INSERT INTO tally (guild, folded, name, members, first_at, first_sequence)
    SELECT guild, folded, min(name), count(*), min(starred_at), min(sequence)
    FROM star WHERE guild <> 0 GROUP BY guild, folded
    ON CONFLICT (guild, folded) DO UPDATE SET members = excluded.members
"""


async def stars_per_second(repository: FavouritesRepository) -> float:
    """Have many members star names in many groups, and return how many stars a second that was."""
    numbers = itertools.count()
    began = time.perf_counter()

    async def work() -> None:
        while (number := next(numbers)) < STARS:
            name = f"Name{number * 7 % NAMES}"
            await repository.star(1 + number % GROUPS, 10**12 + number % MEMBERS, name, None)

    await asyncio.gather(*(work() for _ in range(WORKERS)))
    return STARS / (time.perf_counter() - began)


@asynccontextmanager
async def opened(url: PostgresUrl) -> AsyncIterator[FavouritesRepository]:
    async with open_favourites(url, patience=60) as repository:
        yield repository


def bare_inserts(server: PostgresServer, url: PostgresUrl) -> float:
    """Return pgbench's transactions a second with as many clients as the pool has connections."""
    script = server.folder / "insert.sql"
    script.write_text(INSERT, "ascii")
    name = str(url).rpartition("/")[2]
    arguments = ("-n", "-M", "prepared", "-c", "10", "-T", str(SECONDS), "-f", str(script), name)
    printed = server.run("pgbench", "-h", str(server.folder), "-U", "postgres", *arguments)
    return float(printed.partition("tps = ")[2].split()[0])


async def top_five_latency(repository: FavouritesRepository) -> float:
    """Return the median seconds of a top five."""
    times = []
    for guild in range(1, 301):
        began = time.perf_counter()
        assert len(await repository.top_of_group(guild)) == 5
        times.append(time.perf_counter() - began)
    return statistics.median(times)


async def top_five_work(connection: asyncpg.Connection) -> tuple[float, int]:
    """Return the database's median milliseconds for a top five, and the pages that it touches.

    Each group is asked for twice, so that its pages are in memory.
    """
    query = load_queries("postgres").find("first_of_group")
    explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query.sql}"
    times, pages = [], []
    for guild in range(1, 301):
        parameters = {"guild": guild, "size": TOP_SIZE, "tied_size": MAX_TIED_NAMES}
        for _ in range(2):
            ((explained,),) = await connection.fetch(explain, *query.numbered(parameters))
        (plan,) = json.loads(explained)
        times.append(plan["Execution Time"])
        pages.append(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])
    return statistics.median(times), round(statistics.median(pages))


async def measure(server: PostgresServer, largest: int) -> None:
    url = server.create_database()
    async with opened(url) as repository:
        await stars_per_second(repository)  # warms up
    rates = []
    for _ in range(3):
        fresh = server.create_database()
        async with opened(fresh) as repository:
            rates.append(await stars_per_second(repository))
        _print(f"stars a second, PostgreSQL: {rates[-1]:8.0f}")
        _print(f"bare inserts a second:      {bare_inserts(server, fresh):8.0f}")
    with tempfile.TemporaryDirectory() as folder:
        async with open_favourites(Path(folder, "nomen.sqlite3"), patience=60) as file:
            _print(f"stars a second, SQLite:     {await stars_per_second(file):8.0f}")
    await measure_growth(server.create_database(), sorted({*SIZES, largest}))


async def measure_growth(url: PostgresUrl, sizes: Sequence[int]) -> None:
    done = 0
    async with opened(url) as repository:
        connection = await asyncpg.connect(url.dsn, server_settings={"search_path": "nomen"})
        empty = await connection.fetchval("SELECT pg_database_size(current_database())")
        for size in sizes:
            await connection.execute(FILL, done, size)
            await connection.execute(TALLY)
            await connection.execute("VACUUM ANALYZE")
            done = size
            latency = 1000 * await top_five_latency(repository)
            milliseconds, pages = await top_five_work(connection)
            total = await connection.fetchval("SELECT pg_database_size(current_database())")
            _print(
                f"/top5 with {size:>10,} stars in 10,000 groups: {latency:.2f} ms, "
                f"of which the database, warm: {milliseconds:.3f} ms for {pages} pages; "
                f"{(total - empty) / size:.0f} bytes a star"
            )
        await connection.close()


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a script's output


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stars", type=int, default=SIZES[-1], help="that /top5 is measured with")
    postgres_server.OPTIONS["fsync"] = "on"
    with postgres_server.running_server(postgres_server.require_programs()) as running:
        asyncio.run(measure(running, parser.parse_args().stars))
