"""Which names a group, or a member in direct messages, has been shown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

from bot.store.database import Database, Transaction, keys, next_number

PLACES = 8192
"""Bits of a bitmap. A name's place is a checksum: of a few hundred names, two in a hundred others
count as shown, too, and are simply never dealt there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What has been shown of a subject.

    Attributes:
        bitmap: a bit for each place, the lowest of the first byte first; 1 once it was shown.
        cards: how many.
    """

    bitmap: bytes = b""
    cards: int = 0

    def __contains__(self, folded: object) -> bool:
        """Return whether a folded name was shown."""
        byte, bit = divmod(_place(str(folded)), 8)
        return byte < len(self.bitmap) and bool(self.bitmap[byte] >> bit & 1)

    def with_card(self, names: Iterable[str]) -> "Seen":
        """Return the same with another card of folded names."""
        bits = int.from_bytes(self.bitmap, "little")
        for folded in names:
            bits |= 1 << _place(folded)
        return Seen(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), self.cards + 1)


class SeenNames:
    """What has been shown to whom. An owner is a group and 0, or `DIRECT_MESSAGES` and a member.

    A subject is the codes of one or more countries, in any form that is always the same.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, owner: tuple[int, int], subjects: Collection[str]) -> Mapping[str, Seen]:
        """Return what an owner has been shown of each subject."""
        guild, member = owner
        rows = await self._database.fetch(
            "seen_of", guild=guild, member=member, subjects=keys(subjects)
        )
        return dict.fromkeys(subjects, Seen()) | {
            subject: Seen(bitmap, cards) for subject, bitmap, cards in rows
        }

    async def show(self, owner: tuple[int, int], names: Mapping[str, Collection[str]]) -> None:
        """Record that an owner has been shown a card: folded names, by subject."""
        guild, member = owner

        async def show(transaction: Transaction) -> None:
            for subject in sorted(names):
                key = {"guild": guild, "member": member, "subject": subject}
                (row,) = await transaction.fetch("take_seen", **key, nothing=b"")
                after = Seen(*row).with_card(names[subject])
                number = await next_number(transaction)
                await transaction.fetch(
                    "set_seen", **key, bitmap=after.bitmap, cards=after.cards, number=number
                )

        await self._database.transact(show)


def _place(folded: str) -> int:
    return crc32(folded.encode()) % PLACES
