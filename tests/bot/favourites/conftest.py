from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.favourites.sqlite import open_favourites
from bot.favourites.store import Favourites
from tests.bot.favourites.hand_clock import HandClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nomen.sqlite3"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def store(path: Path, clock: HandClock) -> AsyncIterator[Favourites]:
    async with open_favourites(path, clock) as store:
        yield store
