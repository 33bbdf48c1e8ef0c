"""Which names a group, or a member in direct messages, has been shown."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Self, TypeVar

from bot.store.database import Database, Transaction, next_number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """What has been shown of a subject: a country, a pair of countries, or a request.

    Attributes:
        fingerprint: of the list of good names that the bitmap is for.
        bitmap: a bit for each name of the list, the lowest of the first byte first; 1 once shown.
        samples: how many cards were sampled besides.
    """

    fingerprint: str = ""
    bitmap: bytes = b""
    samples: int = 0

    def __contains__(self, index: object) -> bool:
        """Return whether a name of the list was shown, by its index."""
        assert isinstance(index, int)  # noqa: S101 - names are counted
        byte, bit = divmod(index, 8)
        return byte < len(self.bitmap) and bool(self.bitmap[byte] >> bit & 1)

    def with_shown(self, indices: Iterable[int]) -> Self:
        """Return the same with names of the list that were shown besides, by their indices."""
        bits = int.from_bytes(self.bitmap, "little")
        for index in indices:
            bits |= 1 << index
        return replace(self, bitmap=bits.to_bytes((bits.bit_length() + 7) // 8, "little"))


class SeenNames:
    """What has been shown to whom. An owner is a group and 0, or `DIRECT_MESSAGES` and a member."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(
        self, owner: tuple[int, int], subject: str, choose: Callable[[Seen], tuple[Seen, T]]
    ) -> T:
        """Choose what to show next, and record it, in one transaction.

        Args:
            owner: to whom.
            subject: of which names.
            choose: is given what they have been shown, and returns that with what it chose, and
                the choice. It may be called again, and has to be quick.
        """
        guild, member = owner
        key = {"guild": guild, "member": member, "subject": subject}

        async def show(transaction: Transaction) -> T:
            (row,) = await transaction.fetch("take_seen", **key, nothing=b"")
            after, chosen = choose(Seen(*row))
            number = await next_number(transaction)
            await transaction.fetch("set_seen", **key, **asdict(after), number=number)
            return chosen

        return await self._database.transact(show)

    async def next_sample(self, owner: tuple[int, int], subject: str) -> int:
        """Take the next number of a sampled card, from 0."""
        return await self.show(
            owner, subject, lambda seen: (replace(seen, samples=seen.samples + 1), seen.samples)
        )
