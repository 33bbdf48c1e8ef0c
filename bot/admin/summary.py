"""What a group's admin can ask of the database on the machine itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.favourites.models import RankedName, Totals
from bot.favourites.sqlite.database import open_reading
from bot.favourites.sqlite.repository import SqliteReader


@dataclass(frozen=True, slots=True)
class Summary:
    """A group's favourites in brief: its id, how much there is, and the top five."""

    guild: int
    totals: Totals
    top: tuple[RankedName, ...]

    @classmethod
    async def of(cls, path: Path, guild: int) -> "Summary":
        """Read it from a database, which is not changed; the bot may run meanwhile.

        Raises:
            StoreError: there is no such database, or it cannot be read.
            NoGroupError: the guild stands for direct messages.
        """
        async with open_reading(path) as reading:
            reader = SqliteReader(reading)
            return cls(guild, await reader.totals(guild), await reader.top_of_group(guild))

    def lines(self) -> Iterator[str]:
        """Say it to people."""
        totals = self.totals
        yield f"{totals.stars} stars of {totals.members} members for {totals.names} names"
        for ranked in self.top:
            yield f"{ranked.members:4} {ranked.name}"

    def as_json(self) -> dict[str, object]:
        """Say it to programs; the id is a text, for not all of them hold 64 bits in a number."""
        return {
            "guild": str(self.guild),
            "stars": self.totals.stars,
            "names": self.totals.names,
            "members": self.totals.members,
            "top": [
                {
                    "name": ranked.name,
                    "members": ranked.members,
                    "first_starred": ranked.first_at.isoformat(timespec="milliseconds"),
                }
                for ranked in self.top
            ],
        }
