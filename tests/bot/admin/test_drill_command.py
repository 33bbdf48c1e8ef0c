"""Output and exit codes of `python -m bot drill`."""

import asyncio
from pathlib import Path

import pytest

from bot.favourites.backup.drill import DrillReport
from bot.favourites.backup.rotation import Rotation
from bot.favourites.clock import utc_now
from tests.bot.admin.conftest import Host
from tests.bot.favourites.stores import starring, use


@pytest.fixture(autouse=True)
def _starred(database: Path) -> None:
    use(database, starring(7, 1, "Ana"))


def test_drill_reports_each_table(host: Host) -> None:
    output = host("drill")
    assert "star                 ok   1 rows, checksum " in output
    assert "BAD" not in output
    assert "no scheduled backup in backups yet" in output


def test_newest_scheduled_backup_is_tried(database: Path, host: Host) -> None:
    rotation = Rotation(database, Path("backups"), keep=1)
    backup = asyncio.run(rotation.create(utc_now()))
    assert f"{backup}, can be restored: 1 stars" in host("drill")
    backup.write_bytes(b"spoilt")
    assert str(backup) in host("drill", code=66)


def test_difference_fails_the_drill(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DrillReport, "different", ("star",))
    assert "star                 BAD" in host("drill", code=1)
