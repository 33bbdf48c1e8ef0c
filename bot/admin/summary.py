"""A group's favourites in brief, read from the database on the host."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.favourites.models import RankedName, Totals
from bot.favourites.store import DatabasePlace, reading_store
from model.inference.blocklist import Blocklist


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """A group's id, totals and top five, without names that it has hidden or that are blocked."""

    guild: int
    totals: Totals
    top_five: tuple[RankedName, ...]

    @classmethod
    async def read(cls, database: DatabasePlace, guild: int) -> "GroupSummary":
        """Read the summary from a database without changing it; the bot may be running.

        Raises:
            StoreError: the database does not exist or cannot be read.
            NoGroupError: the guild is `DIRECT_MESSAGES`.
        """
        blocks = Blocklist.load().blocks
        async with reading_store(database) as reader:
            top_five = await reader.top_of_group(guild, lambda name: not blocks(name))
            return cls(guild, await reader.totals(guild), top_five)

    def format_lines(self) -> Iterator[str]:
        """Format it for the terminal."""
        totals = self.totals
        yield f"{totals.stars} stars of {totals.members} members for {totals.names} names"
        for ranked in self.top_five:
            yield f"{ranked.members:4} {ranked.name}"

    def to_dict(self) -> dict[str, object]:
        """Return it for JSON; the id is a string, since not all parsers support 64-bit integers."""
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
                for ranked in self.top_five
            ],
        }
