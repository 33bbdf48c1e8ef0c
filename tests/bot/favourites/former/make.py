"""Makes the other files in this folder: what commit 536dc4d wrote, for tests that it can be opened.

Run it with the code of that commit in the path, from a checkout of it beside this one:
`PYTHONPATH=../536dc4d python tests/bot/favourites/former/make.py`. Ids and keys are random, so all
files change together.
"""

# Its types are those of that commit, some of which may be gone.
# mypy: ignore-errors

import asyncio
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.deletion_record import DeletionRecord, write_record
from bot.favourites.models import DIRECT_MESSAGES
from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import open_favourites, read_deletions
from bot.runtime.postgres_url import PostgresUrl
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.postgres_server import PostgresServer, require_programs, running_server
from tests.support.clocks import ManualClock

FOLDER = Path(__file__).parent
GROUP, LEFT_GROUP = 948206371528474634, 1076385924107358289
ADA, BEN, CLEO = 219483756120375296, 487261930548117504, 731904628573290497
DORA, ELI = 904417265938120704, 1318440295716487168

TABLES = (
    *("star", "tally", "activity", "guild", "hidden_name", "typed_names_refused", "consent"),
    *("place", "tombstone", "identity", "ledger"),
)
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

Table = Mapping[str, Sequence[Any]]
"""The names of the columns, and the rows."""


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


async def make_file() -> Mapping[str, Table]:
    """Make an SQLite file, a backup of it and its record, and return its rows."""
    clock, database = ManualClock(), FOLDER / "nomen.sqlite3"
    database.unlink(missing_ok=True)
    async with open_favourites(database, clock) as favourites:
        await fill(favourites, clock)
        await back_up(database, FOLDER / "backup.sqlite3", replace=True)
        await delete(favourites, clock)
    record = await DeletionRecord.of_database(database, clock())
    write_record(FOLDER / "deletions.json", record)
    with closing(sqlite3.connect(database)) as connection:
        return {table: read_table(connection, table) for table in TABLES}


async def make_dump(server: PostgresServer) -> Mapping[str, Table]:
    """Make a dump of a PostgreSQL database and its record, and return its rows."""
    clock, url = ManualClock(), server.create_database()
    async with open_favourites(url, clock) as favourites:
        await fill(favourites, clock)
        await delete(favourites, clock)
    write_record(FOLDER / "postgres-deletions.json", await read_deletions(url, clock()))
    name = str(url).rpartition("/")[2]
    options = ("-h", str(server.folder), "-U", "postgres", "--inserts", "--no-owner")
    dump = server.run("pg_dump", *options, "--no-privileges", name)
    # Without what only psql understands, and what would change the session.
    own = re.sub(r"^(\\|SET |SELECT pg_catalog\.set_config\().*\n", "", dump, flags=re.MULTILINE)
    (FOLDER / "postgres.sql").write_text(re.sub(r"\n{3,}", "\n\n", own).lstrip(), "utf-8")
    return await read_tables(url)


async def read_tables(url: PostgresUrl) -> Mapping[str, Table]:
    """Read the tables of a PostgreSQL database."""
    connection = await asyncpg.connect(url.dsn)
    try:
        found = {table: await connection.fetch(f"SELECT * FROM nomen.{table}") for table in TABLES}  # noqa: S608 - of constants
    finally:
        await connection.close()
    return {table: to_table(rows[0].keys(), rows) for table, rows in found.items()}


def read_table(connection: sqlite3.Connection, table: str) -> Table:
    """Read a table of an SQLite file."""
    cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - of constants
    return to_table([column for column, *_ in cursor.description], cursor)


def to_table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Table:
    """Sort a table's rows, which begin with the key, and write bytes as digits."""
    sorted_rows = sorted(
        [value.hex() if isinstance(value, bytes) else value for value in row] for row in rows
    )
    return {"columns": list(columns), "rows": sorted_rows}


async def main() -> None:
    """Make all files."""
    rows = {"sqlite": await make_file()}
    with running_server(require_programs()) as server:
        rows["postgres"] = await make_dump(server)
    text = json.dumps(rows, indent=1, ensure_ascii=False)
    one_row_a_line = re.sub(r"\n {5}|\n {4}(?=\])", "", text)
    (FOLDER / "rows.json").write_text(f"{one_row_a_line}\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
