"""Tombstones: keyed hashes of what was deleted, by which deletions survive a restore.

A tombstone, the stars, the consents and the groups' decisions are ordered by a sequence in the
database, not by a clock. Within one database it counts up. When an older copy is put in its place,
the sequence leaps past everything known, so that what is made or deleted afterwards comes later
than all that any other copy contains.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from secrets import token_bytes

from bot.favourites.clock import from_milliseconds, to_milliseconds
from bot.favourites.database import Reader, Transaction
from bot.favourites.models import DIRECT_MESSAGES, Scope

_KEY_BYTES, _MARK_BYTES = 32, 16
_BLOCK_BITS = 36
"""Numbers between two leaps of the sequence: 2^36 stars, and leaps for 15,000 years of hours."""
_MILLISECONDS_PER_HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One deletion, which does not tell whose.

    Attributes:
        key: random, 32 bytes; the same for all that were made in one database.
        mark: the scope of the deletion, hashed with the key, 16 bytes.
        sequence: all that it covers with a number up to this one is deleted.
        deleted_at: when it was made, to the millisecond.
    """

    key: bytes
    mark: bytes
    sequence: int
    deleted_at: datetime


def new_key() -> bytes:
    """Return a random key for a database's tombstones."""
    return token_bytes(_KEY_BYTES)


def mark(scope: Scope, key: bytes) -> bytes:
    """Return what marks a deletion of a scope."""
    member = "" if scope.member is None else str(scope.member)
    group = "" if scope.guild is None else f"@{scope.guild}"
    partner = "" if scope.other is None else f"+{scope.other}"
    text = f"{member}{group}{partner}".encode("ascii")
    return blake2b(text, key=key, digest_size=_MARK_BYTES).digest()


def marks_of_list(guild: int, member: int, keys: Collection[bytes]) -> set[tuple[bytes, bytes]]:
    """Return what can mark, by its key, a deletion that covers a member's stars in a group."""
    scopes = [Scope(member=member), Scope(member=member, guild=guild)]
    if guild != DIRECT_MESSAGES:  # which are no group that could be deleted
        scopes.append(Scope(guild=guild))
    return _marks(scopes, keys)


def marks_of_board(guild: int, keys: Collection[bytes]) -> set[tuple[bytes, bytes]]:
    """Return what can mark, by its key, a deletion that covers what a group has decided."""
    return _marks([Scope(guild=guild)], keys)


def marks_of_match(
    guild: int, member: int, other: int, keys: Collection[bytes]
) -> set[tuple[bytes, bytes]]:
    """Return what can mark, by its key, a deletion that covers two members' match in a group."""
    of_either = (marks_of_list(guild, one, keys) for one in (member, other))
    return _marks([Scope.of_two(guild, member, other)], keys).union(*of_either)


def marks_of_order(guild: int, member: int, keys: Collection[bytes]) -> set[tuple[bytes, bytes]]:
    """Return what can mark, by its key, a deletion that covers a member's part in breaking ties."""
    return _marks([Scope.of_order(guild, member)], keys) | marks_of_list(guild, member, keys)


def _marks(scopes: Iterable[Scope], keys: Collection[bytes]) -> set[tuple[bytes, bytes]]:
    return {(key, mark(scope, key)) for scope in scopes for key in keys}


def leap(newest: int, now: datetime) -> int:
    """Return a number past the newest that is known, and past those of unknown copies until now."""
    hours = to_milliseconds(now) // _MILLISECONDS_PER_HOUR
    return max((newest >> _BLOCK_BITS) + 1, hours) << _BLOCK_BITS


async def add_tombstone(
    transaction: Transaction, scope: Scope, sequence: int, deleted_at: int
) -> None:
    """Record a deletion, dated in milliseconds since 1970."""
    keys = await transaction.fetch("tombstone_key")
    key = next((bytes(key) for (key,) in keys), None) or new_key()
    made = {"key": key, "mark": mark(scope, key), "sequence": sequence, "deleted_at": deleted_at}
    await transaction.fetch("add_tombstone", **made)
    await transaction.fetch("tell_of_tombstone")


async def read_tombstones(database: Reader | Transaction) -> tuple[Tombstone, ...]:
    """Read all tombstones of a database.

    Raises:
        StoreError: they cannot be read.
    """
    return tuple(
        Tombstone(bytes(key), bytes(mark_), sequence, from_milliseconds(deleted_at))
        for key, mark_, sequence, deleted_at in await database.fetch("tombstones")
    )


async def forget_tombstones(transaction: Transaction, before: int) -> None:
    """Delete tombstones from before a time in milliseconds since 1970, and note that."""
    rows = await transaction.fetch("forget_tombstones", before=before)
    if numbers := [sequence for (sequence,) in rows]:
        await transaction.fetch("note_forgotten", sequence=max(numbers))
