"""Numbered SQL scripts, each of which leads a database to the next version."""

import re
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from bot.favourites.errors import StoreError

_NAME = re.compile(r"[0-9]{4}_[a-z0-9_]+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """The version that a migration leads to from the one before, and its SQL."""

    version: int
    sql: str


def load_migrations(folder: Traversable) -> tuple[Migration, ...]:
    """Load the migrations in order, past whatever else an editor or a copy left beside them."""
    scripts = sorted(
        (file for file in folder.iterdir() if _NAME.fullmatch(file.name)),
        key=lambda file: file.name,
    )
    return tuple(Migration(int(file.name[:4]), file.read_text("utf-8")) for file in scripts)


def newer_error(subject: str, version: int, latest: int) -> StoreError:
    """Create the error for a database of a version that is not known yet."""
    return StoreError(
        f"{subject} was written by a newer Nomen: it has version {version}, and I know "
        f"{latest} at most. It was left as it is; update Nomen."
    )


def older_error(subject: str) -> StoreError:
    """Create the error for a database that has to be migrated before it is read."""
    return StoreError(f"{subject} is an older Nomen's. Start the bot once to renew it.")
