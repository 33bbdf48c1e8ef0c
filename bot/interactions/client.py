"""The client that commands and buttons run on."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import discord
from discord import app_commands

from bot.interactions.guard import Guard
from bot.interactions.live import LiveMessages
from bot.interactions.rate_limit import RateLimiter
from bot.interactions.recent import Locks, Told
from bot.services.clip_service import ClipDemoService
from bot.services.name_service import NameService
from bot.services.picture_service import PictureService
from bot.services.speech_service import SpeechService
from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store


class NomenClient(discord.AutoShardedClient):
    """A Discord client with the services that commands and buttons use.

    Attributes:
        name_service: generates names and ranks their countries.
        clip_service: runs the gradient clipping demonstration.
        picture_service: draws shortlists.
        speech_service: says names.
        store: everything that is stored.
        rate_limiter: how often members may ask, and invite, and groups may have polls.
        guard: what every interaction passes.
        live: redraws messages whose stars have changed.
        choosing: one lock for each owner for whom names are chosen.
        told: what channels have been told today.
        command_ids: those that Discord gave the commands, by their names with those of groups.
        language: overrides the locales that Discord sends; None follows them.
        privacy_url: of the privacy policy, or empty.
        contact: who is responsible for this bot and how to reach them, or empty.
    """

    name_service: NameService
    clip_service: ClipDemoService
    picture_service: PictureService
    speech_service: SpeechService
    store: Store
    rate_limiter: RateLimiter
    guard: Guard
    live: LiveMessages
    choosing: Locks
    told: Told
    tree: app_commands.CommandTree[Any]
    command_ids: Mapping[str, int]
    language: str | None = None
    privacy_url: str
    contact: str


NomenInteraction = discord.Interaction[NomenClient]

Owner = tuple[int, int]
"""A group and 0, or `DIRECT_MESSAGES` and a member."""


def order_of(owner: Owner, cards: int) -> tuple[int, int]:
    """Return what an owner's next card is shuffled by: no id, since decks stay in memory a while.

    Args:
        owner: whose names they are.
        cards: how many they have been shown.
    """
    digest = blake2b(f"{owner}".encode(), digest_size=8).digest()
    return int.from_bytes(digest), cards


def guild_or_direct_messages(interaction: NomenInteraction) -> int:
    """Return the interaction's guild id, or `DIRECT_MESSAGES` outside of servers."""
    return DIRECT_MESSAGES if interaction.guild_id is None else interaction.guild_id


def audience_of(interaction: NomenInteraction) -> Owner:
    """Return who sees what everyone there does: the group, or in direct messages the member."""
    guild, member = guild_and_member(interaction)
    return guild, member if guild == DIRECT_MESSAGES else 0


def guild_and_member(interaction: NomenInteraction) -> tuple[int, int]:
    """Return the key of the list of favourites that the interaction is about."""
    return guild_or_direct_messages(interaction), interaction.user.id


def requester_of(interaction: NomenInteraction) -> int:
    """Return who asks."""
    return interaction.user.id


def shows_counts(interaction: NomenInteraction) -> bool:
    """Return whether a card may count a name's stars.

    Not in a group chat, where everyone's favourites are their own, but the card is shared.
    """
    return not interaction.context.private_channel
