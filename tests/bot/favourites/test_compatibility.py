"""Databases and backups of the first version keep working."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.restore import RestoreResult, UnknownDeletions, restore
from bot.favourites.errors import StoreError
from bot.favourites.models import Favourite, RankedName
from bot.favourites.sqlite.database import inspect_database
from bot.favourites.store import open_favourites
from bot.favourites.sqlite.schema import latest_version
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.favourites.rows import run_sql, starred_names

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "bot/favourites/sqlite/migrations/0001_stars.sql"
SCHEMA_SHA256 = "e4c1bb60913384ac0b2ad6d97c4dc554ac4fbbc5794290bcd66a00842943b8d9"
GROUP, ADA, BEN = 7, 1, 2
STARRED_AT = datetime(2026, 1, 1, tzinfo=UTC)
PROVENANCE = Provenance(Condition((("PL", 0.6), ("NL", 0.4)), "F"), 2.0, 312)


@pytest.fixture
def old_database(database: Path) -> Path:
    """A database as the first version created it: a star each of Ada and Ben."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(SCHEMA.read_text("utf-8"))
        connection.execute("PRAGMA user_version = 1")
        connection.execute("PRAGMA journal_mode = WAL")
        with connection:
            connection.execute(
                "INSERT INTO star VALUES (7, 1, 'zofieke', 'Zofieke',"
                """ '{"PL": 0.6, "NL": 0.4}', 'F', 2.0, 312, 1767225600000, 1)"""
            )
            connection.execute(
                "INSERT INTO star VALUES (7, 2, 'ana', 'Ana',"
                " NULL, NULL, NULL, NULL, 1767225600001, 1)"
            )
            connection.execute("INSERT INTO guild VALUES (7, NULL)")
    return database


def test_released_migration_is_unchanged() -> None:
    assert sha256(SCHEMA.read_bytes()).hexdigest() == SCHEMA_SHA256


async def test_old_database_opens_and_verifies(old_database: Path) -> None:
    assert (await inspect_database(old_database)).version == 1
    async with open_favourites(old_database) as repository:
        (favourite,) = await repository.list_favourites(GROUP, ADA)
        assert favourite == Favourite("Zofieke", "zofieke", PROVENANCE, STARRED_AT)
        top, second = await repository.top_of_group(GROUP)
        assert top == RankedName("Zofieke", "zofieke", 1, STARRED_AT, PROVENANCE)
        assert second.provenance is None
    assert (await inspect_database(old_database)).version == latest_version()


async def test_old_backup_is_restored_without_deleted_members(
    old_database: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.sqlite3"
    shutil.copy(old_database, backup)
    async with open_favourites(old_database) as repository:
        await repository.delete_member(ADA)
    kept = old_database.with_name("nomen.20260101T000000Z.sqlite3")
    assert await restore(backup, old_database, STARRED_AT) == RestoreResult(kept, 1, STARRED_AT)
    assert starred_names(old_database) == {"Ana"}


async def test_old_database_is_backed_up_and_restored(old_database: Path, tmp_path: Path) -> None:
    backup, new = tmp_path / "backup.sqlite3", tmp_path / "new.sqlite3"
    await back_up(old_database, backup)
    assert run_sql(backup, "PRAGMA user_version") == [(1,)]
    first = UnknownDeletions.FIRST_INSTALLATION
    outcome = await restore(backup, new, STARRED_AT, unknown=first)
    assert outcome == RestoreResult(None, 0, STARRED_AT)
    assert starred_names(new) == {"Ana", "Zofieke"}


async def test_old_backup_is_no_copy_of_a_database_that_was_new_with_an_id(
    old_database: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.sqlite3"
    old_database.replace(backup)
    async with open_favourites(old_database):
        pass
    with pytest.raises(StoreError, match="not the backup's"):
        await restore(backup, old_database, STARRED_AT)


async def test_restored_old_backup_counts_as_the_database_that_it_was_made_of(
    old_database: Path, tmp_path: Path
) -> None:
    old, newer = tmp_path / "old.sqlite3", tmp_path / "newer.sqlite3"
    shutil.copy(old_database, old)
    async with open_favourites(old_database) as repository:
        await repository.star(GROUP, BEN, "Newer", None)
    await back_up(old_database, newer)
    await restore(old, old_database, STARRED_AT)
    await restore(newer, old_database, STARRED_AT)
    assert starred_names(old_database) == {"Ana", "Newer", "Zofieke"}
