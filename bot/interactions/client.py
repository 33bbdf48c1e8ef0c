"""What a command may ask of the bot that runs it."""

from collections.abc import Collection
from typing import Any

import discord
from discord import app_commands

from bot.favourites.repository import FavouritesRepository, PersonalDataStore
from bot.interactions.live_messages import MessageUpdater
from bot.interactions.middleware import InteractionMiddleware
from bot.services.clip_service import ClipDemoService
from bot.services.name_service import NameService


class NomenClient(discord.AutoShardedClient):
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

    name_service: NameService
    clip_service: ClipDemoService
    favourites: FavouritesRepository
    keepers: Collection[PersonalDataStore]
    middleware: InteractionMiddleware
    live: MessageUpdater
    tree: app_commands.CommandTree[Any]
    language: str | None = None
    privacy_url: str
