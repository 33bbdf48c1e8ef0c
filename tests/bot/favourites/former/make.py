"""Makes the other files in this folder: what commit 536dc4d wrote, for tests that it can be opened.

Run it with the code of that commit in the path, from a checkout of it beside this one:
`PYTHONPATH=../536dc4d python tests/bot/favourites/former/make.py`. Ids and keys are random, so all
files change together.
"""

# Its types are those of that commit, some of which may be gone.
# mypy: ignore-errors

import asyncio
import re
from pathlib import Path

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.deletion_record import DeletionRecord, write_record
from bot.favourites.models import DIRECT_MESSAGES
from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import open_favourites, read_deletions
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.postgres_server import PostgresServer, require_programs, running_server
from tests.support.clocks import ManualClock

FOLDER = Path(__file__).parent
GROUP, LEFT_GROUP = 948206371528474634, 1076385924107358289
ADA, BEN, CLEO = 219483756120375296, 487261930548117504, 731904628573290497
DORA, ELI = 904417265938120704, 1318440295716487168

NEEDLESS = re.compile(r"^(\\|--|SET |SELECT pg_catalog\.set_config\().*\n|^\n", re.MULTILINE)
"""Comments, what only psql understands, and what would change the session, in a dump."""

ZOFIEKE = Provenance(Condition((("PL", 0.6), ("NL", 0.4)), "F"), 2.0, 312)
NERISSA = Provenance(Condition.blend({"IT": 2, "GR": 1}))
TARVO = Provenance(Condition.for_country("EE"), 2.0, 0)
MIRELLE = Provenance(Condition.for_country("FR", "F"))
LUCJAN = Provenance(Condition.for_country("PL", "M"), 0.7, 2**32 - 1)
DARASIMI = Provenance(Condition.for_country("NG"), 1.35, 77)
STARS = (
    (GROUP, ADA, "Zofieke", ZOFIEKE),
    (GROUP, ADA, "José", None),
    (GROUP, ADA, "Wim", None),
    (GROUP, CLEO, "Jean-Luc", None),
    (GROUP, CLEO, "Zofieke", ZOFIEKE),
    (GROUP, CLEO, "Nerissa", NERISSA),
    (GROUP, ADA, "Mirelle", MIRELLE),
    (GROUP, ADA, "Łucjan", LUCJAN),
    (GROUP, BEN, "Jose", None),
    (GROUP, BEN, "Zofieke", ZOFIEKE),
    (GROUP, BEN, "Tarvo", TARVO),
    (GROUP, DORA, "Jeanluc", None),
    (GROUP, DORA, "Tarvo", TARVO),
    (LEFT_GROUP, CLEO, "Anaïs", None),
    (LEFT_GROUP, DORA, "Anais", None),
    (LEFT_GROUP, BEN, "Darasimi", DARASIMI),
    (DIRECT_MESSAGES, ADA, "Zofieke", ZOFIEKE),
    (DIRECT_MESSAGES, ADA, "O’Neil", None),
    (DIRECT_MESSAGES, CLEO, "Mirelle", MIRELLE),
    (DIRECT_MESSAGES, ELI, "Ольга", None),
)


async def fill(favourites: FavouritesRepository, clock: ManualClock) -> None:
    """Do all that a database can record, but for deletions."""
    await favourites.guild_joined(GROUP)
    await favourites.guild_joined(LEFT_GROUP)
    for star in STARS:
        clock.advance(minutes=7, milliseconds=11)
        assert await favourites.star(*star)
    assert await favourites.unstar(GROUP, ADA, "Wim")
    assert await favourites.move(GROUP, ADA, "Łucjan", -3)
    assert await favourites.move(GROUP, ADA, "José", -1)
    assert await favourites.ties.agree(GROUP, ADA)
    assert await favourites.board.hide(GROUP, "Tarvo")
    assert await favourites.board.hide(GROUP, "Grubnik")
    await favourites.board.take_typed_names(GROUP, take=False)
    clock.advance(days=1)
    for guild, member, other in (
        (GROUP, ADA, BEN),
        (GROUP, BEN, DORA),
        (DIRECT_MESSAGES, CLEO, ADA),
    ):
        await favourites.matches.ask(guild, member, other)
        clock.advance(minutes=1)
        assert await favourites.matches.accept(guild, other, member)
    await favourites.matches.ask(GROUP, DORA, ADA)
    for _ in range(3):
        await favourites.places.take(GROUP, ADA, b"a request")
    await favourites.guild_left(LEFT_GROUP)
    clock.advance(days=1)
    assert await favourites.star(LEFT_GROUP, ELI, "Mirelle", MIRELLE)


async def delete(favourites: FavouritesRepository, clock: ManualClock) -> None:
    """Delete a member and a match, which a backup made before still has."""
    clock.advance(days=1)
    await favourites.delete_member(CLEO)
    clock.advance(minutes=1)
    assert await favourites.matches.end(GROUP, BEN, DORA)
    clock.advance(minutes=1)
    assert await favourites.star(GROUP, ELI, "Nerissa", NERISSA)
    await favourites.purge(clock(), {GROUP})


async def make_file() -> None:
    """Make an SQLite file, a backup of it and its record."""
    clock, database = ManualClock(), FOLDER / "nomen.sqlite3"
    database.unlink(missing_ok=True)
    async with open_favourites(database, clock) as favourites:
        await fill(favourites, clock)
        await back_up(database, FOLDER / "backup.sqlite3", replace=True)
        await delete(favourites, clock)
    record = await DeletionRecord.of_database(database, clock())
    write_record(FOLDER / "deletions.json", record)


async def make_dump(server: PostgresServer) -> None:
    """Make a dump of a PostgreSQL database and its record."""
    clock, url = ManualClock(), server.create_database()
    async with open_favourites(url, clock) as favourites:
        await fill(favourites, clock)
        await delete(favourites, clock)
    write_record(FOLDER / "postgres-deletions.json", await read_deletions(url, clock()))
    name = str(url).rpartition("/")[2]
    dump = server.use("pg_dump", "--inserts", "--no-owner", "--no-privileges", name)
    (FOLDER / "postgres.sql").write_text(NEEDLESS.sub("", dump), "utf-8")


async def main() -> None:
    """Make all files."""
    await make_file()
    with running_server(require_programs()) as server:
        await make_dump(server)


if __name__ == "__main__":
    asyncio.run(main())
