"""Only one process serves a database."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.instance_lock import single_instance_lock

ROOT = Path(__file__).parents[4]


def test_lock_is_exclusive_until_released(path: Path) -> None:
    with (
        single_instance_lock(path),
        pytest.raises(StoreError, match="served by another Nomen"),
        single_instance_lock(path, timeout=0.05),
    ):
        pass
    with single_instance_lock(path):
        pass
    lock_file = path.with_name("nomen.sqlite3-serving")
    assert list(path.parent.iterdir()) == [lock_file]
    assert lock_file.read_bytes() == b""


def test_lock_ends_with_a_killed_process(path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bot.favourites.sqlite.instance_lock import single_instance_lock\n"
        "with single_instance_lock(Path(sys.argv[1])):\n"
        "    print('locked', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        with pytest.raises(StoreError, match="served"), single_instance_lock(path, timeout=0.05):
            pass
        process.kill()
    with single_instance_lock(path, timeout=0.05):
        pass


def test_missing_folder_is_reported_and_not_created(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "nomen.sqlite3"
    with pytest.raises(StoreError, match="cannot be opened"), single_instance_lock(path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_unusable_lock_file_is_reported(path: Path) -> None:
    path.with_name("nomen.sqlite3-serving").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"), single_instance_lock(path):
        pass
