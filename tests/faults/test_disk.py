"""Full, read-only and failing disks, and damaged databases."""

import asyncio
import os
import resource
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from bot.favourites.schema import VERSION
from tests.wire.card_contents import message_text, names_on, star_label
from tests.wire.discord_server.interactions import Message, is_ephemeral
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.process import run_bot
from tests.wire.star_client import ADA, BEN, StarClient, read_stars, run_star_client

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do this to a process")
WITHOUT_FILE_WRITES = ("prlimit", "--fsize=0", "--")
"""Prevents a process from writing to any file."""
WITHOUT_ROOT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override", "--")
"""Takes from root the capability to write read-only files."""
HEADER_BYTES, PAGE = 100, 4096


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as discord:
        yield discord


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ten_stars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of ten stars for names of another country, left by a bot."""
    folder = tmp_path_factory.mktemp("left")
    async with (
        loopback_discord() as discord,
        run_star_client(discord, folder / "stars.sqlite3") as client,
    ):
        card = await client.request_card(count=10, country="JP")
        for name in names_on(card):
            await client.press_star(card, name)
    # A later server may listen where this one did, and knows no commands yet.
    with closing(sqlite3.connect(folder / "stars.sqlite3")) as program, program:
        program.execute("UPDATE ledger SET commands = NULL")
    return folder


@pytest.fixture
def database(ten_stars: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ten_stars, tmp_path / "copy"), "stars.sqlite3")


def corrupt_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xa5" * HEADER_BYTES)


def corrupt_pages(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(PAGE)
        file.write(b"\xa5" * (size(path) - PAGE))


def truncate_to_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def fill_with_zeros(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


DAMAGES = [corrupt_header, corrupt_pages, truncate_to_half, fill_with_zeros]
DETECTED_DAMAGES = [corrupt_pages, truncate_to_half, fill_with_zeros]
"""Damage to pages that are read again; the header is restored from the write-ahead log."""
Damage = Callable[[Path], None]


def content(path: Path) -> bytes:
    return path.read_bytes()


def size(path: Path) -> int:
    return path.stat().st_size


def make_read_only(path: Path) -> None:
    path.chmod(0o444)


async def star_error(client: StarClient, card: Message, name: str) -> str:
    """Press a star that cannot be stored, and return the ephemeral answer's text."""
    answer = await (await client.press_star(card, name, BEN)).message()
    assert is_ephemeral(answer)
    return message_text(answer)


async def assert_names_still_work(client: StarClient) -> None:
    assert len(names_on(await client.request_card(count=5))) == 5


@pytest.mark.parametrize("damage", DAMAGES)
async def test_damaged_database_prevents_startup_and_is_unchanged(
    discord: LoopbackDiscord, database: Path, damage: Damage
) -> None:
    damage(database)
    before = content(database)
    async with run_bot(discord, NOMEN_DATABASE=str(database)) as process:
        assert await process.wait() == 66
    assert str(database) in process.output
    assert "It was left as it is" in process.output
    assert content(database) == before


@pytest.mark.parametrize("damage", DETECTED_DAMAGES)
async def test_damage_at_run_time_is_reported_and_the_file_preserved(
    discord: LoopbackDiscord, database: Path, damage: Damage
) -> None:
    async with run_star_client(discord, database) as client:
        card = await client.request_card()
        with closing(sqlite3.connect(database)) as program:  # invalidates the bot's page cache
            program.execute(f"PRAGMA user_version = {VERSION['sqlite']}")
        damage(database)
        before = content(database)
        first = await star_error(client, card, names_on(card)[0])
        second = await star_error(client, card, names_on(card)[1])
        assert "tell the bot’s owner" in first
        assert first == second
        await assert_names_still_work(client)
        assert content(database) == before
        assert await client.bot.process.terminate() == 0
    assert "Nothing more is saved" in client.bot.process.output


@LINUX
async def test_full_disk_is_reported_and_stars_resume_afterwards(
    discord: LoopbackDiscord, database: Path
) -> None:
    async with run_star_client(discord, database) as client:
        card = await client.request_card()
        name, other = names_on(card)
        await client.press_star(card, name, ADA)
        pid, log = client.bot.process.pid, Path(f"{database}-wal")
        limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size(log), limits[1]))
        assert "nothing has changed" in await star_error(client, card, other)
        await assert_names_still_work(client)
        assert len(read_stars(database)) == 11
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
        await client.press_star(card, other, BEN)
        assert star_label(card, other) == "★ 1"
    assert len(read_stars(database)) == 12


@LINUX
async def test_unwritable_disk_prevents_startup(discord: LoopbackDiscord, database: Path) -> None:
    async with run_bot(
        discord, wrapper=WITHOUT_FILE_WRITES, NOMEN_DATABASE=str(database)
    ) as process:
        assert await process.wait() == 66
    assert "Nothing was changed" in process.output
    assert len(read_stars(database)) == 10


@LINUX
async def test_read_only_database_prevents_startup(
    discord: LoopbackDiscord, database: Path
) -> None:
    make_read_only(database)
    before = content(database)
    wrapper = WITHOUT_ROOT_OVERRIDE if os.geteuid() == 0 else ()
    async with run_bot(discord, wrapper=wrapper, NOMEN_DATABASE=str(database)) as process:
        assert await process.wait() == 66
    assert "may only be read" in process.output
    assert content(database) == before


async def test_foreign_lock_is_reported_in_time_to_all_members(
    discord: LoopbackDiscord, database: Path
) -> None:
    async with run_star_client(discord, database) as client:
        card = await client.request_card()
        name, other = names_on(card)
        with closing(sqlite3.connect(database, isolation_level=None)) as program:
            program.execute("BEGIN IMMEDIATE")
            answers = await asyncio.gather(
                *(star_error(client, card, pressed) for pressed in (name, other, name, other))
            )
            await assert_names_still_work(client)
        assert all("Try again in a moment" in answer for answer in answers)
        await client.press_star(card, name, ADA)
        assert star_label(card, name) == "★ 1"
    assert len(read_stars(database)) == 11
