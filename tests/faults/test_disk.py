"""Full, read-only and failing disks, and damaged databases."""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from string import ascii_lowercase

import pytest

from bot.store.store import serving_store
from tests.support.rows import run_sql
from tests.wire.card_contents import message_text, names_on, star_label
from tests.wire.discord_server.interactions import Message, is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.process import run_bot
from tests.wire.star_client import ADA, BEN, StarClient, read_stars, run_star_client

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do this to a process")
PAGE = 4096
WITHOUT_FILE_WRITES = ("prlimit", "--fsize=0", "--")
"""Prevents a process from writing to any file."""
WITHOUT_ROOT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override", "--")
"""Takes from root the capability to write read-only files."""


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as discord:
        yield discord


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """A database of ten stars, for names that are on no card here."""
    path = tmp_path / "stars.sqlite3"
    async with serving_store(path, tmp_path / "backups", keep=0) as store:
        for letter in ascii_lowercase[:10]:
            await store.stars.star(1, 1, f"Name {letter}", None)
    return path


async def star_error(client: StarClient, card: Message, name: str) -> str:
    """Press a star that cannot be stored, and return the ephemeral answer's text."""
    answer = await (await client.press_star(card, name, BEN)).message()
    assert is_ephemeral(answer)
    return message_text(answer)


async def test_damage_is_reported_and_left_alone(discord: LoopbackDiscord, database: Path) -> None:
    async with run_star_client(discord, database) as client:
        card = await client.request_card()
        # Another program's change invalidates the bot's page cache.
        run_sql(database, "UPDATE ledger SET number = number + 1")
        os.truncate(database, PAGE)
        before = database.read_bytes()
        first, second = [await star_error(client, card, name) for name in names_on(card)]
        assert "tell the bot’s owner" in first
        assert first == second
        assert len(names_on(await client.request_card(count=5))) == 5
        assert database.read_bytes() == before
        assert await client.bot.process.terminate() == 0
    assert f"{database} is damaged" in client.bot.process.output


async def test_file_that_is_gone_takes_no_stars(discord: LoopbackDiscord, database: Path) -> None:
    async with run_star_client(discord, database) as client:
        card = await client.request_card()
        first, second = names_on(card)
        await client.press_star(card, first, ADA)
        elsewhere = database.rename(database.with_name("elsewhere.sqlite3"))
        assert "nothing has changed" in await star_error(client, card, second)
        elsewhere.rename(database)
        await client.press_star(card, second, BEN)
        await wait_until(lambda: star_label(card, second) == "★ 1", "the star on the card")
    assert {name for _, _, name in read_stars(database)} >= {first, second}


@LINUX
@pytest.mark.parametrize(
    ("mode", "wrapper", "said"),
    [
        (0o600, WITHOUT_FILE_WRITES, "its disk fails"),
        (0o444, WITHOUT_ROOT_OVERRIDE if os.geteuid() == 0 else (), "may only be read"),
    ],
    ids=["no file can be written", "read-only"],
)
async def test_database_that_cannot_be_written_prevents_the_start(  # noqa: PLR0913, PLR0917 - fixtures and a case
    discord: LoopbackDiscord,
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    mode: int,
    wrapper: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # it could not write, either
    database.chmod(mode)
    before = database.read_bytes()
    async with run_bot(discord, wrapper=wrapper, NOMEN_DATABASE=str(database)) as process:
        assert await process.wait() == 66
    assert said in process.output
    assert database.read_bytes() == before
