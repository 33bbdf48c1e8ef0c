from pathlib import Path

import pytest

from bot.favourites.backup.rotation import Rotation
from tests.bot.favourites.stores import SqliteStore


@pytest.fixture
def store(database: Path) -> SqliteStore:
    return SqliteStore(database)


@pytest.fixture
def rotation(database: Path, tmp_path: Path) -> Rotation:
    return Rotation(database, tmp_path / "safe" / "backups", keep=2)
