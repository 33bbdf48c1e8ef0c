"""Creates databases with many stars."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bot.favourites.rows import insert_stars
from tests.bot.favourites.stores import Star, open_once

MEMBERS = 5000
STARS_PER_MEMBER = 100
"""Half of what is allowed in a group."""
FIRST_GROUP = 10**17


def make_large_database(path: Path, stars: int) -> Path:
    """Create a database with many stars, for names shared by several members; return its path.

    The stars are inserted by SQL, since starring through the repository takes a millisecond each.
    """
    asyncio.run(open_once(path))
    now = int(time.time() * 1000)  # long ago they would be deleted as forgotten
    insert_stars(path, _stars(stars), now)
    return path


def _stars(stars: int) -> Iterator[Star]:
    for number in range(stars):
        list_number, place = divmod(number, STARS_PER_MEMBER)
        group, member = FIRST_GROUP + list_number // MEMBERS, 1 + list_number % MEMBERS
        name = f"Name{chr(97 + place % 26)}{place}x{list_number % 7}"
        yield group, member, name.lower(), name
