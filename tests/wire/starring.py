"""Members who star names, and the file that their stars are kept in."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from tests.wire.discord_server import world
from tests.wire.discord_server.exchanges import Exchange, Message
from tests.wire.discord_server.server import LoopbackDiscord
from tests.wire.discord_server.world import Person, Place
from tests.wire.process import Served, bot_on
from tests.wire.reading import stars_on

ADA, BEN = Person("ada"), Person("ben")


@dataclass(frozen=True, slots=True)
class Starred:
    """A bot on a loopback Discord, and the file that it keeps its stars in."""

    bot: Served
    database: Path

    async def card(self, place: Place = world.SERVER, count: int = 2) -> Message:
        """Ask for names."""
        asked = await self.bot.discord.members.command(
            "name", place=place, country="NL", count=count
        )
        return await asked.message()

    async def press(
        self, card: Message, name: str, by: Person = ADA, place: Place = world.SERVER
    ) -> Exchange:
        """Press the star beside a name, and wait for what comes of it."""
        exchange = await self.touch(card, name, by, place)
        await exchange.message()
        return exchange

    async def touch(
        self, card: Message, name: str, by: Person = ADA, place: Place = world.SERVER
    ) -> Exchange:
        """Press it and do not wait."""
        members = self.bot.discord.members
        return await members.press_button(card, stars_on(card)[name], by, place)

    def stars(self) -> list[tuple[int, int, str]]:
        """All stars that are kept: group, member, name."""
        return stars_in(self.database)


@asynccontextmanager
async def starred_on(
    discord: LoopbackDiscord, database: Path, **environment: str
) -> AsyncIterator[Starred]:
    """Run a bot with a database on a Discord, from when it hears events on."""
    async with bot_on(discord, NOMEN_DATABASE=str(database), **environment) as process:
        await discord.gateway.ready()
        yield Starred(Served(discord, process), database)


def stars_in(database: Path) -> list[tuple[int, int, str]]:
    """All stars that are kept in a database: group, member, name.

    Raises:
        AssertionError: the database is not whole.
    """
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute("SELECT guild, member, name FROM star").fetchall()
