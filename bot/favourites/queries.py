"""The queries in `queries/*.sql`, by name, as one kind of database takes them.

Most are one text for both. Where the databases must differ there are two, side by side, whose names
end in the kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import aiosql

Kind = Literal["sqlite", "postgres"]
_DRIVERS: Mapping[Kind, str] = {"sqlite": "aiosqlite", "postgres": "asyncpg"}


@dataclass(frozen=True, slots=True)
class Query:
    """One statement.

    Attributes:
        sql: with `:name` for SQLite, and `$1` for PostgreSQL.
        names: of the parameters, in the order of their numbers; SQLite has only names.
    """

    sql: str
    names: tuple[str, ...]

    def numbered(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the parameters' values in the order of their numbers."""
        return tuple(parameters[name] for name in self.names)


class Queries(dict[str, Query]):
    """Queries by name."""

    def find(self, query: str | Query) -> Query:
        """Return the query of a name, or one that is at hand as it is."""
        return self[query] if isinstance(query, str) else query


@cache
def load_queries(kind: Kind) -> Queries:
    """Load all queries."""
    folder = Path(str(files(__package__) / "queries"))
    return _chosen(kind, aiosql.from_path(folder, _DRIVERS[kind]))


def parse_queries(kind: Kind, text: str) -> Queries:
    """Parse a text like those in the files."""
    return _chosen(kind, aiosql.from_str(text, _DRIVERS[kind]))


def _chosen(kind: Kind, loaded: Any) -> Queries:  # noqa: ANN401 - aiosql types nothing
    order: Mapping[str, list[str]] = getattr(loaded.driver_adapter, "var_sorted", {})
    others = tuple(f"_{other}" for other in _DRIVERS if other != kind)
    return Queries(
        (
            name.removesuffix(f"_{kind}"),
            Query(getattr(loaded, name).sql.rstrip(";"), tuple(order.get(name, ()))),
        )
        for name in loaded.available_queries
        if not name.endswith(("_cursor", *others))
    )
