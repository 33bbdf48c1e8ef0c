"""What goes wrong under a store that is open."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.database import open_reading, open_writing
from bot.favourites.sqlite.repository import SqliteFavouritesRepository, open_favourites
from tests.bot.favourites.manual_clock import HandClock

ROOT = Path(__file__).parents[4]
GROUP, ADA, BEN = 7, 1, 2


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program is writing all the while."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_a_lock_that_stays_is_told_and_reading_goes_on(path: Path) -> None:
    async with open_favourites(path, patience=0.05) as store:
        await store.star(GROUP, ADA, "Ana", None)
        with locked(path):
            with pytest.raises(StoreError, match="in use by another program"):
                await store.star(GROUP, BEN, "Ana", None)
            assert await store.counts(GROUP, ADA, ["Ana"]) == {"Ana": 1}
        assert await store.star(GROUP, BEN, "Ana", None)


async def test_a_lock_that_goes_is_waited_for(path: Path) -> None:
    async with open_favourites(path, patience=30) as store:
        with locked(path):
            starring = asyncio.create_task(store.star(GROUP, ADA, "Ana", None))
            await asyncio.sleep(0.05)
            assert not starring.done()
        assert await starring


async def test_however_many_wait_for_a_lock_none_is_made_to_wait_for_those_before(
    path: Path,
) -> None:
    async with open_favourites(path, patience=0.3) as store:
        with locked(path):
            waiting = [store.star(GROUP, member, "Ana", None) for member in range(10)]
            # One after the other they would take ten times as long.
            async with asyncio.timeout(2):
                ends = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(end) for end in ends] == [StoreError] * 10
        assert await store.star(GROUP, BEN, "Ana", None)


async def star_without_end(store: FavouritesRepository) -> None:
    for number in range(200):
        await store.star(GROUP, BEN, f"{number} of a name as long as it takes", None)


@pytest.mark.parametrize(
    ("fault", "told"),
    [("max_page_count = 1", "no room left"), ("query_only = ON", "may only be read")],
)
async def test_what_cannot_be_kept_is_told_and_nothing_is_changed(
    path: Path, clock: HandClock, fault: str, told: str
) -> None:
    async with open_writing(path) as writing, open_reading(path) as reading:
        store = SqliteFavouritesRepository(reading, writing, clock)
        await store.star(GROUP, ADA, "Ana", None)
        async with writing.transaction() as connection:
            await connection.execute_fetchall(f"PRAGMA {fault}")
        with pytest.raises(StoreError, match=told) as failed:
            await star_without_end(store)
        assert isinstance(failed.value.__cause__, sqlite3.Error)
        kept = await store.own(GROUP, BEN)
        assert (await store.totals(GROUP)).stars == 1 + len(kept)
        assert len(await store.own(GROUP, ADA)) == 1
    with closing(sqlite3.connect(path)) as connection_after:
        assert connection_after.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_a_database_that_breaks_while_it_is_open_is_told(
    path: Path, store: FavouritesRepository
) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE tally")
    with pytest.raises(StoreError, match="failed: no such table"):
        await store.top_of_group(GROUP)
    with pytest.raises(StoreError, match="Nothing was changed"):
        await store.star(GROUP, ADA, "Ana", None)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM star").fetchall() == [(0,)]


def test_two_processes_on_one_file_keep_every_star(path: Path) -> None:
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from bot.favourites.sqlite.repository import open_favourites\n"
        "async def main(path, first):\n"
        "    async with open_favourites(Path(path), patience=60) as store:\n"
        "        for member in range(first, first + 50):\n"
        "            await store.star(7, member, 'Ana', None)\n"
        "            await store.star(7, member, f'Name {member}', None)\n"
        "            await store.unstar(7, member, 'Name 1')\n"
        "asyncio.run(main(sys.argv[1], int(sys.argv[2])))\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    starring = [
        subprocess.Popen([*command, str(first)], cwd=ROOT)  # noqa: S603 - our own code
        for first in (1, 51)
    ]
    assert [process.wait() for process in starring] == [0, 0]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tallied = "SELECT members FROM tally WHERE guild = 7 AND folded = 'ana'"
        assert connection.execute(tallied).fetchall() == [(100,)]
        assert connection.execute("SELECT count(*) FROM star").fetchall() == [(199,)]


def test_a_process_that_dies_while_it_writes_leaves_whole_stars(path: Path) -> None:
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from bot.favourites.sqlite.repository import open_favourites\n"
        "async def main(path):\n"
        "    async with open_favourites(Path(path)) as store:\n"
        "        for member in range(1, 100000):\n"
        "            await store.star(7, member, 'Ana', None)\n"
        "            print(member, flush=True)\n"
        "asyncio.run(main(sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as starring:  # noqa: S603 - our own code
        assert starring.stdout is not None
        said = [next(starring.stdout) for _ in range(20)]
        starring.kill()
    assert said[-1] == "20\n"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ((stars,),) = connection.execute("SELECT count(*) FROM star").fetchall()
        assert stars >= 20
        assert connection.execute("SELECT members FROM tally").fetchall() == [(stars,)]
