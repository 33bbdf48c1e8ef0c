"""What a command may ask of the bot that runs it."""

import discord

from bot.clipping import Clipping
from bot.commands.doorway import Doorway
from bot.commands.live import LiveCards
from bot.favourites.store import Favourites
from bot.naming import Naming


class Nomen(discord.AutoShardedClient):
    """A Discord client with the parts that commands and buttons work with.

    Attributes:
        language: what everyone is answered in, whatever Discord says of them; None follows Discord.
    """

    naming: Naming
    clipping: Clipping
    favourites: Favourites
    doorway: Doorway
    live: LiveCards
    language: str | None = None
