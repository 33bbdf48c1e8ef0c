"""Copies of whole databases, which nothing leaves behind in the middle."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.favourites.sqlite.database import connect
from bot.favourites.sqlite.snapshot import copy_pages
from tests.bot.favourites.rows import run_sql
from tests.wire.discord_server.polling import wait_until


@pytest.mark.parametrize("times", [1, 2])
async def test_cancelled_copy_ends_once_sqlite_has_left_both_files(
    database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, times: int
) -> None:
    """SQLite's thread copies on when nobody waits for it, here as soon as the file is not locked.

    If the copy were closed before, the thread would use memory that is freed.
    """
    caplog.set_level(logging.DEBUG, "aiosqlite")  # it tells when the thread has begun
    run_sql(database, "CREATE TABLE kept AS SELECT 'Ana' AS name")
    target = tmp_path / "copy"
    target.touch()
    async with connect(database, "ro", lock_timeout=0) as source:
        with closing(sqlite3.connect(database, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            copying = asyncio.create_task(copy_pages(source, target))
            await wait_until(lambda: "method backup of" in caplog.text, "copying")
            for _ in range(times):
                copying.cancel()
                await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await copying
        assert run_sql(target, "SELECT name FROM kept") == [("Ana",)]
