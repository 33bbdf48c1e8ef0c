"""Only one process serves a database."""

import os
from pathlib import Path

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.instance_lock import single_instance_lock
from bot.favourites.store import serving_store
from bot.runtime.settings import Settings
from tests.support.clocks import ManualClock


def require_locked(database: Path) -> None:
    with (
        pytest.raises(StoreError, match="served by another Nomen"),
        single_instance_lock(database, timeout=0.05),
    ):
        pass


def test_lock_is_exclusive_by_all_links_until_released(database: Path) -> None:
    (database.parent / "links").mkdir()
    link = database.parent / "links" / "link.sqlite3"
    link.symlink_to(database)
    with single_instance_lock(database):
        require_locked(database)
        require_locked(link)
    with single_instance_lock(database):
        pass
    lock_file = database.with_name("nomen.sqlite3-serving")
    assert {*database.parent.rglob("*")} == {lock_file, link.parent, link}
    assert lock_file.read_bytes() == b""


async def test_bot_holds_the_lock_while_it_serves(database: Path, tmp_path: Path) -> None:
    settings = Settings(database=database, backup_folder=tmp_path / "backups", backup_every=None)
    async with serving_store(settings, ManualClock()):
        require_locked(database)


def test_lock_file_made_by_root_belongs_to_the_owner_of_the_folder(database: Path) -> None:
    owner = 12_345 if os.geteuid() == 0 else os.geteuid()
    os.chown(database.parent, owner, -1)
    with single_instance_lock(database):
        pass
    assert database.with_name("nomen.sqlite3-serving").stat().st_uid == owner


def test_unusable_lock_file_is_reported(database: Path) -> None:
    missing = database.parent / "nowhere" / "nomen.sqlite3"
    database.with_name("nomen.sqlite3-serving").mkdir()
    for unusable in (missing, database):
        with pytest.raises(StoreError, match="cannot be opened"), single_instance_lock(unusable):
            pass
    assert not missing.parent.exists()
