"""Every query that the store asks is there for both kinds of database, and every table is owned."""

import re
from pathlib import Path

import bot.store
from bot.store.queries import all_tables, load_queries, owned_tables

SOURCES = Path(bot.store.__file__).parent
UNOWNED = {"joined", "deletion", "ledger"}


def test_all_tables_but_the_groups_the_deletions_and_the_ledger_take_part_in_deletions() -> None:
    assert owned_tables().keys() == all_tables().keys() - UNOWNED


def test_every_query_that_is_written_is_used() -> None:
    code = "".join(path.read_text() for path in SOURCES.glob("*.py"))
    for kind in ("sqlite", "postgres"):
        written = "".join(
            path.read_text() for path in (SOURCES / f"{kind}.sql", *(SOURCES / "queries").iterdir())
        )
        names = re.findall(r"-- name: (\w+)", written)
        assert [name for name in names if f'"{name}"' not in code] == []
        assert len(names) == len(set(names))
        assert {*names} <= load_queries(kind).keys()
