"""Deleting all that is stored in a scope, and again in an older copy of the database."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import inf

from bot.store.database import LONG_TIMEOUT, Database, Transaction, next_number
from bot.store.errors import StoreError
from bot.store.queries import owned_tables, owners, scopes
from bot.store.record import DeletionRecord, Line

_MARK_BYTES = 16
_BLOCK_BITS = 30
"""At each start numbers go on in the block of this second: 2^30 of them, until the year 2242."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a deletion covers: all of a member, of a group, of a member in one, or one match.

    Attributes:
        member: the member's id; None for all members.
        guild: the group's id or `DIRECT_MESSAGES`; None for all groups and direct messages.
        other: of the member's, only the match with this one.
    """

    member: int | None = None
    guild: int | None = None
    other: int | None = None

    def __post_init__(self) -> None:
        """Refuse a scope that would cover strangers' stars: everyone's, or all direct messages."""
        if self.member is None and not self.guild:
            message = "A deletion is of a member or of a group."
            raise ValueError(message)

    @property
    def kind(self) -> str:
        """How the queries call it."""
        if self.other is not None:
            return "pair"
        if self.member is None:
            return "guild"
        return "member" if self.guild is None else "list"

    def mark(self, key: str) -> str:
        """Return what stands for it in a database with a key, and does not tell whose it is."""
        two = sorted(str(each) for each in (self.member, self.other) if each is not None)
        text = f"{self.kind} {self.guild} {' '.join(two)}"
        return blake2b(text.encode(), key=key.encode(), digest_size=_MARK_BYTES).hexdigest()


class Deletions:
    """Deletes, and has each deletion recorded beside the backups before it is confirmed."""

    def __init__(self, database: Database, record: DeletionRecord | None = None) -> None:
        """Without a record, which only a bot that serves needs, the database alone knows."""
        self._database = database
        self._record = record
        self._unrecorded: list[Line] = []

    async def delete(self, scope: Scope) -> Mapping[str, int]:
        """Delete what is in a scope, in one transaction; return the number of rows by table.

        Where nothing was in it, nothing is recorded.

        Raises:
            StoreError: it failed. If only recording it did it is deleted; the next deletion, or the
                next start, has it recorded.
        """

        async def delete(transaction: Transaction) -> tuple[Mapping[str, int], list[Line]]:
            ((identity, key),) = await transaction.fetch("identity")
            number = await next_number(transaction)
            deleted = await delete_scope(transaction, scope, number)
            if not any(deleted.values()):
                return deleted, []
            await transaction.fetch("add_deletion", number=number, mark=scope.mark(key))
            return deleted, [Line(identity, number, scope.mark(key))]

        deleted, lines = await self._database.transact(delete, LONG_TIMEOUT)
        if self._record is not None:
            self._unrecorded += lines
            added = [*self._unrecorded]  # others may add to the list meanwhile
            await asyncio.to_thread(self._record.add, added)
            self._unrecorded = [line for line in self._unrecorded if line not in added]
        return deleted

    async def repeat(self, *, is_without_record: bool = False) -> int:
        """Delete again what was deleted since this copy of the database was made; return the rows.

        Each start does it: it deletes what the record has and the database has not, and has
        recorded what the record lacks. The database's numbers go on past all that the record has,
        and past those of copies that nobody knows of, so that what is made from now on is later
        than any deletion so far.

        Args:
            is_without_record: whether to go on although nothing is recorded of this database.

        Raises:
            StoreError: the database holds something of which nothing is recorded, or one of the two
                cannot be written.
        """
        assert self._record is not None  # noqa: S101 - those who serve have one
        record = self._record
        ((identity, key),) = await self._database.fetch("identity")
        lines = await asyncio.to_thread(record.read, identity)
        ((holds_data,),) = await self._database.fetch("holds_data")
        if holds_data and not lines and not is_without_record:
            message = (
                f"{record.path} knows nothing of this database, so what members have had deleted "
                "since it was copied or restored may be back. Put the newest record there, and "
                "start again; or start once with --without-record."
            )
            raise StoreError(message)

        async def repeat(transaction: Transaction) -> tuple[int, Sequence[Line]]:
            known = {row[0]: row[1] for row in await transaction.fetch("deletions")}
            missing = [line for line in lines if line.mark and line.number not in known]
            deleted = await _repeat(transaction, missing, key)
            await _leap(transaction, max([0, *(line.number for line in lines)]))
            return deleted, [Line(identity, *each) for each in {0: "", **known}.items()]

        deleted, known = await self._database.transact(repeat, inf)
        lacking = [line for line in known if line not in lines]
        await asyncio.to_thread(record.add, lacking)
        return deleted

    async def forget_before(self, number: int) -> None:
        """Forget the deletions up to a number, of which no older copy is left."""
        assert self._record is not None  # noqa: S101 - as above
        ((identity, _),) = await self._database.fetch("identity")
        await asyncio.to_thread(self._record.forget, identity, number)
        await self._database.transact(lambda each: each.fetch("forget_deletions", number=number))


async def delete_scope(transaction: Transaction, scope: Scope, until: int) -> Mapping[str, int]:
    """Delete what is in a scope with a number up to one; return the number of rows by table."""
    values = {"guild": scope.guild, "member": scope.member, "other": scope.other}
    deleted = {}
    for table in owned_tables():
        if scope.kind in scopes(table):
            query = f"delete_{table}_of_{scope.kind}"
            deleted[table] = len(await transaction.fetch(query, **values, number=until))
    return deleted


async def _repeat(transaction: Transaction, lines: Sequence[Line], key: str) -> int:
    """Delete what lines of the record are about, and note them; return the number of rows."""
    by_mark = {scope.mark(key): scope for scope in await _scopes(transaction)} if lines else {}
    deleted = 0
    for line in lines:
        if scope := by_mark.get(line.mark):
            deleted += sum((await delete_scope(transaction, scope, line.number)).values())
        await transaction.fetch("add_deletion", number=line.number, mark=line.mark)
    return deleted


async def _scopes(transaction: Transaction) -> Collection[Scope]:
    """Return every scope that a deletion could have had which covers something."""
    found = set()
    for table in owned_tables():
        for row in await transaction.fetch(f"owners_of_{table}"):
            owner = dict(zip(owners(table), row, strict=True))
            guild, members = owner.get("guild"), [owner.get("member"), owner.get("other")]
            for member in filter(None, members):
                found |= {Scope(member), Scope(member, guild)}
            if guild:
                found.add(Scope(guild=guild))
            if members[1]:
                found.add(Scope(members[0], guild, members[1]))
    return found


async def _leap(transaction: Transaction, newest: int) -> None:
    """Have numbers go on past a newest one, and past those of copies until now."""
    ((now,),) = await transaction.fetch("now")
    ((number,),) = await transaction.fetch("newest_number")
    later = max(newest + 1, int(number), now << _BLOCK_BITS)
    await transaction.fetch("set_number", number=later)
