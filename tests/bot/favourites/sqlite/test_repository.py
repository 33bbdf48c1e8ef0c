"""What the repository leaves in its file, and what a top five costs there."""

from pathlib import Path

import aiosqlite

from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.connection import SqliteReader
from bot.favourites.stars import StarsReader
from bot.favourites.store import open_favourites
from tests.bot.favourites.rows import insert_stars

FRIENDS, ADA = 100, 1


async def test_closed_database_is_one_file(database: Path) -> None:
    async with open_favourites(database) as repository:
        await repository.star(FRIENDS, ADA, "Zofieke", None)
    assert [file.name for file in database.parent.iterdir()] == [database.name]


async def test_top_five_cost_is_independent_of_the_number_of_stars(
    database: Path, repository: FavouritesRepository
) -> None:
    for member in range(1, 11):
        await repository.star(FRIENDS, member, f"Name {member % 7}", None)
    steps_with_few = await count_top_five_steps(database)
    stars = [(member, number) for member in range(11, 200) for number in range(100)]
    insert_stars(
        database, [(FRIENDS, member, f"name{number}", f"Name {number}") for member, number in stars]
    )
    assert await count_top_five_steps(database) <= steps_with_few


async def count_top_five_steps(database: Path) -> int:
    """Count the steps of SQLite's virtual machine."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    async with aiosqlite.connect(database) as connection:
        reader = StarsReader(SqliteReader(connection))
        await reader.top_of_group(FRIENDS)
        await connection.set_progress_handler(step, 1)
        assert len(await reader.top_of_group(FRIENDS)) == 5
    return steps
