"""Everything that is stored about a member, in every group, and the file that has it."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.store.database import Database, Row
from bot.store.queries import owned_tables, owners

FILENAME = "nomen-export.json"
FORMAT_VERSION = 1
"""Version of the format, which PRIVACY.md describes; an incompatible change increments it."""

Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""Rows by table, each by column."""

_IDS = ("guild", "other")
_SECONDS_PER_DAY = 86_400


async def rows_of(database: Database, member: int) -> Rows:
    """Return all rows of a member by table, and as `invited_by` who shares a search with them.

    Raises:
        StoreError: they could not be read.
    """
    columns = {t: names for t, names in owned_tables().items() if "member" in owners(t)}
    found = {table: await database.fetch(f"export_{table}", member=member) for table in columns}
    columns["invited_by"] = ("guild", "other", "given_at")
    found["invited_by"] = await database.fetch("invited_by", member=member)
    # In a thread, since there may be tens of thousands.
    return await asyncio.to_thread(
        lambda: {
            table: [_to_dict(columns[table], row) for row in rows] for table, rows in found.items()
        }
    )


async def export_member(database: Database, member: int) -> bytes:
    """Return the file, UTF-8 JSON, one row per line: indented it could exceed Discord's limit.

    Raises:
        StoreError: the rows could not be read.
    """
    return await asyncio.to_thread(_to_json, member, await rows_of(database, member))


def _to_json(member: int, rows: Rows) -> bytes:
    lists = {table: ",\n".join(map(_to_line, found)) for table, found in rows.items()}
    fields = [f'"version": {FORMAT_VERSION}', f'"member": "{member}"']
    fields += [f'"{table}": [\n{lines}\n]' for table, lines in lists.items()]
    return f"{{{', '.join(fields)}}}\n".encode()


def _to_line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _to_dict(columns: Sequence[str], row: Row) -> Mapping[str, object]:
    values = dict(zip(columns, row, strict=True))
    return {
        column: _to_value(column, value)
        for column, value in values.items()
        if column not in {"member", "number"}
    }


def _to_value(column: str, value: object) -> object:
    """Return a value as JSON has it: ids as strings, since not all parsers have 64-bit integers."""
    match value:
        case bytes():
            return value.hex()
        case str() if column == "countries":
            return json.loads(value)
        case int() if column in _IDS:
            return str(value) if value else None
        case int() if column.endswith("_at"):
            return f"{datetime.fromtimestamp(value, UTC):%Y-%m-%dT%H:%M:%SZ}"
        case int() if column.endswith("_on"):
            return f"{datetime.fromtimestamp(value * _SECONDS_PER_DAY, UTC):%Y-%m-%d}"
    return value
