import hashlib
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.wheels import Wheel, WrongWheelError, fetch, open_checked


@pytest.fixture
def lying_there(tmp_path: Path) -> Wheel:
    path = tmp_path / "some_names-1.0-py3-none-any.whl"
    with ZipFile(path, "w") as opened:
        opened.writestr("names.txt", "Anna")
    return Wheel("some-names", "1.0", hashlib.sha256(path.read_bytes()).hexdigest(), "MIT", "names")


def test_a_pinned_wheel_is_opened_as_a_zip_file(tmp_path: Path, lying_there: Wheel) -> None:
    with open_checked(lying_there, tmp_path) as opened:
        assert opened.read("names.txt") == b"Anna"


def test_another_file_of_the_same_name_is_refused(tmp_path: Path, lying_there: Wheel) -> None:
    path = next(tmp_path.iterdir())
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(WrongWheelError, match="has the hash"):
        open_checked(lying_there, tmp_path)


def test_a_missing_wheel_is_named(tmp_path: Path, lying_there: Wheel) -> None:
    next(tmp_path.iterdir()).unlink()
    with pytest.raises(WrongWheelError, match=r"some_names-1\.0-\*\.whl"):
        open_checked(lying_there, tmp_path)


def test_what_lies_there_is_not_fetched_again(tmp_path: Path, lying_there: Wheel) -> None:
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    fetch((lying_there,), tmp_path)  # no index has such a package
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
