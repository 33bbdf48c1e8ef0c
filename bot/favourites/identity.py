"""What a database says of itself: which one it is a copy of, how much it knows, where it went."""

from dataclasses import dataclass

from bot.favourites.database import Reader, Transaction
from bot.favourites.errors import StoreError


@dataclass(frozen=True, slots=True)
class DatabaseIdentity:
    """What a database says of itself.

    Attributes:
        id: random, the same for all copies.
        sequence: the number of its newest star or deletion.
        forgotten: it may lack records of deletions up to this number.
        moved_to: where everything was moved, so that nobody may serve it any more; None if not.
        place: where it was last served, as `place` in the queries says; None for a file.
    """

    id: bytes
    sequence: int
    forgotten: int
    moved_to: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class DatabaseInfo:
    """Facts about an intact database.

    Attributes:
        version: of its schema, 0 if it is empty.
        size: in bytes.
        miscounted: names whose counted stars are not those that there are.
    """

    version: int
    size: int
    miscounted: int = 0


class MovedError(StoreError):
    """A database was moved: what was deleted since is still in it."""

    def __init__(self, subject: str, target: str) -> None:
        super().__init__(
            f"{subject} was moved to {target}, and has what members have had deleted since. Name "
            "that in NOMEN_DATABASE, and delete this one and its backups."
        )


async def read_identity(database: Reader | Transaction) -> DatabaseIdentity:
    """Read the identity of a database.

    Raises:
        StoreError: it cannot be read.
    """
    ((identity, forgotten, moved_to, place),) = await database.fetch("identity")
    ((sequence,),) = await database.fetch("newest_number")
    return DatabaseIdentity(bytes(identity), int(sequence), int(forgotten), moved_to, place)


async def require_not_moved(database: Reader, subject: str) -> None:
    """Ensure that a database is not the source of a move.

    Raises:
        MovedError: it is; the message begins with the subject.
    """
    if target := (await read_identity(database)).moved_to:
        raise MovedError(subject, target)
