"""Creates databases with many stars."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from bot.store.store import serving_store
from model.domain.spelling import fold
from tests.support.rows import insert_stars

MEMBERS = 5000
STARS_PER_MEMBER = 100
"""Half of what is allowed in a group."""
FIRST_GROUP = 10**17


def make_large_database(path: Path, stars: int) -> Path:
    """Create a database with many stars, for names shared by several members; return its path.

    The stars are inserted by SQL, since starring through the store takes a millisecond each.
    """
    asyncio.run(_create(path))
    insert_stars(path, _stars(stars))
    return path


async def _create(path: Path) -> None:
    """Create it as a bot does that will serve it: its deletions are recorded beside it."""
    async with serving_store(path, path.parent / "backups", keep=0):
        pass


def _stars(stars: int) -> Iterator[tuple[int, int, str, str, int]]:
    for number in range(stars):
        list_number, place = divmod(number, STARS_PER_MEMBER)
        group, member = FIRST_GROUP + list_number // MEMBERS, 1 + list_number % MEMBERS
        name = f"Name{chr(97 + place % 26)}{place}x{list_number % 7}"
        yield group, member, fold(name), name, place + 1
