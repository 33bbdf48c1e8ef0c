from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import open_favourites
from tests.support.clocks import ManualClock


@pytest.fixture
async def repository(database: Path, clock: ManualClock) -> AsyncIterator[FavouritesRepository]:
    async with open_favourites(database, clock) as repository:
        yield repository
