"""Files that nobody but their owner may read."""

import logging
from pathlib import Path
from unittest.mock import Mock

import pytest

from bot.runtime.private_files import is_open_to_others, withdraw_from_others


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "nomen.sqlite3"
    made.touch()
    return made


def permissions(file: Path) -> int:
    return file.stat().st_mode & 0o777


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o777, 0o700), (0o440, 0o400)])
def test_rights_of_others_are_withdrawn_and_that_is_logged(
    file: Path, before: int, after: int, caplog: pytest.LogCaptureFixture
) -> None:
    file.chmod(before)
    assert is_open_to_others(file)
    withdraw_from_others(file)
    assert permissions(file) == after
    assert not is_open_to_others(file)
    assert "could be read by others" in caplog.text


def test_private_and_missing_files_are_left(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    file.chmod(0o600)
    withdraw_from_others(file, file.with_name("missing"))
    assert permissions(file) == 0o600
    assert not caplog.records
    assert not is_open_to_others(file.with_name("missing"))


def test_file_that_cannot_be_changed_is_logged(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file.chmod(0o644)
    # Root, who may run the tests, may change any file.
    monkeypatch.setattr(Path, "chmod", Mock(side_effect=PermissionError))
    withdraw_from_others(file)
    assert f"{file} can be read by others: PermissionError" in caplog.text
