"""What a command may ask of the bot that runs it."""

from collections.abc import Collection
from typing import Any

import discord
from discord import app_commands

from bot.favourites.repository import Favourites, Keeper
from bot.interactions.live_messages import LiveCards
from bot.interactions.middleware import Doorway
from bot.services.clip_service import Clipping
from bot.services.name_service import Naming


class Nomen(discord.AutoShardedClient):
    """A Discord client with the parts that commands and buttons work with.

    Attributes:
        language: what everyone is answered in, whatever Discord says of them; None follows Discord.
        naming: makes names.
        clipping: shows what gradient clipping is for.
        favourites: keeps the stars.
        keepers: all parts that keep something about members.
        doorway: lets requests in.
        live: changes cards that people look at.
        privacy_url: where the privacy policy is to be read, or empty.
    """

    naming: Naming
    clipping: Clipping
    favourites: Favourites
    keepers: Collection[Keeper]
    doorway: Doorway
    live: LiveCards
    tree: app_commands.CommandTree[Any]
    language: str | None = None
    privacy_url: str
