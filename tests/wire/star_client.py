"""Users who star names, and the database that stores the stars."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from tests.wire.card_contents import star_buttons
from tests.wire.discord_server import world
from tests.wire.discord_server.interactions import Message, SentInteraction
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.server import LoopbackDiscord
from tests.wire.discord_server.world import InteractionContext, User
from tests.wire.process import ConnectedBot, run_bot

ADA, BEN = User("ada"), User("ben")


async def star(
    members: Members, card: Message, name: str, by: User, context: InteractionContext = world.SERVER
) -> SentInteraction:
    """Press the star beside a name and wait for the response."""
    pressed = await members.press_button(card, star_buttons(card)[name], by, context)
    await pressed.message()
    return pressed


@dataclass(frozen=True, slots=True)
class StarClient:
    """Requests cards and presses stars on a bot, and reads its database."""

    bot: ConnectedBot
    database: Path

    async def request_card(
        self, context: InteractionContext = world.SERVER, count: int = 2
    ) -> Message:
        members = self.bot.discord.members
        return await members.card("name", context=context, country="NL", count=count)

    async def press_star(
        self, card: Message, name: str, by: User = ADA, context: InteractionContext = world.SERVER
    ) -> SentInteraction:
        return await star(self.bot.discord.members, card, name, by, context)

    async def send_press(
        self, card: Message, name: str, by: User = ADA, seconds_ago: float = 0
    ) -> SentInteraction:
        """Press the star beside a name without waiting."""
        button, members = star_buttons(card)[name], self.bot.discord.members
        return await members.press_button(card, button, by, seconds_ago=seconds_ago)

    def stored_stars(self) -> list[tuple[int, int, str]]:
        return read_stars(self.database)


@asynccontextmanager
async def run_star_client(
    discord: LoopbackDiscord, database: Path, **environment: str
) -> AsyncIterator[StarClient]:
    """Run a bot with a database against a loopback Discord, and wait until it is connected."""
    async with run_bot(discord, NOMEN_DATABASE=str(database), **environment) as process:
        await discord.gateway.wait_until_ready()
        yield StarClient(ConnectedBot(discord, process), database)


def read_stars(database: Path) -> list[tuple[int, int, str]]:
    """Return all stars of a sound database as (guild, member, name)."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute("SELECT guild, member, name FROM star").fetchall()
