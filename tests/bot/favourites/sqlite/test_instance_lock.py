"""Only one process serves a database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.instance_lock import single_instance_lock

ROOT = Path(__file__).parents[4]


def test_lock_is_exclusive_until_released(database: Path) -> None:
    with (
        single_instance_lock(database),
        pytest.raises(StoreError, match="served by another Nomen"),
        single_instance_lock(database, timeout=0.05),
    ):
        pass
    with single_instance_lock(database):
        pass
    lock_file = database.with_name("nomen.sqlite3-serving")
    assert list(database.parent.iterdir()) == [lock_file]
    assert lock_file.read_bytes() == b""


def test_lock_ends_with_a_killed_process(database: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bot.favourites.sqlite.instance_lock import single_instance_lock\n"
        "with single_instance_lock(Path(sys.argv[1])):\n"
        "    print('locked', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", code, str(database)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        with (
            pytest.raises(StoreError, match="served"),
            single_instance_lock(database, timeout=0.05),
        ):
            pass
        process.kill()
    with single_instance_lock(database, timeout=0.05):
        pass


def test_links_to_the_database_share_its_lock(database: Path, tmp_path: Path) -> None:
    database.touch()
    link = tmp_path / "link.sqlite3"
    link.symlink_to(database)
    with (
        single_instance_lock(database),
        pytest.raises(StoreError, match="served"),
        single_instance_lock(link, timeout=0.05),
    ):
        pass


def test_lock_file_made_by_root_belongs_to_the_owner_of_the_folder(
    tmp_path: Path,
) -> None:
    owner = 12_345 if os.geteuid() == 0 else os.geteuid()
    folder = tmp_path / "data"
    folder.mkdir()
    os.chown(folder, owner, -1)
    with single_instance_lock(folder / "nomen.sqlite3"):
        pass
    assert (folder / "nomen.sqlite3-serving").stat().st_uid == owner


def test_missing_folder_is_reported_and_not_created(tmp_path: Path) -> None:
    database = tmp_path / "nowhere" / "nomen.sqlite3"
    with pytest.raises(StoreError, match="cannot be opened"), single_instance_lock(database):
        pass
    assert list(tmp_path.iterdir()) == []


def test_unusable_lock_file_is_reported(database: Path) -> None:
    database.with_name("nomen.sqlite3-serving").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"), single_instance_lock(database):
        pass
