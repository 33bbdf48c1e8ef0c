"""The schema of each kind of database: one text for the tables, and what each has besides.

A database of the version before is migrated when it is opened for writing.
"""

from collections.abc import Mapping
from importlib.resources import files

from bot.favourites.errors import StoreError
from bot.favourites.queries import Kind

VERSION: Mapping[Kind, int] = {"sqlite": 8, "postgres": 6}
"""Version of the schema; 0 is an empty database."""
_WORDS: Mapping[Kind, Mapping[str, str]] = {
    "sqlite": {
        "integer": "INTEGER",
        "real": "REAL",
        "bytes": "BLOB",
        "key": "TEXT",
        "clustered": "WITHOUT ROWID",
    },
    "postgres": {
        "integer": "bigint",
        "real": "double precision",
        "bytes": "bytea",
        "key": 'text COLLATE "C"',
        "clustered": "",
    },
}
_FOLDER = files(__package__).joinpath("schema")


def require_known_version(kind: Kind, version: int, subject: str) -> None:
    """Ensure that a database is not a newer Nomen's.

    Raises:
        StoreError: it is; the message begins with the subject.
    """
    if version > VERSION[kind]:
        message = (
            f"{subject} was written by a newer Nomen: it has version {version}, and I know "
            f"{VERSION[kind]} at most. It was left as it is; update Nomen."
        )
        raise StoreError(message)


def require_latest_version(kind: Kind, version: int, subject: str) -> None:
    """Ensure that a database needs no migration.

    Raises:
        StoreError: it does; the message begins with the subject.
    """
    require_known_version(kind, version, subject)
    if version < VERSION[kind]:
        message = f"{subject} is an older Nomen's. Start the bot once to renew it."
        raise StoreError(message)


def script_from(kind: Kind, version: int, subject: str) -> str:
    """Return the SQL that leads a database to the latest version; empty if it has that.

    Raises:
        StoreError: it is newer, or too old; the message begins with the subject.
    """
    require_known_version(kind, version, subject)
    if version == VERSION[kind]:
        return ""
    if not version:
        return f"{_read('tables').format_map(_WORDS[kind])}\n{_read(kind)}"
    if version < VERSION[kind] - 1:
        message = (
            f"{subject} has version {version}, which is older than any Nomen that was released. It "
            "was left as it is."
        )
        raise StoreError(message)
    return _read("migration").format_map(_WORDS[kind])


def _read(name: str) -> str:
    return _FOLDER.joinpath(f"{name}.sql").read_text("utf-8")
