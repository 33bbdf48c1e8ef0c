"""Output and exit codes of `python -m bot drill`."""

import asyncio
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.favourites.backup.drill import DrillReport
from bot.favourites.backup.rotation import Rotation
from bot.favourites.clock import utc_now
from tests.bot.favourites.stores import starring, use


@pytest.fixture(autouse=True)
def _starred(database: Path) -> None:
    use(database, starring(7, 1, "Ana"))


def test_drill_reports_each_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill"], {}) == 0
    output = capsys.readouterr().out
    assert "star                 ok   1 rows, checksum " in output
    assert "BAD" not in output
    assert "no scheduled backup in backups yet" in output


def test_newest_scheduled_backup_is_tried(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rotation = Rotation(database, Path("backups"), keep=1)
    backup = asyncio.run(rotation.create(utc_now()))
    assert main(["drill"], {}) == 0
    assert f"{backup}, can be restored: 1 stars" in capsys.readouterr().out
    backup.write_bytes(b"spoilt")
    assert main(["drill"], {}) == 66
    assert str(backup) in capsys.readouterr().err


def test_difference_fails_the_drill(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DrillReport, "different", ("star",))
    assert main(["drill"], {}) == 1
    assert "star                 BAD" in capsys.readouterr().out


def test_missing_database_fails_the_drill(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database.unlink()
    assert main(["drill"], {}) == 66
    assert "There is no database" in capsys.readouterr().err
