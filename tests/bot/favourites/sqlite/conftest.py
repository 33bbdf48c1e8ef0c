from pathlib import Path

import pytest

from tests.bot.favourites.stores import SqliteStore


@pytest.fixture
def store(database: Path) -> SqliteStore:
    return SqliteStore(database)
