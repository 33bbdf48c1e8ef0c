"""The disk fills, fails, cannot be written, or has turned the database into something else."""

import asyncio
import os
import resource
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.favourites.sqlite.schema import shipped
from tests.wire.discord_server.exchanges import Message, is_ephemeral
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.process import bot_on
from tests.wire.reading import label, names_on, said
from tests.wire.starring import ADA, BEN, Starred, starred_on, stars_in

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do this to a process")
NO_ROOM = ("prlimit", "--fsize=0", "--")
"""Lets a process write into no file."""
NO_ROOT = ("setpriv", "--bounding-set=-dac_override", "--")
"""Takes the right to write what may only be read from root, who has it where others have not."""
HEADER, PAGE = 100, 4096


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as discord:
        yield discord


@pytest.fixture
async def database(discord: LoopbackDiscord, tmp_path: Path) -> Path:
    """A database of a bot that has run and ended, with some stars in it."""
    path = tmp_path / "stars.sqlite3"
    async with starred_on(discord, path) as starred:
        card = await starred.card(count=10)
        for name in names_on(card):
            await starred.press(card, name)
    return path


def spoil_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xa5" * HEADER)


def spoil_pages(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(PAGE)
        file.write(b"\xa5" * (size(path) - PAGE))


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty_all(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


DAMAGES = [spoil_header, spoil_pages, cut_in_half, empty_all]
NOTICED = [spoil_pages, cut_in_half, empty_all]
"""Those in pages that must be read again; the header is in the log of changes, and made whole."""
Damage = Callable[[Path], None]


def content(path: Path) -> bytes:
    return path.read_bytes()


def size(path: Path) -> int:
    return path.stat().st_size


def make_read_only(path: Path) -> None:
    path.chmod(0o444)


async def told(starred: Starred, card: Message, name: str) -> str:
    """What a member is told, alone, whose star cannot be kept."""
    answer = await (await starred.press(card, name, BEN)).message()
    assert is_ephemeral(answer)
    return said(answer)


async def assert_names_go_on(starred: Starred) -> None:
    assert len(names_on(await starred.card(count=5))) == 5


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_database_stops_the_start_and_is_left_as_it_is(
    discord: LoopbackDiscord, database: Path, damage: Damage
) -> None:
    damage(database)
    before = content(database)
    async with bot_on(discord, NOMEN_DATABASE=str(database)) as process:
        assert await process.ended() == 66
    assert str(database) in process.output
    assert "It was left as it is" in process.output
    assert "Traceback" not in process.output
    assert content(database) == before


@pytest.mark.parametrize("damage", NOTICED)
async def test_a_database_that_is_damaged_while_the_bot_runs_is_told_of_and_kept_as_it_is(
    discord: LoopbackDiscord, database: Path, damage: Damage
) -> None:
    async with starred_on(discord, database) as starred:
        card = await starred.card()
        with closing(sqlite3.connect(database)) as program:  # what was read is now old
            program.execute(f"PRAGMA user_version = {shipped()[-1].version}")
        damage(database)
        before = content(database)
        first = await told(starred, card, names_on(card)[0])
        second = await told(starred, card, names_on(card)[1])
        assert "is damaged" in first
        assert first == second
        await assert_names_go_on(starred)
        assert content(database) == before
        assert await starred.bot.process.end() == 0
    assert "is damaged" in starred.bot.process.output
    assert "Traceback" not in starred.bot.process.output


@LINUX
async def test_a_disk_that_takes_no_more_is_told_of_and_stars_go_on_when_it_does_again(
    discord: LoopbackDiscord, database: Path
) -> None:
    async with starred_on(discord, database) as starred:
        card = await starred.card()
        name, other = names_on(card)
        await starred.press(card, name, ADA)
        pid, log = starred.bot.process.pid, Path(f"{database}-wal")
        limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size(log), limits[1]))
        assert "Nothing was changed" in await told(starred, card, other)
        await assert_names_go_on(starred)
        assert len(stars_in(database)) == 11
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
        await starred.press(card, other, BEN)
        assert label(card, other) == "★ 1"
    assert len(stars_in(database)) == 12
    assert "Traceback" not in starred.bot.process.output


@LINUX
async def test_a_disk_that_takes_nothing_stops_the_start(
    discord: LoopbackDiscord, database: Path
) -> None:
    async with bot_on(discord, before=NO_ROOM, NOMEN_DATABASE=str(database)) as process:
        assert await process.ended() == 66
    assert "Nothing was changed" in process.output
    assert "Traceback" not in process.output
    assert len(stars_in(database)) == 10


@LINUX
async def test_a_database_that_may_only_be_read_stops_the_start(
    discord: LoopbackDiscord, database: Path
) -> None:
    make_read_only(database)
    before = content(database)
    before_it = NO_ROOT if os.geteuid() == 0 else ()
    async with bot_on(discord, before=before_it, NOMEN_DATABASE=str(database)) as process:
        assert await process.ended() == 66
    assert "may only be read" in process.output
    assert "Traceback" not in process.output
    assert content(database) == before


async def test_a_lock_of_another_program_is_told_of_in_time_however_many_press(
    discord: LoopbackDiscord, database: Path
) -> None:
    async with starred_on(discord, database) as starred:
        card = await starred.card()
        name, other = names_on(card)
        with closing(sqlite3.connect(database, isolation_level=None)) as program:
            program.execute("BEGIN IMMEDIATE")
            answers = await asyncio.gather(
                *(told(starred, card, one) for one in (name, other, name, other))
            )
            await assert_names_go_on(starred)
        assert all("in use by another program" in answer for answer in answers)
        await starred.press(card, name, ADA)
        assert label(card, name) == "★ 1"
    assert len(stars_in(database)) == 11
    assert "Traceback" not in starred.bot.process.output
